package io.lockstep.simulation;

/** The process died here. */
final class Crash extends RuntimeException {
  Crash(String where) {
    super(where, null, false, false);
  }
}

package io.lockstep.worker;

/** A fault in words that are safe to log: its kinds and places, never its message. */
final class FaultPlaces {
  private static final int PLACES = 8;

  private FaultPlaces() {}

  /** A message might quote somebody's data, so only classes and lines are named. */
  static String of(Throwable fault) {
    StringBuilder out = new StringBuilder();
    for (Throwable t = fault; t != null; t = t.getCause()) {
      out.append(out.isEmpty() ? "" : ", caused by ").append(t.getClass().getName());
      StackTraceElement[] trace = t.getStackTrace();
      for (int i = 0; i < Math.min(PLACES, trace.length); i++) {
        out.append(i == 0 ? " at " : " < ")
            .append(trace[i].getClassName())
            .append(':')
            .append(trace[i].getLineNumber());
      }
    }
    return out.toString();
  }
}

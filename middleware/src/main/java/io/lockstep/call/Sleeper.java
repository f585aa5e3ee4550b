package io.lockstep.call;

import java.time.Duration;

/** Waits for a short time (seconds at most) inside a call; longer waits are the worker's. */
@FunctionalInterface
public interface Sleeper {
  void sleep(Duration time);
}

package io.lockstep.salesforce;

import java.time.Duration;

/** Waits; tests wait no time at all. */
@FunctionalInterface
public interface Sleeper {
  Sleeper THREAD = Thread::sleep;

  void sleep(Duration time) throws InterruptedException;
}

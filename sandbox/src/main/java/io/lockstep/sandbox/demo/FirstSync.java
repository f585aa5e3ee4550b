package io.lockstep.sandbox.demo;

import java.io.IOException;
import java.time.Duration;

/** Step 1: the middleware meets both sides for the first time. */
final class FirstSync {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration GIVEN_UP = Duration.ofSeconds(30);
  private static final int TELL_EVERY = 50;

  private FirstSync() {}

  static void show(Stage stage) throws IOException, InterruptedException {
    Screen screen = stage.screen;
    screen.line(
        "%d people; %d contacts and events to sync, %d of them on both sides already",
        stage.sides.people().size(), stage.beginning.size(), 2 * stage.beginning.twins());
    long began = screen.nanos();
    stage.start();
    int[] told = {-1};
    boolean done =
        stage.waiting.until(
            PATIENCE,
            () -> {
              Comparison now = stage.sides.compare();
              if (told[0] < 0 || Math.abs(told[0] - now.toGo()) >= TELL_EVERY) {
                told[0] = now.toGo();
                screen.line("%4d linked and equal, %4d to go", now.pairs().size(), now.toGo());
              }
              return stage.isQuiet() && (now.equal() || stage.isQuiet(GIVEN_UP));
            });
    Comparison now = stage.sides.compare();
    screen.line(
        "%4d linked and equal, %4d to go, %d set aside; quiet after %.1f s",
        now.pairs().size(), now.toGo(), now.setAside().size(), screen.seconds(began));
    stage.check(done && now.equal(), "the first sync left " + now.toGo() + " differences");
    now.differences().stream().limit(10).forEach(screen::plain);
  }
}

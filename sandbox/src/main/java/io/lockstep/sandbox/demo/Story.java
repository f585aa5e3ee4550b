package io.lockstep.sandbox.demo;

import java.io.IOException;
import java.util.List;

/** The steps of the demonstration, in their order. Each one tells what it sees. */
final class Story {
  private final Stage stage;

  Story(Stage stage) {
    this.stage = stage;
  }

  /** What failed, a sentence each; empty = everything held. */
  List<String> tell() throws IOException, InterruptedException {
    stage.screen.step("1. First sync");
    FirstSync.show(stage);
    stage.screen.step("2. People work on both sides");
    DailyWork.show(stage);
    stage.screen.step("3. The same field is edited on both sides");
    BothAtOnce.show(stage);
    stage.screen.step("4. One meeting of several people who sync");
    SharedMeeting.show(stage);
    stage.screen.step("5. A mail system throttles");
    Throttle.show(stage);
    stage.screen.step("6. The middleware is killed in the middle of the work");
    Kill.show(stage);
    stage.screen.step("7. Nothing changes, so nothing is written");
    SecondLook.show(stage);
    stage.screen.step("8. What has been checked");
    new Verdict(stage).tell();
    return stage.failures();
  }
}

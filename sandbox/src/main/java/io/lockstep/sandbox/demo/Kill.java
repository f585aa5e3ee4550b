package io.lockstep.sandbox.demo;

import io.lockstep.sandbox.control.PersonalView.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Step 6: the middleware is killed while it writes, and goes on where it was. */
final class Kill {
  private static final int EDITS = 60;
  private static final Duration LOOK = Duration.ofMillis(2);

  private Kill() {}

  static void show(Stage stage) throws IOException, InterruptedException {
    Screen screen = stage.screen;
    List<Stage.Edit> edits = new ArrayList<>();
    long before = stage.traffic.writes();
    for (Comparison.Pair pair : stage.pick(p -> true, EDITS)) {
      edits.add(edit(stage, pair, edits.size()));
    }
    screen.line("%d edits are made on both sides at once", edits.size());
    boolean writing =
        stage.waiting.until(Stage.ARRIVAL, LOOK, () -> stage.traffic.writes() > before);
    stage.middleware.kill();
    long arrived = arrived(edits);
    screen.line("  %d have arrived; kill -9", arrived);
    stage.check(writing, "the middleware wrote nothing before the kill");
    long began = screen.nanos();
    stage.start();
    boolean all = stage.waiting.until(Stage.ARRIVAL, () -> arrived(edits) == edits.size());
    screen.line(
        "  started again; %d of %d have arrived after %.1f s",
        arrived(edits), edits.size(), screen.seconds(began));
    stage.check(all, (edits.size() - arrived(edits)) + " edits did not survive the kill");
  }

  private static Stage.Edit edit(Stage stage, Comparison.Pair pair, int number) {
    if (pair.record().kind() == Kind.contacts) {
      String phone = "+1 415 777 " + (1000 + number);
      stage.changeRecord(pair, "Phone", phone);
      return new Stage.Edit(phone, () -> Stage.holds(stage.item(pair), Facts.digits(phone)));
    }
    String place = "Hall " + (1000 + number);
    stage.changeItem(pair, stage.mail(pair).placed(place));
    return new Stage.Edit(place, () -> Stage.holds(stage.record(pair), place));
  }

  private static long arrived(List<Stage.Edit> edits) {
    return edits.stream().filter(Stage.Edit::arrived).count();
  }
}

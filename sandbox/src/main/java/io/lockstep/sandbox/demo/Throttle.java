package io.lockstep.sandbox.demo;

import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.seed.Person;
import java.time.Duration;
import java.util.List;

/** Step 5: a mail system throttles for a while; what waits arrives when it stops. */
final class Throttle {
  private static final Duration TIME = Duration.ofSeconds(4);

  private Throttle() {}

  static void show(Stage stage) throws InterruptedException {
    for (Person person : stage.sides.people()) {
      List<Comparison.Pair> picked = stage.pick(Kind.contacts, person, p -> true);
      if (!picked.isEmpty()) {
        show(stage, person, picked.getFirst());
        return;
      }
    }
    stage.screen.line("left out: no contact is on both sides");
  }

  private static void show(Stage stage, Person person, Comparison.Pair pair)
      throws InterruptedException {
    Screen screen = stage.screen;
    MailSystem mail = stage.mail(pair);
    String phone = "+1 415 555 0177";
    long refusedBefore = stage.traffic.refusals(mail.service());
    Fault fault =
        stage.services.shared().faults().add(mail.service(), Fault.Kind.rateLimit, null, 1.0, null);
    screen.line("%s changes the phone of %s in Salesforce", person.given(), pair.record().title());
    stage.changeRecord(pair, "Phone", phone);
    long began = screen.nanos();
    Stage.Edit edit =
        new Stage.Edit(
            "the phone at " + mail.title(),
            () -> Stage.holds(stage.item(pair), Facts.digits(phone)));
    stage.waiting.pass(TIME);
    boolean early = edit.arrived();
    stage.services.shared().faults().remove(fault.id());
    screen.line(
        "  after %.0f s %s has refused %d calls, and the edit waits; the throttle ends",
        screen.seconds(began),
        mail.title(),
        stage.traffic.refusals(mail.service()) - refusedBefore);
    stage.check(!early, "an edit arrived although " + mail.title() + " refused everything");
    stage.await(List.of(edit), began);
  }
}

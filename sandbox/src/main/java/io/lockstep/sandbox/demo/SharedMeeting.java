package io.lockstep.sandbox.demo;

import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.seed.Person;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Step 4: a person invites a colleague, at another mail system where there is one. The meeting is
 * itself in each mailbox and exists once in Salesforce, carried by its organizer's mailbox.
 */
final class SharedMeeting {
  private static final String SUBJECT = "Steering committee";

  private SharedMeeting() {}

  static void show(Stage stage) throws InterruptedException {
    List<Person> people = stage.sides.people();
    Person organizer = people.getFirst();
    Person guest =
        people.stream()
            .filter(p -> !p.provider().equals(organizer.provider()))
            .findFirst()
            .orElse(people.getLast());
    if (guest.equals(organizer)) {
      stage.screen.line("left out: there is only one person");
      return;
    }
    show(stage, organizer, guest);
  }

  private static void show(Stage stage, Person organizer, Person guest)
      throws InterruptedException {
    Screen screen = stage.screen;
    Sides sides = stage.sides;
    MailSystem mail = sides.mail(organizer);
    Instant start = stage.now().truncatedTo(ChronoUnit.HOURS).plus(3, ChronoUnit.DAYS);
    screen.line(
        "%s (%s) invites %s (%s)",
        organizer.given(), mail.title(), guest.given(), sides.mail(guest).title());
    stage.personally(
        () -> {
          var made = mail.makeMeeting(organizer, SUBJECT, start, List.of(guest.email()));
          if (mail.event(organizer, made) instanceof MailSystem.Reading.Part(Thing thing)) {
            stage.beginning.made(thing);
          }
        });
    long began = screen.nanos();
    boolean arrived =
        stage.waiting.until(Stage.ARRIVAL, () -> records(stage) > 0 && inMailbox(stage, guest) > 0);
    screen.line(
        "  after %.1f s the meeting is in Salesforce and in both mailboxes", screen.seconds(began));
    stage.check(arrived, "the meeting did not arrive everywhere");
    stage.waiting.until(Stage.ARRIVAL, stage::isQuiet);
    boolean once =
        records(stage) == 1 && inMailbox(stage, organizer) == 1 && inMailbox(stage, guest) == 1;
    boolean carried =
        sides.inSalesforce(organizer, Kind.events).stream()
            .anyMatch(t -> t.fact("subject").equals(SUBJECT));
    screen.line(
        "  once in Salesforce: %s; once in each mailbox: %s; carried by the organizer's mailbox: %s",
        records(stage) == 1 ? "yes" : "NO", once ? "yes" : "NO", carried ? "yes" : "NO");
    stage.check(once, "the meeting is not there exactly once everywhere");
    stage.check(carried, "the organizer's mailbox does not carry the meeting");
  }

  private static long records(Stage stage) {
    return stage.sides.people().stream()
        .flatMap(p -> stage.sides.inSalesforce(p, Kind.events).stream())
        .filter(t -> t.fact("subject").equals(SUBJECT))
        .map(Thing::id)
        .distinct()
        .count();
  }

  private static long inMailbox(Stage stage, Person person) {
    return stage.sides.mail(person).items(person, Kind.events).stream()
        .filter(item -> item.toString().contains('"' + SUBJECT + '"'))
        .count();
  }
}

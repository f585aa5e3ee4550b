package io.lockstep.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.seed.Person;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Step 2: people edit, make and delete on both sides. */
final class DailyWork {
  private final Stage stage;
  private final Screen screen;
  private final Sides sides;
  private final List<Stage.Edit> edits = new ArrayList<>();

  private DailyWork(Stage stage) {
    this.stage = stage;
    this.screen = stage.screen;
    this.sides = stage.sides;
  }

  static void show(Stage stage) throws InterruptedException {
    DailyWork work = new DailyWork(stage);
    long began = stage.screen.nanos();
    // Once around the company, so that each mail system has its share.
    List<Person> people = stage.sides.people();
    for (int i = 0; i < 6; i++) {
      Person person = people.get(i % people.size());
      switch (i) {
        case 0 -> work.phone(person);
        case 1 -> work.time(person);
        case 2 -> work.deleteRecord(person);
        case 3 -> work.deleteItem(person);
        case 4 -> work.newContact(person);
        default -> work.newEvent(person);
      }
    }
    stage.await(work.edits, began);
  }

  private void phone(Person person) {
    for (Comparison.Pair pair : stage.pick(Kind.contacts, person, p -> true)) {
      String phone = "+1 415 555 0142";
      screen.line("%s changes the phone of %s in Salesforce", person.given(), title(pair));
      stage.changeRecord(pair, "Phone", phone);
      edits.add(
          edit(
              "the phone at %s", person, () -> Stage.holds(stage.item(pair), Facts.digits(phone))));
    }
  }

  private void time(Person person) {
    for (Comparison.Pair pair : stage.pick(Kind.events, person, Stage::isTimed)) {
      Instant start =
          Instant.parse(pair.item().fact("time").replaceFirst("/.*", "")).plus(1, ChronoUnit.DAYS);
      Instant end = start.plus(45, ChronoUnit.MINUTES);
      screen.line("%s moves \"%s\" by a day at %s", person.given(), title(pair), at(person));
      stage.changeItem(pair, sides.mail(person).moved(start, end));
      edits.add(
          new Stage.Edit(
              "the new time in Salesforce",
              () -> Stage.holds(stage.record(pair), Facts.moments(start, end))));
    }
  }

  private void deleteRecord(Person person) {
    for (Comparison.Pair pair : stage.pick(Kind.events, person, Stage::isTimed)) {
      screen.line("%s deletes \"%s\" in Salesforce", person.given(), title(pair));
      sides.salesforce().delete(person.username(), Kind.events, pair.record().id());
      gone(pair);
      edits.add(edit("the event is gone at %s", person, () -> stage.item(pair).isEmpty()));
    }
  }

  private void deleteItem(Person person) {
    for (Comparison.Pair pair : stage.pick(Kind.events, person, Stage::isTimed)) {
      MailSystem mail = sides.mail(person);
      screen.line("%s deletes \"%s\" at %s", person.given(), title(pair), mail.title());
      mail.view().delete(mail.account(person), Kind.events, pair.item().id());
      gone(pair);
      edits.add(
          new Stage.Edit("the event is gone in Salesforce", () -> stage.record(pair).isEmpty()));
    }
  }

  private void gone(Comparison.Pair pair) {
    stage.beginning.deleted(pair.record().id());
    stage.beginning.deleted(pair.item().id());
  }

  private void newContact(Person person) {
    MailSystem mail = sides.mail(person);
    screen.line("%s saves a new contact at %s: Ada Byron", person.given(), mail.title());
    ObjectNode made = mail.makeContact(person, "Ada", "Byron", "ada.byron@engine.example");
    if (mail.contact(person, made) instanceof MailSystem.Reading.Part(Thing thing)) {
      stage.beginning.made(thing);
    }
    edits.add(
        new Stage.Edit(
            "Ada Byron in Salesforce",
            () ->
                sides.inSalesforce(person, Kind.contacts).stream()
                    .anyMatch(t -> t.fact("name").equals("Ada Byron"))));
  }

  private void newEvent(Person person) {
    String subject = "Demonstration of the engine";
    Instant start = stage.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.DAYS);
    screen.line("%s makes a new event in Salesforce: \"%s\"", person.given(), subject);
    ObjectNode made =
        sides
            .salesforce()
            .create(
                person.username(),
                Kind.events,
                MailSystem.object()
                    .put("Subject", subject)
                    .put("StartDateTime", start.toString())
                    .put("EndDateTime", start.plus(1, ChronoUnit.HOURS).toString())
                    .put("ShowAs", "Busy"));
    stage.beginning.made(Facts.salesforceEvent(person.name(), made));
    edits.add(
        edit(
            "the new event at %s",
            person,
            () ->
                sides.inMailbox(person, Kind.events).stream()
                    .anyMatch(t -> t.fact("subject").equals(subject))));
  }

  private Stage.Edit edit(
      String what, Person person, java.util.function.BooleanSupplier hasArrived) {
    return new Stage.Edit(what.formatted(at(person)), hasArrived);
  }

  private String at(Person person) {
    return sides.mail(person).title();
  }

  private static String title(Comparison.Pair pair) {
    return pair.record().title();
  }
}

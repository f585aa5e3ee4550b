package io.lockstep.sandbox.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.GooglePart;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.control.Services;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.seed.Person;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The steps of the demonstration, in their order. Each one tells what it sees. */
final class Story {
  private static final Duration FIRST_SYNC = Duration.ofMinutes(5);
  private static final Duration ARRIVAL = Duration.ofSeconds(90);
  private static final Duration QUIET = Duration.ofSeconds(4);
  private static final Duration THROTTLE = Duration.ofSeconds(4);
  private static final Duration SECOND_LOOK = Duration.ofSeconds(6);
  private static final int EDITS_AT_THE_KILL = 40;

  private final Services services;
  private final Sides sides;
  private final Traffic traffic;
  private final Middleware middleware;
  private final Screen screen;
  private final Waiting waiting;
  private final Beginning beginning;
  private final Set<String> touched = new HashSet<>();
  private final List<String> failures = new ArrayList<>();

  Story(Services services, Traffic traffic, Middleware middleware, Screen screen) {
    this.services = services;
    this.sides = new Sides(services);
    this.traffic = traffic;
    this.middleware = middleware;
    this.screen = screen;
    this.waiting = new Waiting(screen, middleware::runs);
    this.beginning = Beginning.of(sides);
  }

  /** What failed, a sentence each; empty = everything held. */
  List<String> tell() throws IOException, InterruptedException {
    firstSync();
    edits();
    conflict();
    throttle();
    kill();
    secondLook();
    new Verdict(sides, beginning, traffic, services, screen).tell(failures);
    return failures;
  }

  private void firstSync() throws IOException, InterruptedException {
    screen.step("1. First sync");
    screen.line(
        "%d people; %d contacts and events to sync, %d of them on both sides already",
        sides.people().size(), beginning.size(), 2 * beginning.twins());
    long began = screen.nanos();
    middleware.start();
    int[] told = {-1};
    boolean done =
        waiting.until(
            FIRST_SYNC,
            () -> {
              Comparison now = sides.compare();
              if (told[0] < 0 || Math.abs(told[0] - now.toGo()) >= 50) {
                told[0] = now.toGo();
                screen.line("%4d linked and equal, %4d to go", now.pairs().size(), now.toGo());
              }
              return isQuiet() && (now.equal() || isQuiet(Duration.ofSeconds(30)));
            });
    Comparison now = sides.compare();
    screen.line(
        "%4d linked and equal, %4d to go, %d set aside; quiet after %.1f s",
        now.pairs().size(), now.toGo(), now.setAside().size(), screen.seconds(began));
    check(done && now.equal(), "the first sync left " + now.toGo() + " differences");
    now.differences().stream().limit(10).forEach(screen::plain);
  }

  /** Whether nothing was written for a while, after something was. */
  private boolean isQuiet() {
    return isQuiet(QUIET);
  }

  private boolean isQuiet(Duration time) {
    long last = traffic.lastWrite();
    return last > 0 && now() - last > time.toMillis();
  }

  private long now() {
    return services.shared().clock().now().toEpochMilli();
  }

  /** An edit that has been made, and how to see that it has arrived on the other side. */
  private record Edit(String what, BooleanSupplier arrived) {}

  private void edits() throws InterruptedException {
    screen.step("2. People work on both sides");
    Iterator<Person> turns = sides.people().iterator();
    Person first = turns.next();
    Person second = turns.hasNext() ? turns.next() : first;
    List<Edit> edits = new ArrayList<>();
    long began = screen.nanos();
    phone(first, edits);
    time(second, edits);
    deleteInSalesforce(first, edits);
    deleteAtGoogle(second, edits);
    newContact(first, edits);
    newEvent(second, edits);
    await(edits, began);
  }

  private void phone(Person person, List<Edit> edits) {
    pick(Kind.contacts, person, p -> true)
        .forEach(
            pair -> {
              String phone = "+1 415 555 0142";
              screen.line("%s changes the phone of %s in Salesforce", name(person), title(pair));
              sides
                  .salesforce()
                  .change(
                      person.username(), Kind.contacts, pair.record().id(), body("Phone", phone));
              edits.add(
                  new Edit(
                      "the phone at Google",
                      () -> google(person, pair).contains(Facts.digits(phone))));
            });
  }

  private void time(Person person, List<Edit> edits) {
    pick(Kind.events, person, Story::isTimed)
        .forEach(
            pair -> {
              Instant start =
                  Instant.parse(pair.item().fact("time").replaceFirst("/.*", ""))
                      .plus(1, ChronoUnit.DAYS);
              Instant end = start.plus(45, ChronoUnit.MINUTES);
              screen.line("%s moves \"%s\" by a day at Google", name(person), title(pair));
              ObjectNode body = JsonNodeFactory.instance.objectNode();
              body.putObject("start").put("dateTime", start.toString()).put("timeZone", "UTC");
              body.putObject("end").put("dateTime", end.toString()).put("timeZone", "UTC");
              sides.google().change(person.email(), Kind.events, pair.item().id(), body);
              edits.add(
                  new Edit(
                      "the new time in Salesforce",
                      () -> salesforce(person, pair).contains(Facts.moments(start, end))));
            });
  }

  private static boolean isTimed(Comparison.Pair pair) {
    return pair.item().fact("time").contains("T");
  }

  private void deleteInSalesforce(Person person, List<Edit> edits) {
    pick(Kind.events, person, Story::isTimed)
        .forEach(
            pair -> {
              screen.line("%s deletes \"%s\" in Salesforce", name(person), title(pair));
              sides.salesforce().delete(person.username(), Kind.events, pair.record().id());
              gone(pair);
              edits.add(
                  new Edit("the event is gone at Google", () -> google(person, pair).isEmpty()));
            });
  }

  private void deleteAtGoogle(Person person, List<Edit> edits) {
    pick(Kind.events, person, Story::isTimed)
        .forEach(
            pair -> {
              screen.line("%s deletes \"%s\" at Google", name(person), title(pair));
              sides.google().delete(person.email(), Kind.events, pair.item().id());
              gone(pair);
              edits.add(
                  new Edit(
                      "the event is gone in Salesforce", () -> salesforce(person, pair).isEmpty()));
            });
  }

  private void gone(Comparison.Pair pair) {
    beginning.deleted(pair.record().id());
    beginning.deleted(pair.item().id());
  }

  private void newContact(Person person, List<Edit> edits) {
    screen.line("%s saves a new contact with the label at Google: Ada Byron", name(person));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("names").addObject().put("givenName", "Ada").put("familyName", "Byron");
    body.putArray("emailAddresses")
        .addObject()
        .put("value", "ada.byron@engine.example")
        .put("type", "work");
    ObjectNode made = sides.google().create(person.email(), Kind.contacts, body);
    String id = made.path("resourceName").asText();
    sides.google().act(person.email(), Kind.contacts, id, "label", body("name", GooglePart.LABEL));
    beginning.made(Facts.googleContact(person.name(), made));
    edits.add(
        new Edit(
            "Ada Byron in Salesforce",
            () ->
                sides.inSalesforce(person, Kind.contacts).stream()
                    .anyMatch(t -> t.fact("name").equals("Ada Byron"))));
  }

  private void newEvent(Person person, List<Edit> edits) {
    String subject = "Demonstration of the engine";
    Instant start =
        services.shared().clock().now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.DAYS);
    screen.line("%s makes a new event in Salesforce: \"%s\"", name(person), subject);
    ObjectNode made =
        sides
            .salesforce()
            .create(
                person.username(),
                Kind.events,
                body("Subject", subject)
                    .put("StartDateTime", start.toString())
                    .put("EndDateTime", start.plus(1, ChronoUnit.HOURS).toString())
                    .put("ShowAs", "Busy"));
    beginning.made(Facts.salesforceEvent(person.name(), made));
    edits.add(
        new Edit(
            "the new event at Google",
            () ->
                sides.atGoogle(person, Kind.events).stream()
                    .anyMatch(t -> t.fact("subject").equals(subject))));
  }

  private void await(List<Edit> edits, long began) throws InterruptedException {
    List<Edit> open = new ArrayList<>(edits);
    waiting.until(
        ARRIVAL,
        () -> {
          open.removeIf(
              edit -> {
                boolean arrived = edit.arrived().getAsBoolean();
                if (arrived) {
                  screen.line("  arrived after %4.1f s: %s", screen.seconds(began), edit.what());
                }
                return arrived;
              });
          return open.isEmpty();
        });
    open.forEach(edit -> check(false, "did not arrive: " + edit.what()));
  }

  private void conflict() throws InterruptedException {
    screen.step("3. The same field is edited on both sides");
    for (Person person : sides.people()) {
      List<Comparison.Pair> picked = pick(Kind.events, person, Story::isTimed);
      if (!picked.isEmpty()) {
        conflict(person, picked.getFirst());
        return;
      }
    }
    screen.line("left out: there is no event that both sides hold");
  }

  private void conflict(Person person, Comparison.Pair pair) throws InterruptedException {
    String here = "Named in Salesforce";
    String there = "Named at Google";
    screen.line("%s renames \"%s\": \"%s\" and \"%s\"", name(person), title(pair), here, there);
    sides
        .salesforce()
        .change(person.username(), Kind.events, pair.record().id(), body("Subject", here));
    sides.google().change(person.email(), Kind.events, pair.item().id(), body("summary", there));
    long began = screen.nanos();
    String[] both = {"", ""};
    boolean settled =
        waiting.until(
            ARRIVAL,
            () -> {
              both[0] = subject(salesforceThing(person, pair));
              both[1] = subject(googleThing(person, pair));
              return both[0].equals(both[1]);
            });
    String loser = both[0].equals(here) ? there : here;
    check(settled, "the conflict was not settled: " + both[0] + " and " + both[1]);
    boolean kept =
        waiting.until(
            ARRIVAL,
            () ->
                sides.issues().stream()
                    .anyMatch(
                        i ->
                            i.kind().equals("Conflict")
                                && i.recordId().equals(pair.record().id())
                                && i.losingValue().contains(loser)));
    screen.line(
        "  settled after %.1f s: \"%s\" stands on both sides", screen.seconds(began), both[0]);
    screen.line(
        "  the other value %s in SyncIssue__c: \"%s\"", kept ? "is kept" : "is NOT kept", loser);
    check(kept, "the losing value of the conflict is not in SyncIssue__c");
  }

  private static String subject(List<Thing> found) {
    return found.isEmpty() ? "" : found.getFirst().fact("subject");
  }

  private void throttle() throws InterruptedException {
    screen.step("4. Google throttles");
    for (Person person : sides.people()) {
      List<Comparison.Pair> picked = pick(Kind.contacts, person, p -> true);
      if (!picked.isEmpty()) {
        throttle(person, picked.getFirst());
        return;
      }
    }
    screen.line("left out: there is no contact that both sides hold");
  }

  private void throttle(Person person, Comparison.Pair pair) throws InterruptedException {
    String phone = "+1 415 555 0177";
    long refusedBefore = traffic.refusals("google");
    Fault fault = services.shared().faults().add("google", Fault.Kind.rateLimit, null, 1.0, null);
    screen.line("%s changes the phone of %s in Salesforce", name(person), title(pair));
    sides
        .salesforce()
        .change(person.username(), Kind.contacts, pair.record().id(), body("Phone", phone));
    long began = screen.nanos();
    BooleanSupplier arrived = () -> google(person, pair).contains(Facts.digits(phone));
    waiting.pass(THROTTLE);
    boolean early = arrived.getAsBoolean();
    services.shared().faults().remove(fault.id());
    screen.line(
        "  after %.0f s Google has refused %d calls, and the edit waits; the throttle ends",
        screen.seconds(began), traffic.refusals("google") - refusedBefore);
    check(!early, "an edit arrived at Google although Google refused everything");
    await(List.of(new Edit("the phone at Google", arrived)), began);
  }

  private void kill() throws IOException, InterruptedException {
    screen.step("5. The middleware is killed in the middle of the work");
    List<Edit> edits = new ArrayList<>();
    for (Comparison.Pair pair : pick(EDITS_AT_THE_KILL)) {
      Person person = person(pair);
      int number = edits.size();
      if (pair.record().kind() == Kind.contacts) {
        String phone = "+1 415 777 " + (1000 + number);
        sides
            .salesforce()
            .change(person.username(), Kind.contacts, pair.record().id(), body("Phone", phone));
        edits.add(new Edit(phone, () -> google(person, pair).contains(Facts.digits(phone))));
      } else {
        String place = "Hall " + (1000 + number);
        sides
            .google()
            .change(person.email(), Kind.events, pair.item().id(), body("location", place));
        edits.add(new Edit(place, () -> salesforce(person, pair).contains(place)));
      }
    }
    screen.line("%d edits are made on both sides at once", edits.size());
    waiting.until(ARRIVAL, () -> arrived(edits) > edits.size() / 5);
    middleware.kill();
    screen.line("  %d have arrived; kill -9", arrived(edits));
    long began = screen.nanos();
    middleware.start();
    screen.line("  started again");
    boolean all = waiting.until(ARRIVAL, () -> arrived(edits) == edits.size());
    screen.line(
        "  %d of %d arrived after %.1f s", arrived(edits), edits.size(), screen.seconds(began));
    check(all, (edits.size() - arrived(edits)) + " edits did not survive the kill");
  }

  private static long arrived(List<Edit> edits) {
    return edits.stream().filter(e -> e.arrived().getAsBoolean()).count();
  }

  private void secondLook() throws InterruptedException {
    screen.step("6. Nothing changes, so nothing is written");
    boolean quiet = waiting.until(ARRIVAL, this::isQuiet);
    check(quiet, "writing did not come to an end");
    long from = now();
    waiting.pass(SECOND_LOOK);
    List<RequestLog.Entry> calls = traffic.since(from);
    List<RequestLog.Entry> writes = calls.stream().filter(traffic::writes).toList();
    long org = calls.stream().filter(e -> e.service().equals("salesforce")).count();
    long google = calls.stream().filter(e -> e.service().equals("google")).count();
    screen.line(
        "in %d s: %d writes; %d calls to Salesforce, %.1f to Google for each mailbox",
        SECOND_LOOK.toSeconds(), writes.size(), org, google / (double) sides.people().size());
    screen.plain(
        "(the demonstration polls every 1 to 2 s; usual are 1 min in the org, 10 to 60 min at Google)");
    Map<String, Integer> operations = new TreeMap<>();
    calls.forEach(e -> operations.merge(e.service() + " " + e.operation(), 1, Integer::sum));
    screen.plain(operations.toString());
    check(writes.isEmpty(), writes.size() + " writes although nothing changed: " + writes);
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      screen.line("FAILED: %s", otherwise);
      failures.add(otherwise);
    }
  }

  /** One pair of this person that no step has touched; none where there is none. */
  private List<Comparison.Pair> pick(Kind kind, Person person, Predicate<Comparison.Pair> fit) {
    return untouched(p -> p.record().kind() == kind && person(p).equals(person) && fit.test(p), 1);
  }

  private List<Comparison.Pair> pick(int most) {
    return untouched(p -> true, most);
  }

  private List<Comparison.Pair> untouched(Predicate<Comparison.Pair> fit, int most) {
    List<Comparison.Pair> picked =
        sides.compare().pairs().stream()
            .filter(p -> !touched.contains(p.record().id()))
            .filter(p -> !p.record().shared() && !p.item().shared())
            .filter(p -> p.record().title().matches("[\\p{IsLatin}\\d :&]{3,40}"))
            .filter(fit)
            .limit(most)
            .toList();
    picked.forEach(p -> touched.add(p.record().id()));
    return picked;
  }

  private Person person(Comparison.Pair pair) {
    return sides.people().stream()
        .filter(p -> p.name().equals(pair.record().person()))
        .findFirst()
        .orElseThrow();
  }

  private List<Thing> googleThing(Person person, Comparison.Pair pair) {
    return sides.atGoogle(person, pair.item().kind()).stream()
        .filter(t -> t.id().equals(pair.item().id()))
        .toList();
  }

  private List<Thing> salesforceThing(Person person, Comparison.Pair pair) {
    return sides.inSalesforce(person, pair.record().kind()).stream()
        .filter(t -> t.id().equals(pair.record().id()))
        .toList();
  }

  private List<String> google(Person person, Comparison.Pair pair) {
    return googleThing(person, pair).stream().flatMap(t -> t.facts().values().stream()).toList();
  }

  private List<String> salesforce(Person person, Comparison.Pair pair) {
    return salesforceThing(person, pair).stream()
        .flatMap(t -> t.facts().values().stream())
        .toList();
  }

  private static String name(Person person) {
    return person.given();
  }

  private static String title(Comparison.Pair pair) {
    return pair.record().title();
  }

  private static ObjectNode body(String name, String value) {
    return JsonNodeFactory.instance.objectNode().put(name, value);
  }
}

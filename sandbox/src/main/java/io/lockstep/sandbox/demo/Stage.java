package io.lockstep.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.control.Services;
import io.lockstep.sandbox.seed.Person;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** What the steps of the demonstration share: both sides, the middleware, and what has failed. */
final class Stage {
  static final Duration ARRIVAL = Duration.ofSeconds(90);
  private static final Duration QUIET = Duration.ofSeconds(3);

  final Services services;
  final Sides sides;
  final Traffic traffic;
  final Middleware middleware;
  final Screen screen;
  final Waiting waiting;
  final Beginning beginning;
  private final Set<String> touched = new HashSet<>();
  private final List<String> failures = new ArrayList<>();
  private int mailsOfPeople;
  private Instant startedAt = Instant.EPOCH;

  Stage(Services services, Traffic traffic, Middleware middleware, Screen screen) {
    this.services = services;
    this.sides = new Sides(services);
    this.traffic = traffic;
    this.middleware = middleware;
    this.screen = screen;
    this.waiting = new Waiting(screen, middleware::runs);
    this.beginning = Beginning.of(sides);
  }

  /** What failed so far, a sentence each. */
  List<String> failures() {
    return failures;
  }

  void check(boolean holds, String otherwise) {
    if (!holds) {
      screen.line("FAILED: %s", otherwise);
      failures.add(otherwise);
    }
  }

  /** On the sandbox's clock. */
  Instant now() {
    return services.shared().clock().now();
  }

  void start() throws IOException {
    startedAt = now();
    middleware.start();
  }

  /** When the middleware was started last, on the sandbox's clock. */
  Instant startedAt() {
    return startedAt;
  }

  /** Whether nothing was written for a while, after something was. */
  boolean isQuiet() {
    return isQuiet(QUIET);
  }

  boolean isQuiet(Duration time) {
    long last = traffic.lastWrite();
    return last > 0 && now().toEpochMilli() - last > time.toMillis();
  }

  /** Lets a person do something whose mails are that person's own. */
  void personally(Runnable act) {
    int before = services.mails().size();
    act.run();
    mailsOfPeople += services.mails().size() - before;
  }

  /** How many mails people have caused themselves. */
  int mailsOfPeople() {
    return mailsOfPeople;
  }

  /** An edit that has been made, and how to see that it has arrived on the other side. */
  record Edit(String what, BooleanSupplier hasArrived) {
    boolean arrived() {
      return hasArrived.getAsBoolean();
    }
  }

  /** Tells each edit as it arrives. */
  void await(List<Edit> edits, long began) throws InterruptedException {
    List<Edit> open = new ArrayList<>(edits);
    waiting.until(
        ARRIVAL,
        () -> {
          open.removeIf(
              edit -> {
                boolean arrived = edit.arrived();
                if (arrived) {
                  screen.line("  arrived after %4.1f s: %s", screen.seconds(began), edit.what());
                }
                return arrived;
              });
          return open.isEmpty();
        });
    open.forEach(edit -> check(false, "did not arrive: " + edit.what()));
  }

  // ---- what to work on, and how it looks now

  /** Pairs that no step has touched yet and that read well on a screen, by turns of everybody. */
  List<Comparison.Pair> pick(Predicate<Comparison.Pair> fit, int most) {
    List<Comparison.Pair> fitting =
        sides.compare().pairs().stream()
            .filter(p -> !touched.contains(p.record().id()))
            .filter(p -> !p.record().shared() && !p.item().shared())
            .filter(p -> p.record().title().matches("[\\p{IsLatin}\\d :&]{3,40}"))
            .filter(fit)
            .toList();
    List<Comparison.Pair> picked = byTurns(fitting).stream().limit(most).toList();
    picked.forEach(p -> touched.add(p.record().id()));
    return picked;
  }

  private static List<Comparison.Pair> byTurns(List<Comparison.Pair> pairs) {
    Map<String, Integer> turns = new HashMap<>();
    Map<Comparison.Pair, Integer> turnOf = new IdentityHashMap<>();
    for (Comparison.Pair pair : pairs) {
      Thing record = pair.record();
      turnOf.put(pair, turns.merge(record.person() + record.kind(), 1, Integer::sum));
    }
    return pairs.stream().sorted(Comparator.comparing(turnOf::get)).toList();
  }

  /** One such pair of this person; none where there is none. */
  List<Comparison.Pair> pick(Kind kind, Person person, Predicate<Comparison.Pair> fit) {
    return pick(p -> p.record().kind() == kind && person(p).equals(person) && fit.test(p), 1);
  }

  static boolean isTimed(Comparison.Pair pair) {
    return pair.item().fact("time").contains("T");
  }

  Person person(Comparison.Pair pair) {
    return sides.people().stream()
        .filter(p -> p.name().equals(pair.record().person()))
        .findFirst()
        .orElseThrow();
  }

  MailSystem mail(Comparison.Pair pair) {
    return sides.mail(person(pair));
  }

  /** The item as it is now; none where it is gone. */
  List<Thing> item(Comparison.Pair pair) {
    return sides.inMailbox(person(pair), pair.item().kind()).stream()
        .filter(t -> t.id().equals(pair.item().id()))
        .toList();
  }

  /** The record as it is now; none where it is gone. */
  List<Thing> record(Comparison.Pair pair) {
    return sides.inSalesforce(person(pair), pair.record().kind()).stream()
        .filter(t -> t.id().equals(pair.record().id()))
        .toList();
  }

  static boolean holds(List<Thing> found, String value) {
    return found.stream().anyMatch(t -> t.facts().containsValue(value));
  }

  void changeRecord(Comparison.Pair pair, String field, String value) {
    sides
        .salesforce()
        .change(
            person(pair).username(),
            pair.record().kind(),
            pair.record().id(),
            MailSystem.object().put(field, value));
  }

  void changeItem(Comparison.Pair pair, ObjectNode body) {
    MailSystem mail = mail(pair);
    mail.view().change(mail.account(person(pair)), pair.item().kind(), pair.item().id(), body);
  }
}

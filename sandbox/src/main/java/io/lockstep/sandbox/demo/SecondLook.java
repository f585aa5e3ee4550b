package io.lockstep.sandbox.demo;

import io.lockstep.sandbox.frame.RequestLog;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Step 7: nothing changes, so nothing is written; and what looking costs. */
final class SecondLook {
  private static final Duration TIME = Duration.ofSeconds(6);
  private static final Duration SETTLED = Duration.ofSeconds(2);
  private static final long MINUTES_A_DAY = Duration.ofDays(1).toMinutes();

  private SecondLook() {}

  static void show(Stage stage) throws InterruptedException {
    Traffic traffic = stage.traffic;
    boolean quiet =
        stage.waiting.until(Stage.ARRIVAL, () -> stage.isQuiet() && everybodyWasLookedAt(stage));
    stage.check(quiet, "the work did not come to an end");
    long from = stage.now().toEpochMilli();
    stage.waiting.pass(TIME);
    List<RequestLog.Entry> calls = traffic.since(from);
    List<RequestLog.Entry> writes = calls.stream().filter(traffic::writes).toList();
    stage.check(writes.isEmpty(), writes.size() + " writes although nothing changed: " + writes);
    stage.screen.line("in %d s: %d writes on both sides", TIME.toSeconds(), writes.size());
    costs(stage, calls);
  }

  /** After a start each mailbox is signed in and looked at once; only then is it idle. */
  private static boolean everybodyWasLookedAt(Stage stage) {
    Set<String> seen = new HashSet<>();
    long newest = 0;
    for (RequestLog.Entry call : stage.traffic.since(stage.startedAt().toEpochMilli())) {
      if (call.service().equals("salesforce") && !stage.traffic.isOrgsOwn(call)) {
        seen.add(String.valueOf(call.user()));
        newest = call.atMillis();
      }
    }
    return stage.sides.people().stream().allMatch(p -> seen.contains(p.username()))
        && stage.now().toEpochMilli() - newest > SETTLED.toMillis();
  }

  private static void costs(Stage stage, List<RequestLog.Entry> calls) {
    int people = stage.sides.people().size();
    double seconds = TIME.toSeconds();
    long org =
        calls.stream()
            .filter(e -> e.service().equals("salesforce") && stage.traffic.isOrgsOwn(e))
            .count();
    long asUsers =
        calls.stream()
            .filter(e -> e.service().equals("salesforce") && !stage.traffic.isOrgsOwn(e))
            .count();
    double look = org * Middleware.FEED_INTERVAL.toMillis() / 1000.0 / seconds;
    stage.screen.line(
        "idle costs at Salesforce: %.1f calls a look at the org (%.0f a day at one look a minute), %d for the mailboxes",
        look, look * MINUTES_A_DAY, asUsers);
    for (MailSystem mail : stage.sides.mailSystems()) {
      long here =
          calls.stream()
              .filter(e -> e.service().equals(mail.service()) && !e.operation().equals("batch"))
              .count();
      long boxes =
          stage.sides.people().stream().filter(p -> p.provider().equals(mail.service())).count();
      double poll =
          here
              / (double) Math.max(1, boxes)
              * Middleware.POLL_INTERVAL.toMillis()
              / 1000.0
              / seconds;
      stage.screen.line(
          "idle costs at %s: %.1f calls a look at one mailbox (%.0f a day at one look in ten minutes)",
          mail.title(), poll, poll * MINUTES_A_DAY / 10);
    }
    Map<String, Integer> operations = new TreeMap<>();
    calls.forEach(e -> operations.merge(e.service() + " " + e.operation(), 1, Integer::sum));
    stage.screen.plain("(" + people + " people; here the middleware looks every 1 to 2 s)");
    stage.screen.plain(operations.toString());
  }
}

package io.lockstep.endtoend;

import static org.awaitility.Awaitility.await;

import io.lockstep.sandbox.frame.RequestLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts calls against the sandbox: for each mail service, a first sync of one person from
 * Salesforce, single changes in each direction, and idleness. Prints a section of Markdown, or
 * appends it to the file named as its argument.
 */
public final class Benchmark {
  private static final int CONTACTS = Integer.getInteger("benchmark.contacts", 1_000);
  private static final int EVENTS = Integer.getInteger("benchmark.events", 2_000);
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final int IDLE_SECONDS = 20;
  private static final int IDLE_INTERVAL_SECONDS = 2;

  /** What a first sync of one mailbox may cost. */
  private static final int MOST_CALLS = 40;

  /** Rows of four objects, and the users; one call each where they are fewer than a page. */
  private static final int CONFIGURATION_CALLS = 6;

  private final Provider provider;
  private final Installation installation;
  private final Desk desk;
  private final StringBuilder report = new StringBuilder();

  /** The operations of a look in which nothing has changed. */
  private final Set<String> polls = new HashSet<>();

  private Benchmark(Provider provider, Installation installation) {
    this.provider = provider;
    this.installation = installation;
    this.desk = installation.desk();
  }

  public static void main(String[] args) throws IOException {
    StringBuilder report = new StringBuilder("## %s%n%n".formatted(LocalDate.now(ZoneOffset.UTC)));
    for (Provider provider : Provider.all().toList()) {
      Path dir = Files.createTempDirectory("lockstep-benchmark");
      try (Installation installation = Installation.empty(dir, provider)) {
        Benchmark benchmark = new Benchmark(provider, installation);
        benchmark.fillSalesforce();
        benchmark.run();
        report.append(benchmark.report);
      }
      Path other = Files.createTempDirectory("lockstep-benchmark");
      try (Installation installation = Installation.empty(other, provider)) {
        Benchmark benchmark = new Benchmark(provider, installation);
        benchmark.fillMailbox();
        benchmark.firstSync("#### First sync, the mailbox to Salesforce\n", false);
        report.append(benchmark.report);
      }
    }
    new PrintStream(System.out, true, StandardCharsets.UTF_8).print(report);
    if (args.length > 0) {
      Path file = Path.of(args[0]);
      String before = Files.exists(file) ? Files.readString(file) : "";
      Files.writeString(file, before + report);
    }
    System.exit(0);
  }

  /** Straight into the org: the pages would show the whole list after each new one. */
  private void fillSalesforce() {
    String user = installation.userId();
    var people = installation.org().people();
    for (int i = 0; i < CONTACTS; i++) {
      people.creates(
          user,
          "Contact",
          Map.of(
              "FirstName", "Given" + i,
              "LastName", "Family" + i,
              "Email", "given" + i + "@customer.example",
              "Title", "Buyer"));
    }
    for (int i = 0; i < EVENTS; i++) {
      Instant start = installation.at(60 + 30 * i);
      people.creates(
          user,
          "Event",
          Map.of(
              "Subject",
              "Meeting " + i,
              "Description",
              "About meeting " + i,
              "StartDateTime",
              start,
              "EndDateTime",
              start.plusSeconds(1800),
              "ShowAs",
              "Busy"));
    }
  }

  private void fillMailbox() {
    for (int i = 0; i < CONTACTS; i++) {
      desk.mail().addsContact("Given" + i, "Family" + i);
    }
    for (int i = 0; i < EVENTS; i++) {
      desk.mail().addsEvent("Meeting " + i, installation.at(60 + 30 * i));
    }
  }

  private void run() {
    say("### %s\n", provider);
    say(
        "One person with %,d contacts and %,d events in Salesforce and nothing in the mailbox. Written"
            + " by `scripts/bench`, which runs the middleware as a process of its own against the"
            + " sandbox.\n",
        CONTACTS, EVENTS);
    firstSync("#### First sync, Salesforce to the mailbox\n", true);
    bytes();
    changesAndIdleness();
  }

  /**
   * With the intervals that an installation has by default, from the start to the end.
   *
   * @param outbound from Salesforce to the mailbox: then there is a limit to keep
   */
  private void firstSync(String title, boolean outbound) {
    for (String name :
        List.of(
            "FEED_INTERVAL",
            "POLL_EVENTS",
            "POLL_CONTACTS",
            "POLL_CONTACTS_IDLE",
            "CONFIGURATION_INTERVAL",
            "LOG_INTERVAL")) {
      installation.unset("LOCKSTEP_" + name);
    }
    installation.requests().clear();
    Instant began = Instant.now();
    long seconds;
    try (MiddlewareProcess lockstep = installation.serve()) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> !lockstep.isAlive() || complete());
      lockstep.awaitOutput("Pass over");
      seconds = Duration.between(began, Instant.now()).toSeconds();
    }
    // The process has ended: its log and status are written, too.
    long writes = installation.itemWrites();
    long calls = installation.calls("salesforce");
    String mostCalls = outbound ? "%,d".formatted(MOST_CALLS) : "";
    int mostWrites = outbound ? CONTACTS + EVENTS : 0;
    say(title);
    say("| what | count | may be |\n|---|---|---|");
    say("| Salesforce calls in all | %,d | %s |", calls, mostCalls);
    say("| %s writes | %,d | %,d |", provider, writes, mostWrites);
    say("| %s HTTP requests | %,d | |", provider, httpRequests());
    say("| seconds on this machine | %,d | |", seconds);
    say("");
    say(
        "Salesforce calls are all requests from the start of the process to its end: sign-in,"
            + " enrolment, configuration, feed, content, status and log.\n");
    table(e -> true);
    if ((outbound && calls > MOST_CALLS) || writes > mostWrites) {
      throw new IllegalStateException(report + "\nMore calls than there may be.");
    }
  }

  private void bytes() {
    say("#### Bytes in Redis\n");
    say("| one link of | bytes | aim |\n|---|---|---|");
    LinkBytes bytes = LinkBytes.in(installation.dataDir());
    say("| a contact | %,d | under 700 |", bytes.contact());
    say("| an event | %,d | under 900 |", bytes.event());
    say(
        "\nThat is the link, its index and the record's hint, by `MEMORY USAGE`, at most 18 fields of a"
            + " contact and 7 of an event.\n");
  }

  private boolean complete() {
    return Stream.of(desk.mail(), desk.salesforce())
        .allMatch(at -> at.contacts().size() == CONTACTS && at.events().size() == EVENTS);
  }

  /**
   * Parts of a batch are counted by the sandbox on their own; they are no requests of their own.
   */
  private long httpRequests() {
    return installation.requests().counts().stream()
        .filter(c -> c.service().equals(provider.service()))
        .filter(c -> provider.isHttp(c.operation()))
        .mapToLong(RequestLog.Count::calls)
        .sum();
  }

  private void changesAndIdleness() {
    idle();
    installation.set("LOCKSTEP_FEED_INTERVAL", "2s");
    installation.set("LOCKSTEP_POLL_EVENTS", "1s");
    installation.set("LOCKSTEP_POLL_CONTACTS", "1s");
    installation.set("LOCKSTEP_POLL_CONTACTS_IDLE", "1s");
    installation.set("LOCKSTEP_CONFIGURATION_INTERVAL", "1h");
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitLooks(3);
      say("#### Single changes\n");
      say(
          "| change | Salesforce calls as the person | all Salesforce calls but the feed's | calls at the mail service but polls | writes there |\n"
              + "|---|---|---|---|---|");
      change(
          "event, Salesforce to mailbox",
          () -> desk.salesforce().renames("Meeting 7\"", "Changed A"),
          () -> String.join("\n", desk.mail().events()).contains("Changed A"));
      change(
          "event, mailbox to Salesforce",
          () -> desk.mail().renames("Meeting 8\"", "Changed B"),
          () -> String.join("\n", desk.salesforce().events()).contains("Changed B"));
      change(
          "contact, Salesforce to mailbox",
          () -> desk.salesforce().promotes("Given7\"", "Changed C"),
          () -> String.join("\n", desk.mail().contacts()).contains("Changed C"));
      change(
          "contact, mailbox to Salesforce",
          () -> desk.mail().promotes("Given8\"", "Changed D"),
          () -> String.join("\n", desk.salesforce().contacts()).contains("Changed D"));
      say("");
    }
  }

  /** What one look of each kind costs, and what a day of them costs with the default intervals. */
  private void idle() {
    installation.quickSettings();
    // Just after a mass load the feed reads it again and again, until all of it must have shown.
    var clock = installation.sandbox().services().shared().clock();
    clock.set(clock.now().plus(Duration.ofMinutes(10)));
    double feed = callsALook("LOCKSTEP_FEED_INTERVAL", "salesforce");
    double configuration = callsALook("LOCKSTEP_CONFIGURATION_INTERVAL", "salesforce");
    double mailbox = callsALook("LOCKSTEP_POLL_EVENTS", provider.service());
    installation.requests().counts().stream()
        .filter(c -> c.service().equals(provider.service()))
        .forEach(c -> polls.add(c.operation()));
    say("#### Idle\n");
    say(
        "While nothing changes, with the default intervals. The configuration is read in full once"
            + " an hour, to find who joined a group or permission set.\n");
    say("| what | calls a look | every | an hour | a day |\n|---|---|---|---|---|");
    idle("org: change feed, Salesforce", feed, 60);
    idle("org: deletions gone for good, Salesforce", 4, 3_600);
    idle("org: configuration changed?, Salesforce", configuration, 600);
    idle("org: configuration in full, Salesforce", CONFIGURATION_CALLS, 3_600);
    idle("mailbox, Salesforce", 0, 3_600);
    idle("mailbox without push, " + provider, mailbox, 900);
    idle("mailbox with push, " + provider, mailbox, 3_600);
    say("");
  }

  private void idle(String what, double calls, int everySeconds) {
    double hour = calls * 3_600 / everySeconds;
    say("| %s | %.1f | %,d s | %,.0f | %,.0f |", what, calls, everySeconds, hour, hour * 24);
  }

  /** With only this interval short: calls in a while, by the looks that fit into it. */
  private double callsALook(String variable, String service) {
    for (String interval :
        List.of(
            "FEED_INTERVAL",
            "POLL_EVENTS",
            "POLL_CONTACTS",
            "POLL_CONTACTS_IDLE",
            "CONFIGURATION_INTERVAL",
            "LOG_INTERVAL")) {
      installation.set("LOCKSTEP_" + interval, "1h");
    }
    installation.set(variable, IDLE_INTERVAL_SECONDS + "s");
    try (MiddlewareProcess lockstep = installation.serve()) {
      await().pollDelay(Duration.ofSeconds(15)).atMost(PATIENCE).until(lockstep::isAlive);
      installation.requests().clear();
      await().pollDelay(Duration.ofSeconds(IDLE_SECONDS)).atMost(PATIENCE).until(lockstep::isAlive);
      double looks = (double) IDLE_SECONDS / IDLE_INTERVAL_SECONDS;
      return Math.round(installation.calls(service) / looks);
    }
  }

  private void change(String name, Runnable edit, java.util.concurrent.Callable<Boolean> arrived) {
    installation.requests().clear();
    edit.run();
    await(name).atMost(PATIENCE).until(arrived);
    installation.awaitLooks(3); // what follows the write: the look at the stamp, the echo
    long feed =
        installation.requests().newest().stream()
            .filter(e -> e.service().equals("salesforce") && !isPerson(e))
            .filter(e -> FEED.contains(e.operation()))
            .count();
    say(
        "| %s | %,d | %,d | %,d | %,d |",
        name,
        asPerson(),
        installation.calls("salesforce") - feed,
        atMailServiceButPolls(),
        installation.itemWrites());
  }

  private static final List<String> FEED =
      List.of(
          "soap.query", "soap.queryAll", "soap.queryMore", "soap.getDeleted", "soap.getUpdated");

  /**
   * Parts of a batch count on their own, as they do for the services, and the envelope does not.
   */
  private long atMailServiceButPolls() {
    return installation.requests().counts().stream()
        .filter(c -> c.service().equals(provider.service()))
        .filter(c -> !c.operation().equals("batch") && !provider.isSignIn(c.operation()))
        .filter(c -> !polls.contains(c.operation()))
        .mapToLong(RequestLog.Count::calls)
        .sum();
  }

  private long asPerson() {
    return installation.requests().newest().stream()
        .filter(e -> e.service().equals("salesforce") && isPerson(e))
        .count();
  }

  private boolean isPerson(RequestLog.Entry e) {
    String user = String.valueOf(e.user());
    return user.equals(installation.userId()) || user.equals(desk.person().username());
  }

  private void table(Predicate<RequestLog.Entry> which) {
    Map<String, Long> counts =
        installation.requests().newest().stream()
            .filter(which)
            .collect(
                Collectors.groupingBy(
                    e ->
                        "| %s | %s | %s | %d |"
                            .formatted(
                                e.service(),
                                e.operation(),
                                e.service().equals(provider.service()) || isPerson(e)
                                    ? "person"
                                    : e.user() == null ? "" : "integration",
                                e.status()),
                    TreeMap::new,
                    Collectors.counting()));
    say("| service | operation | as | status | calls |\n|---|---|---|---|---|");
    counts.forEach((row, calls) -> say("%s %,d |", row, calls));
    say("");
  }

  private void say(String text, Object... values) {
    report.append(values.length == 0 ? text : text.formatted(values)).append('\n');
  }
}

package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.Sandbox;
import io.lockstep.sandbox.SandboxOptions;
import io.lockstep.sandbox.control.SalesforcePart;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.SimulatedOrg;
import io.lockstep.sandbox.seed.Person;
import io.lockstep.sandbox.seed.SeedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A sandbox with a company in it, and what is needed to run the middleware against it. */
final class Installation implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path dir;
  private final Sandbox sandbox;
  private final Provider provider;
  private final Map<String, String> environment = new HashMap<>();
  private int starts;

  private Installation(Path dir, Sandbox sandbox, Provider provider) {
    this.dir = dir;
    this.sandbox = sandbox;
    this.provider = provider;
  }

  /** One person with a mailbox there, and nothing on either side yet. */
  static Installation empty(Path dir, Provider provider) {
    return with(dir, provider, people(1).at(provider.service()));
  }

  /** As many people, everything empty, half of them at each mail service. */
  static SeedRequest people(int number) {
    return new SeedRequest(SeedRequest.Size.small, 7, number, 0, 0, number / 2, 0.5, false, null);
  }

  /**
   * @param provider whose mailbox the first person has
   */
  static Installation with(Path dir, Provider provider, SeedRequest seed) {
    try {
      Installation made =
          new Installation(dir, Sandbox.start(SandboxOptions.forTests().withSeed(seed)), provider);
      made.sandbox.services().shared().clock().timeScale(200);
      made.quickSettings();
      made.enrolment(JSON.createObjectNode());
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything as often as it can be. */
  void quickSettings() {
    environment.put("LOCKSTEP_DATA_DIR", dir.resolve("data").toString());
    Provider.all().forEach(one -> environment.putAll(one.settings(sandbox.url(one.service()))));
    environment.put("LOCKSTEP_HTTP_PORT", "0");
    environment.put("LOCKSTEP_FEED_INTERVAL", "500ms");
    environment.put("LOCKSTEP_POLL_EVENTS", "1s");
    environment.put("LOCKSTEP_POLL_CONTACTS", "1s");
    environment.put("LOCKSTEP_POLL_CONTACTS_IDLE", "1s");
    environment.put("LOCKSTEP_CONFIGURATION_INTERVAL", "2s");
    environment.put("LOCKSTEP_LOG_INTERVAL", "2s");
    environment.put("LOCKSTEP_GOOGLE_CONTACTS_VISIBLE_WITHIN", "2s");
    environment.put("LOCKSTEP_GRAPH_CREATES_VISIBLE_WITHIN", "5s");
    environment.put("LOCKSTEP_QUOTA_SHARE", "1");
  }

  /**
   * @param changes what the org's entry has otherwise than it should
   */
  void enrolment(ObjectNode changes) {
    ObjectNode credentials = sandbox.services().credentials();
    ObjectNode file = JSON.createObjectNode();
    ObjectNode org = file.putArray("orgs").addObject();
    org.put("loginUrl", credentials.at("/salesforce/audience").asText());
    for (String name : List.of("clientId", "privateKey", "integrationUsername")) {
      org.put(name, credentials.path("salesforce").path(name).asText());
    }
    ArrayNode connections = org.putArray("connections");
    Provider.all()
        .filter(one -> people().anyMatch(p -> p.provider().equals(one.service())))
        .forEach(one -> connections.add(one.connection(credentials)));
    org.setAll(changes);
    try {
      Path path = dir.resolve("enrolment.json");
      Files.writeString(path, file.toString());
      environment.put("LOCKSTEP_ENROLMENT_FILE", path.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void set(String variable, String value) {
    environment.put(variable, value);
  }

  void unset(String variable) {
    environment.remove(variable);
  }

  /** Runs {@code lockstep} with these arguments. */
  MiddlewareProcess lockstep(String... arguments) {
    starts++;
    return MiddlewareProcess.start(
        dir.resolve("output-" + starts + ".txt"), environment, arguments);
  }

  MiddlewareProcess serve() {
    return lockstep("serve");
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Path dataDir() {
    return dir.resolve("data");
  }

  private Stream<Person> people() {
    return sandbox.services().people().stream();
  }

  /** Of the first person with a mailbox there. */
  Desk desk(Provider at) {
    Person person =
        people().filter(p -> p.provider().equals(at.service())).findFirst().orElseThrow();
    return new Desk(sandbox.services(), person, at);
  }

  Desk desk() {
    return desk(provider);
  }

  SimulatedOrg org() {
    return ((SalesforcePart) sandbox.services().part("salesforce")).org();
  }

  /** A time that syncs, on a whole minute. */
  Instant at(int minutesFromNow) {
    Instant now = sandbox.services().shared().clock().now();
    return now.truncatedTo(ChronoUnit.MINUTES).plus(minutesFromNow, ChronoUnit.MINUTES);
  }

  RequestLog requests() {
    return sandbox.services().shared().requests();
  }

  long calls(String service) {
    return requests().counts().stream()
        .filter(count -> count.service().equals(service))
        .mapToLong(RequestLog.Count::calls)
        .sum();
  }

  /** Everything at the mail services that is no reading. */
  List<String> mailWrites() {
    return requests().newest().stream()
        .filter(entry -> Provider.all().anyMatch(one -> one.isWrite(entry)))
        .map(RequestLog.Entry::operation)
        .toList();
  }

  /** Calls that write one item each, or several in one. */
  long itemWrites() {
    return requests().counts().stream()
        .filter(c -> c.service().equals(provider.service()))
        .filter(c -> provider.itemWrites().contains(c.operation()))
        .mapToLong(RequestLog.Count::calls)
        .sum();
  }

  /** Each living record with the moment it was last saved. */
  List<String> salesforceVersions() {
    return List.of("Event", "Contact").stream()
        .flatMap(object -> org().setup().dump(object).stream())
        .map(Org.Row::fields)
        .map(row -> row.get("Id") + " " + row.get("SystemModstamp") + " " + row.get("IsDeleted"))
        .sorted()
        .toList();
  }

  /** The rows of one of the package's objects, newest last. */
  List<Map<String, ?>> rows(String object) {
    return org().setup().dump(object).stream().<Map<String, ?>>map(Org.Row::fields).toList();
  }

  /** Of the person at the desk. */
  String userId() {
    return userId(desk());
  }

  String userId(Desk desk) {
    return Objects.requireNonNull(org().userByName(desk.person().username())).id();
  }

  /** What an administrator adds to the configuration; gives the row's id. */
  String adminAdds(String object, Map<String, Object> values) {
    return org().people().creates(org().adminId(), object, values);
  }

  String statusDetail() {
    return rows("SyncMailbox__c").stream()
        .map(row -> Objects.toString(row.get("StatusDetail__c"), ""))
        .reduce("", (a, b) -> a + b);
  }

  /** Waits until both sides hold the same and the numbers are right. */
  void awaitAgreement(Desk desk, int events, int contacts) {
    await("both sides hold the same")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              assertThat(desk.mail().events())
                  .hasSize(events)
                  .isEqualTo(desk.salesforce().events());
              assertThat(desk.mail().contacts())
                  .hasSize(contacts)
                  .isEqualTo(desk.salesforce().contacts());
            });
  }

  /** Waits until the mail service has been looked at so often from now on. */
  void awaitLooks(int times) {
    awaitLooks(provider, times);
  }

  void awaitLooks(Provider at, int times) {
    long before = looks(at);
    await("more looks at " + at)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> looks(at) >= before + times);
  }

  private long looks(Provider at) {
    return requests().counts().stream()
        .filter(c -> c.operation().equals(at.look()) && c.status() == 200)
        .mapToLong(RequestLog.Count::calls)
        .sum();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}

package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.Sandbox;
import io.lockstep.sandbox.SandboxOptions;
import io.lockstep.sandbox.control.SalesforcePart;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.SimulatedOrg;
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

/** A sandbox with a company in it, and what is needed to run the middleware against it. */
final class Installation implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Calls that write one item each at Google, or several in one. */
  static final List<String> ITEM_WRITES =
      List.of(
          "calendar.events.insert",
          "calendar.events.update",
          "calendar.events.patch",
          "calendar.events.delete",
          "people.createContact",
          "people.updateContact",
          "people.deleteContact",
          "people.batchCreateContacts",
          "people.batchUpdateContacts",
          "people.batchDeleteContacts");

  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path dir;
  private final Sandbox sandbox;
  private final Map<String, String> environment = new HashMap<>();
  private int starts;

  private Installation(Path dir, Sandbox sandbox) {
    this.dir = dir;
    this.sandbox = sandbox;
  }

  /** One person at Google, with nothing on either side yet. */
  static Installation empty(Path dir) {
    return with(dir, new SeedRequest(SeedRequest.Size.small, 7, 1, 0, 0, 0, 0.5, false, null));
  }

  static Installation with(Path dir, SeedRequest seed) {
    try {
      Installation made =
          new Installation(dir, Sandbox.start(SandboxOptions.forTests().withSeed(seed)));
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
    environment.put("LOCKSTEP_GOOGLE_ROOT_URL", sandbox.url("google"));
    environment.put("LOCKSTEP_HTTP_PORT", "0");
    environment.put("LOCKSTEP_FEED_INTERVAL", "500ms");
    environment.put("LOCKSTEP_POLL_EVENTS", "1s");
    environment.put("LOCKSTEP_POLL_CONTACTS", "1s");
    environment.put("LOCKSTEP_POLL_CONTACTS_IDLE", "1s");
    environment.put("LOCKSTEP_CONFIGURATION_INTERVAL", "2s");
    environment.put("LOCKSTEP_LOG_INTERVAL", "2s");
    environment.put("LOCKSTEP_GOOGLE_CONTACTS_VISIBLE_WITHIN", "2s");
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
    org.putArray("connections")
        .addObject()
        .put("name", "Google Workspace")
        .put("type", "googleServiceAccount")
        .set("serviceAccount", credentials.at("/google/serviceAccount"));
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

  Desk desk() {
    return new Desk(sandbox.services(), sandbox.services().people().getFirst());
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

  /** Everything at Google that is no reading. */
  List<String> googleWrites() {
    return requests().newest().stream()
        .filter(e -> e.service().equals("google") && !e.method().equals("GET"))
        .map(RequestLog.Entry::operation)
        .filter(operation -> !operation.equals("batch") && !operation.startsWith("oauth."))
        .toList();
  }

  /**
   * @param operations which count
   */
  long googleWrites(List<String> operations) {
    return requests().counts().stream()
        .filter(c -> c.service().equals("google") && operations.contains(c.operation()))
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
    String username = sandbox.services().people().getFirst().username();
    return Objects.requireNonNull(org().userByName(username)).id();
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
              assertThat(desk.googleEvents()).hasSize(events).isEqualTo(desk.salesforceEvents());
              assertThat(desk.googleContacts())
                  .hasSize(contacts)
                  .isEqualTo(desk.salesforceContacts());
            });
  }

  /** Waits until Google has been looked at so often from now on. */
  void awaitLooks(int times) {
    long events = looks("calendar.events.list");
    await("more looks at Google")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> looks("calendar.events.list") >= events + times);
  }

  private long looks(String operation) {
    return requests().counts().stream()
        .filter(c -> c.operation().equals(operation) && c.status() == 200)
        .mapToLong(RequestLog.Count::calls)
        .sum();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}

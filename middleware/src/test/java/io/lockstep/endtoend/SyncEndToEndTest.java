package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.sandbox.control.PersonalView.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job: what is done on one side arrives on the other, once, and then nothing happens. */
@Tag("endtoend")
class SyncEndToEndTest {
  @TempDir Path dir;
  private Installation installation;
  private Desk desk;

  @BeforeEach
  void fill() {
    installation = Installation.empty(dir);
    desk = installation.desk();
    for (int i = 0; i < 4; i++) {
      desk.salesforceAddsEvent("Visit " + i, installation.at(60 + 90 * i));
      desk.googleAddsEvent("Lunch " + i, installation.at(1500 + 90 * i));
      desk.salesforceAddsContact("Ada" + i, "Salesforce");
      desk.googleAddsContact("Bob" + i, "Google");
    }
  }

  @AfterEach
  void close() {
    installation.close();
  }

  @Test
  void firstSync_thenQuiet() {
    // An org that is enrolled while the worker runs does not wait for the next reading.
    installation.set("LOCKSTEP_CONFIGURATION_INTERVAL", "1h");
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 8, 8);
      installation.awaitLooks(3); // what the first sync still had to do
      List<String> before = installation.salesforceVersions();
      installation.requests().clear();
      installation.awaitLooks(4);

      assertThat(installation.googleWrites()).isEmpty();
      assertThat(installation.salesforceVersions()).isEqualTo(before);
      assertThat(installation.sandbox().services().mails()).isEmpty();
      assertThat(installation.rows("SyncIssue__c")).isEmpty();
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  @Test
  void createEditDelete_eachDirection_arrive() {
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 8, 8);

      desk.salesforceAddsEvent("New in Salesforce", installation.at(3000));
      desk.googleAddsEvent("New at Google", installation.at(3100));
      desk.salesforceAddsContact("Cleo", "Newcomer");
      desk.googleAddsContact("Dan", "Newcomer");
      installation.awaitAgreement(desk, 10, 10);

      edit(
          "salesforce",
          Kind.events,
          "Visit 0",
          Map.of("Subject", "Visit moved", "Location", "Hall"));
      edit("google", Kind.events, "Visit 1", Map.of("summary", "Visit renamed"));
      edit("salesforce", Kind.contacts, "Bob0", Map.of("Title", "Director"));
      edit(
          "google",
          Kind.contacts,
          "Ada0",
          Map.of("organizations", List.of(Map.of("title", "Engineer"))));
      await()
          .atMost(Installation.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(String.join("\n", desk.googleEvents()))
                    .contains("Visit moved | About Visit 0 | Hall");
                assertThat(String.join("\n", desk.salesforceEvents())).contains("Visit renamed");
                assertThat(String.join("\n", desk.googleContacts())).contains("Director");
                assertThat(String.join("\n", desk.salesforceContacts())).contains("Engineer");
              });
      installation.awaitAgreement(desk, 10, 10);

      delete("salesforce", Kind.events, "Visit 2");
      delete("google", Kind.events, "Lunch 2");
      delete("salesforce", Kind.contacts, "Ada2");
      delete("google", Kind.contacts, "Bob2");
      installation.awaitAgreement(desk, 8, 8);

      assertThat(installation.sandbox().services().mails()).isEmpty();
      assertThat(installation.rows("SyncIssue__c")).isEmpty();
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  @Test
  void conflict_winnerStands_loserIsKeptInAnIssue() {
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 8, 8);
      assertThat(lockstep.isAlive()).isTrue();
    }
    edit("salesforce", Kind.events, "Visit 3", Map.of("Subject", "Visit 3 says Salesforce"));
    edit("google", Kind.events, "Visit 3", Map.of("summary", "Visit 3 says Google"));
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 8, 8);

      // Mail wins for events where nothing else is configured.
      assertThat(String.join("\n", desk.salesforceEvents())).contains("Visit 3 says Google");
      assertThat(installation.rows("SyncIssue__c"))
          .singleElement()
          .satisfies(
              row -> {
                assertThat(Objects.toString(row.get("Kind__c"))).isEqualTo("Conflict");
                assertThat(Objects.toString(row.get("LosingValue__c")))
                    .contains("Visit 3 says Salesforce");
                assertThat(Objects.toString(row.get("WinningSide__c"))).isEqualTo("Mail");
              });
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  private void edit(String service, Kind kind, String part, Map<String, ?> values) {
    desk.changes(service, kind, desk.find(service, kind, part), values);
  }

  private void delete(String service, Kind kind, String part) {
    desk.deletes(service, kind, desk.find(service, kind, part));
  }
}

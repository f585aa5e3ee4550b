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
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The main job: what is done on one side arrives on the other, once, and then nothing happens. */
@Tag("endtoend")
@ParameterizedClass
@MethodSource("io.lockstep.endtoend.Provider#all")
class SyncEndToEndTest {
  private final Provider provider;
  @TempDir Path dir;
  private Installation installation;
  private Desk desk;

  SyncEndToEndTest(Provider provider) {
    this.provider = provider;
  }

  @BeforeEach
  void fill() {
    installation = Installation.empty(dir, provider);
    desk = installation.desk();
    for (int i = 0; i < 4; i++) {
      desk.salesforce().addsEvent("Visit " + i, installation.at(60 + 90 * i));
      desk.mail().addsEvent("Lunch " + i, installation.at(1500 + 90 * i));
      desk.salesforce().addsContact("Ada" + i, "Salesforce");
      desk.mail().addsContact("Bob" + i, "Mailbox");
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

      assertThat(installation.mailWrites()).isEmpty();
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

      desk.salesforce().addsEvent("New in Salesforce", installation.at(3000));
      desk.mail().addsEvent("New in the calendar", installation.at(3100));
      desk.salesforce().addsContact("Cleo", "Newcomer");
      desk.mail().addsContact("Dan", "Newcomer");
      installation.awaitAgreement(desk, 10, 10);

      desk.salesforce()
          .changes(Kind.events, "Visit 0", Map.of("Subject", "Visit moved", "Location", "Hall"));
      desk.mail().renames("Visit 1", "Visit renamed");
      desk.salesforce().promotes("Bob0", "Director");
      desk.mail().promotes("Ada0", "Engineer");
      await()
          .atMost(Installation.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(String.join("\n", desk.mail().events()))
                    .contains("Visit moved | About Visit 0 | Hall");
                assertThat(String.join("\n", desk.salesforce().events())).contains("Visit renamed");
                assertThat(String.join("\n", desk.mail().contacts())).contains("Director");
                assertThat(String.join("\n", desk.salesforce().contacts())).contains("Engineer");
              });
      installation.awaitAgreement(desk, 10, 10);

      desk.salesforce().deletes(Kind.events, "Visit 2");
      desk.mail().deletes(Kind.events, "Lunch 2");
      desk.salesforce().deletes(Kind.contacts, "Ada2");
      desk.mail().deletes(Kind.contacts, "Bob2");
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
    desk.salesforce().renames("Visit 3", "Visit 3 says Salesforce");
    desk.mail().renames("Visit 3", "Visit 3 says the calendar");
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 8, 8);

      // Mail wins for events where nothing else is configured.
      assertThat(String.join("\n", desk.salesforce().events()))
          .contains("Visit 3 says the calendar");
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
}

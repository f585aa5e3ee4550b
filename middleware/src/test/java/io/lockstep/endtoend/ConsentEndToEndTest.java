package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator of the Microsoft tenant takes the application's consent back, and gives it. */
@Tag("endtoend")
class ConsentEndToEndTest {
  @TempDir Path dir;
  private Installation installation;
  private Desk desk;

  @BeforeEach
  void fill() {
    installation = Installation.empty(dir, Provider.MICROSOFT);
    desk = installation.desk();
    for (int i = 0; i < 3; i++) {
      desk.salesforce().addsEvent("Visit " + i, installation.at(60 + 90 * i));
      desk.mail().addsEvent("Lunch " + i, installation.at(1500 + 90 * i));
      desk.mail().addsContact("Bob" + i, "Mailbox");
    }
  }

  @AfterEach
  void close() {
    installation.close();
  }

  @Test
  void revokedConsent_pausesWithASentence_losesNothing_andGoesOnWhenItReturns() {
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 6, 3);

      administrator("withdrawConsent");
      desk.salesforce().addsEvent("Planned meanwhile", installation.at(3000));
      desk.mail().addsContact("Cleo", "Meanwhile");
      desk.mail().renames("Lunch 1", "Lunch moved meanwhile");
      await("the administrator is told")
          .atMost(Installation.PATIENCE)
          .untilAsserted(
              () -> assertThat(installation.statusDetail()).contains("consent", "Nothing is lost"));
      assertThat(desk.salesforce().events()).hasSize(7);
      assertThat(desk.mail().events()).hasSize(6);
      assertThat(desk.salesforce().contacts()).hasSize(3);

      administrator("giveConsent");
      installation.awaitAgreement(desk, 7, 4);
      assertThat(String.join("\n", desk.salesforce().events())).contains("Lunch moved meanwhile");
      await("the status is cleared")
          .atMost(Installation.PATIENCE)
          .untilAsserted(() -> assertThat(installation.statusDetail()).doesNotContain("consent"));
      assertThat(installation.sandbox().services().mails()).isEmpty();
      assertThat(installation.rows("SyncIssue__c")).isEmpty();
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  @Test
  void doctor_mailboxThatShouldBeOutOfScopeAndIsNot_isOneWithTheRights() {
    installation.set("LOCKSTEP_OUT_OF_SCOPE_MAILBOX", desk.person().email());
    try (MiddlewareProcess doctor = installation.lockstep("doctor")) {
      assertThat(doctor.exitCode()).isEqualTo(1);
      assertThat(doctor.output())
          .contains("WRONG", "out of its scope", "Contacts.ReadWrite and Calendars.ReadWrite");
    }
  }

  private void administrator(String action) {
    installation
        .sandbox()
        .services()
        .part("microsoft")
        .act(action, JsonNodeFactory.instance.objectNode());
  }
}

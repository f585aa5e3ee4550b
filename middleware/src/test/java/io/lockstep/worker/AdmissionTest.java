package io.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contact.ContactSelector;
import io.lockstep.port.PortException.AccessLost;
import io.lockstep.salesforce.OrgConfiguration;
import io.lockstep.salesforce.SyncRules;
import io.lockstep.sync.Direction;
import io.lockstep.sync.Winner;
import io.lockstep.vault.OrgEntry;
import io.lockstep.vault.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final String USER = "005000000000001AAA";

  @Test
  void sandbox_mailboxThatIsNotNamed_isRefused() {
    assertThat(Admission.refusal(org(true, "other@test.example"), configured(true, ""), user()))
        .map(AccessLost::code)
        .contains("NOT_A_TEST_MAILBOX");
  }

  @Test
  void sandbox_noMailboxNamed_isRefused() {
    assertThat(Admission.refusal(org(true), configured(true, ""), user()))
        .map(AccessLost::code)
        .contains("NOT_A_TEST_MAILBOX");
  }

  @Test
  void sandbox_namedMailboxInAnotherCase_isAdmitted() {
    assertThat(Admission.refusal(org(true, "Ada@Test.example"), configured(true, ""), user()))
        .isEmpty();
  }

  @Test
  void sandbox_addressOfTheMailboxRow_isTheOneThatCounts() {
    OrgEntry org = org(true, "ada@test.example");

    assertThat(Admission.refusal(org, configured(true, "ada@real.example"), user()))
        .map(AccessLost::code)
        .contains("NOT_A_TEST_MAILBOX");
  }

  @Test
  void production_needsNoNames() {
    assertThat(Admission.refusal(org(false), configured(true, ""), user())).isEmpty();
  }

  @Test
  void connectionThatIsOff_isRefusedByItsName() {
    assertThat(Admission.refusal(org(false), configured(false, ""), user()))
        .hasValueSatisfying(
            why -> {
              assertThat(why.code()).isEqualTo("CONNECTION_OFF");
              assertThat(why.advice()).contains("The connection Google is not active");
            });
  }

  private static OrgEntry org(boolean sandbox, String... testMailboxes) {
    return new OrgEntry(
        "00D000000000001AAA",
        sandbox,
        "https://test.salesforce.com",
        "client",
        Secret.of("key"),
        "integration@test.example",
        null,
        Secret.of("hash"),
        List.of(testMailboxes));
  }

  /**
   * @param rowAddress what {@code SyncMailbox__c.Address__c} says; empty = nothing
   */
  private static OrgConfiguration configured(boolean active, String rowAddress) {
    return new OrgConfiguration(
        Map.of(USER, user()),
        Map.of(
            "connection",
            new OrgConfiguration.SyncConnection(
                "connection",
                "Google",
                OrgConfiguration.Provider.GOOGLE,
                OrgConfiguration.AuthType.SERVICE_ACCOUNT,
                active,
                "",
                List.of())),
        Map.of(
            USER, new OrgConfiguration.SyncMailbox("row", USER, rowAddress, null, "Waiting", null)),
        List.of());
  }

  private static OrgConfiguration.SyncUser user() {
    SyncRules rules =
        new SyncRules(
            "configuration",
            "All",
            "connection",
            Direction.BOTH,
            Direction.BOTH,
            Winner.LATEST,
            Winner.LATEST,
            SyncRules.ContactScope.OWNED,
            null,
            null,
            30,
            null,
            false,
            false,
            false,
            ContactSelector.DEFAULT,
            100,
            Map.of());
    return new OrgConfiguration.SyncUser(
        USER, "ada@test.example", "ada@test.example", "Europe/Paris", rules);
  }
}

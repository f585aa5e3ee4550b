package io.lockstep.microsoft;

import static io.lockstep.microsoft.SandboxMicrosoft.ADA;
import static io.lockstep.microsoft.SandboxMicrosoft.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.port.PortException;
import io.lockstep.sync.Kind;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScopeCheckTest {
  private final SandboxMicrosoft sandbox;

  ScopeCheckTest() throws IOException {
    sandbox = new SandboxMicrosoft();
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  private Set<Kind> reads(String address) {
    return ScopeCheck.reads(sandbox.application(), address, time -> {}, new Random(1));
  }

  @Test
  void consentForAll_readsEveryMailbox() {
    assertThat(reads(BEN)).containsExactlyInAnyOrder(Kind.EVENT, Kind.CONTACT);
  }

  @Test
  void policyOrRoles_readOnlyWhatIsInScope() {
    sandbox.microsoft.settings().applicationAccessPolicy = Set.of(ADA);
    assertThat(reads(ADA)).containsExactlyInAnyOrder(Kind.EVENT, Kind.CONTACT);
    assertThat(reads(BEN)).isEmpty();

    sandbox.microsoft.settings().applicationAccessPolicy = Set.of();
    sandbox.microsoft.grants().consents().withdrawForAll(SandboxMicrosoft.APP);
    sandbox.microsoft.settings().rbacRoles = Set.of("Calendars.ReadWrite", "Contacts.ReadWrite");
    sandbox.microsoft.settings().rbacMailboxes = Set.of(ADA);
    assertThat(reads(ADA)).containsExactlyInAnyOrder(Kind.EVENT, Kind.CONTACT);
    assertThat(reads(BEN)).isEmpty();
  }

  @Test
  void consentLeftBesideTheRoles_isFound() {
    sandbox.microsoft.settings().rbacRoles = Set.of("Calendars.ReadWrite", "Contacts.ReadWrite");
    sandbox.microsoft.settings().rbacMailboxes = Set.of(ADA);
    assertThat(reads(BEN)).containsExactlyInAnyOrder(Kind.EVENT, Kind.CONTACT);
  }

  @Test
  void consentLeftForContactsAlone_isFoundToo() {
    sandbox.microsoft.grants().consents().withdrawForAll(SandboxMicrosoft.APP);
    sandbox.microsoft.settings().rbacRoles = Set.of("Contacts.ReadWrite");
    sandbox.microsoft.settings().rbacMailboxes = Set.of(BEN);
    assertThat(reads(BEN)).containsExactly(Kind.CONTACT);
  }

  @Test
  void mailboxThatIsNone_saysNothingOfTheScope() {
    assertThatThrownBy(() -> reads("nobody@example.com"))
        .isInstanceOf(PortException.AccessLost.class);
  }
}

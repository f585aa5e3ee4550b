package io.lockstep.worker;

import io.lockstep.port.PortException;
import io.lockstep.salesforce.OrgConfiguration;
import io.lockstep.vault.OrgEntry;
import java.util.Optional;

/**
 * Whether a mailbox may be synced at all: of a sandbox org only the test mailboxes that its
 * enrolment names are, since a refreshed sandbox has production's people and addresses; and none
 * whose connection is off.
 */
public final class Admission {
  private Admission() {}

  /** Why not; empty = it may. The advice is for a status row, and names no person. */
  public static Optional<PortException.AccessLost> refusal(
      OrgEntry org, OrgConfiguration configuration, OrgConfiguration.SyncUser user) {
    String address = Colleagues.addressOf(configuration, user);
    if (org.sandbox() && org.testMailboxes().stream().noneMatch(address::equalsIgnoreCase)) {
      return Optional.of(
          new PortException.AccessLost(
              "NOT_A_TEST_MAILBOX",
              PortException.AccessLost.Mender.OPERATOR,
              "This org is a sandbox, and of a sandbox only the mailboxes named in its enrolment"
                  + " (testMailboxes) are synced. Name this one there, or take the user out of the"
                  + " configuration.",
              null));
    }
    OrgConfiguration.SyncConnection connection =
        configuration.connections().get(String.valueOf(user.rules().connectionId()));
    if (connection != null && !connection.active()) {
      return Optional.of(
          new PortException.AccessLost(
              "CONNECTION_OFF",
              PortException.AccessLost.Mender.ADMINISTRATOR,
              "The connection " + connection.name() + " is not active. Tick Active on it to go on.",
              null));
    }
    return Optional.empty();
  }
}

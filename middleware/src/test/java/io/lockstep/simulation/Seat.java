package io.lockstep.simulation;

import io.lockstep.state.MailboxId;
import io.lockstep.sync.Kind;
import io.lockstep.worker.KindSettings;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One user whose mailbox syncs: the mailbox, the two ports, the configuration. */
final class Seat {
  final MailboxId id;
  final SimulatedMailbox mailbox;
  final MailboxPort port;
  final CrmPort crm;
  final Map<Kind, KindSettings> settings;

  /** The org keeps a row for each mailbox, written before its first pass. */
  boolean syncedBefore;

  /** Its service is down for the whole life. */
  boolean troubled;

  /** When the administrator let go of the brake; null = not yet. */
  @Nullable Instant releasedAt;

  Seat(SimulatedOrg org, SimulatedMailbox mailbox, Map<Kind, KindSettings> settings) {
    this.id = new MailboxId(SimulatedOrg.ORG, mailbox.userId);
    this.mailbox = mailbox;
    this.port = new MailboxPort(mailbox);
    this.crm = new CrmPort(org, mailbox);
    this.settings = Map.copyOf(settings);
  }

  boolean wantsAllVisible() {
    return settings.values().stream().anyMatch(KindSettings::allVisible);
  }

  /** Whether a record is in this user's scope. */
  boolean covers(Row row) {
    KindSettings of = settings.get(row.kind);
    return row.owner.equals(mailbox.userId) || (of != null && of.allVisible());
  }
}

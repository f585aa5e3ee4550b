package io.lockstep.state;

import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Side;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The truth about mailboxes: lease, work set, cursors, links with their intents. All changes go
 * through {@link #commit}, atomic and fenced by the lease's epoch, except hints, which anybody may
 * add at any time.
 */
public interface MailboxState {

  /** Takes the mailbox for a while; empty where somebody holds it. */
  Optional<Lease> acquire(MailboxId mailbox, String holder, Duration length);

  /**
   * @throws LeaseLost where it lapsed and somebody else took it
   */
  Lease renew(Lease lease, Duration length);

  /** Gives the mailbox back; harmless where the lease was lost. */
  void release(Lease lease);

  /** Adds ids to the work set, or hints them again. Needs no lease. */
  void hint(MailboxId mailbox, Collection<WorkId> ids);

  MailboxFacts facts(MailboxId mailbox);

  /** Up to {@code limit} entries: contacts before events, items before records, oldest first. */
  List<WorkEntry> work(MailboxId mailbox, int limit);

  long workSize(MailboxId mailbox);

  /** Links by the ids of one side; ids without a link are missing from the map. */
  Map<String, Link> links(MailboxId mailbox, Kind kind, Side side, Collection<String> ids);

  /** A page of all links of a kind, in no order; a link changed meanwhile may show twice. */
  LinkPage allLinks(MailboxId mailbox, Kind kind, @Nullable String page);

  /** How many links there are of a kind. */
  long linkCount(MailboxId mailbox, Kind kind);

  record LinkPage(List<Link> links, @Nullable String next) {}

  /**
   * @throws LeaseLost where the lease's epoch is no longer the newest: nothing was changed
   */
  void commit(Lease lease, Commit commit);

  /** Which mailboxes of an org have links to these records. */
  Map<String, List<MailboxId>> mailboxesOf(String orgId, Kind kind, Collection<String> recordIds);

  /** Forgets all of a mailbox; records and items stay as they are. */
  void forget(Lease lease);
}

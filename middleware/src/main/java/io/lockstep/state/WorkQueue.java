package io.lockstep.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which mailbox is due when, whose turn it is, and what is out. A mailbox is in it at most once:
 * what is asked for meanwhile folds into the one job, or into the turn after the one that is out.
 * Any number of workers on any number of machines may use it; no mailbox is out twice. All of it
 * are hints that {@link #rebuild} can make again: what a worker may write is decided by the {@link
 * Lease} alone.
 */
public interface WorkQueue {

  /**
   * Asks for a mailbox to be worked on. Of two times the earlier counts, but none before the end of
   * a back-off set by {@link #retry}.
   *
   * @param reason a short code for metrics and explanations, never content
   */
  void schedule(MailboxId mailbox, Instant dueAt, String reason);

  /** As {@link #schedule(MailboxId, Instant, String)} for many at once. */
  void schedule(Collection<MailboxId> mailboxes, Instant dueAt, String reason);

  /**
   * Takes jobs that are due, the orgs in turn, of each org the oldest first, and of no org more
   * than it may hold. A claim whose holder died is handed on when it lapses, with one attempt more.
   */
  List<Claim> claim(int max);

  /** Lengthens a claim to this time from now; empty where it had lapsed and was handed on. */
  Optional<Claim> extend(Claim claim, Duration length);

  /**
   * The job is done.
   *
   * @param nextDue when to look again even if nobody asks; null = not
   * @return false where the claim had lapsed and was handed on: nothing was changed
   */
  boolean done(Claim claim, @Nullable Instant nextDue);

  /**
   * The job is to be tried again, not before the delay is over, whoever asks meanwhile.
   *
   * @return false where the claim had lapsed and was handed on: nothing was changed
   */
  boolean retry(Claim claim, Duration delay);

  /** Takes mailboxes out, for instance disconnected ones. Claims on them end. */
  void forget(Collection<MailboxId> mailboxes);

  /** Puts in, due at once, whatever is missing: for an emptied Redis, and as a periodic check. */
  void rebuild(Collection<MailboxId> all);

  Statistics statistics();

  /**
   * A job in a worker's hands.
   *
   * @param reason why it was due
   * @param attempt how often it was tried before without being done; from 0
   * @param dueAt since when it was due
   * @param token tells this claim from any other
   * @param until when it is handed on unless extended or finished
   */
  record Claim(
      MailboxId mailbox, String reason, int attempt, Instant dueAt, long token, Instant until) {}

  /**
   * @param known all jobs: due, out, and due later
   * @param out jobs in workers' hands
   * @param orgs those that have something due or out, by org id
   */
  record Statistics(long known, long out, Map<String, OrgStatistics> orgs) {
    public Statistics {
      orgs = Map.copyOf(orgs);
    }
  }

  /**
   * @param due jobs that wait for a worker
   * @param out jobs in workers' hands
   * @param oldestDue since when the oldest waiting one waits; null = none waits
   */
  record OrgStatistics(long due, long out, @Nullable Instant oldestDue) {}
}

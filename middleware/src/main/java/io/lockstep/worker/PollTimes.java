package io.lockstep.worker;

import io.lockstep.state.MailboxId;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** When a mailbox is looked at again. */
final class PollTimes {
  private static final Duration RECHECK_LOST_ACCESS = Duration.ofMinutes(15);

  private final WorkerSettings settings;
  private final MailboxMemory memory;
  private final RandomGenerator random;

  PollTimes(WorkerSettings settings, MailboxMemory memory, RandomGenerator random) {
    this.settings = settings;
    this.memory = memory;
    this.random = random;
  }

  /** How long a mailbox in which nothing happens rests. */
  Duration idle(MailboxId id) {
    return shorter(ofEvents(id), settings.pollContactsIdle());
  }

  /** After a pass that came to its end. */
  Duration next(MailboxId id, MailboxPass.Outcome outcome, boolean held) {
    Duration next =
        outcome.report().entries().isEmpty()
            ? idle(id)
            : shorter(ofEvents(id), settings.pollContacts());
    if (outcome.waiting() == 0 || held) {
      memory.waitsNoMore(id);
      return next;
    }
    // What waits, say for a lock or for a create to show, is looked at soon at first, then rarely.
    return shorter(backOff(memory.waitedAgain(id)), next);
  }

  /** After a pass that was refused until somebody mends something. */
  Duration lostAccess() {
    return shorter(RECHECK_LOST_ACCESS, settings.pollContactsIdle());
  }

  /** After a pass that a fault stopped. */
  Duration backOff(int attempt) {
    return BackOff.after(attempt, random);
  }

  /** After a pass that was told to wait. */
  Duration backOff(int attempt, Duration told) {
    Duration own = backOff(attempt);
    return told.compareTo(own) > 0 ? told : own;
  }

  private Duration ofEvents(MailboxId id) {
    return memory.pushed(id) ? settings.pollEventsPushed() : settings.pollEvents();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}

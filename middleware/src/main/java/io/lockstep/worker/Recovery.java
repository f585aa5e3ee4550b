package io.lockstep.worker;

import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.MailboxFacts;
import io.lockstep.sync.Brake;
import java.time.Duration;
import java.time.Instant;

/**
 * What waits after all state was lost.
 *
 * @param createsFrom things are matched by their content and made from then on, UTC: items made
 *     just before the loss must show by then, and everything is listed once more first, since one
 *     listing may leave things out
 * @param deletesFrom things are deleted from then on, UTC: the brake must know of all deletions
 *     within its window
 */
record Recovery(Instant createsFrom, Instant deletesFrom) {
  /** Long enough for a second listing to be another one than the first. */
  private static final Duration SECOND_LISTING = Duration.ofSeconds(10);

  private static final String CREATES_FROM = "createsFrom";
  private static final String DELETES_FROM = "deletesFrom";

  /** Nothing was lost. */
  static final Recovery NONE = new Recovery(Instant.EPOCH, Instant.EPOCH);

  /**
   * @param syncedBefore the org remembers an earlier pass: a mailbox without notes has lost its
   *     state
   */
  static Recovery of(
      MailboxFacts facts, boolean syncedBefore, Instant now, Duration createsHidden) {
    Duration hidden = createsHidden.compareTo(SECOND_LISTING) > 0 ? createsHidden : SECOND_LISTING;
    return new Recovery(
        noted(facts, CREATES_FROM, syncedBefore ? now.plus(hidden) : Instant.EPOCH),
        noted(facts, DELETES_FROM, syncedBefore ? now.plus(Brake.WINDOW) : Instant.EPOCH));
  }

  private static Instant noted(MailboxFacts facts, String note, Instant otherwise) {
    String known = facts.notes().get(note);
    return known == null ? otherwise : Instant.parse(known);
  }

  static boolean isNoted(MailboxFacts facts) {
    return facts.notes().containsKey(CREATES_FROM) && facts.notes().containsKey(DELETES_FROM);
  }

  void note(Commit.Builder commit) {
    commit.add(new Change.PutNote(CREATES_FROM, createsFrom.toString()));
    commit.add(new Change.PutNote(DELETES_FROM, deletesFrom.toString()));
  }

  boolean mayCreate(Instant now) {
    return !now.isBefore(createsFrom);
  }

  /** Whether all marks have been read: from the time of the second listing on. */
  boolean marksAreKnown(Instant now) {
    return mayCreate(now);
  }

  boolean mayDelete(Instant now) {
    return !now.isBefore(deletesFrom);
  }
}

package io.lockstep.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deletion brake: many deletions or unlinks of one mailbox within an hour wait for a person.
 * Mass updates never do.
 */
public final class Brake {
  public static final Duration WINDOW = Duration.ofMinutes(60);
  private static final int MOST = 50;
  private static final int LEAST = 10;
  private static final int SHARE_PERCENT = 20;
  private static final int LINKS_OF_A_SUDDENLY_EMPTY_SIDE = 10;

  private Brake() {}

  /**
   * Whether the planned removals must wait.
   *
   * @param made when removals were made before
   * @param planned how many are about to be made
   * @param links how many live links the mailbox has, before them
   * @return the reason, in words for the administrator; null = go on
   */
  public static @Nullable String holds(List<Instant> made, int planned, long links, Instant now) {
    if (planned == 0) {
      return null;
    }
    long recent = made.stream().filter(at -> at.isAfter(now.minus(WINDOW))).count();
    long all = recent + planned;
    boolean many = all > MOST;
    boolean largeShare = all >= LEAST && all * 100 > SHARE_PERCENT * (links + recent);
    if (!many && !largeShare) {
      return null;
    }
    return all
        + " deletions or unlinks within an hour, out of "
        + (links + recent)
        + " linked things. Nothing more is deleted in this mailbox until an administrator releases"
        + " it.";
  }

  /** A side that lists nothing although many links exist is not believed. */
  public static @Nullable String holdsEmptyListing(int listed, long links) {
    if (listed > 0 || links < LINKS_OF_A_SUDDENLY_EMPTY_SIDE) {
      return null;
    }
    return "The mailbox listed nothing, although "
        + links
        + " of its things are linked. Nothing is deleted in this mailbox until an administrator"
        + " releases it.";
  }
}

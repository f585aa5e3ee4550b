package io.lockstep.microsoft;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Where the reading of the event feed stands, as a cursor or page text: the days covered, and
 * Graph's link to go on with.
 *
 * @param link where to go on; empty = at the beginning of the round
 * @param ahead in {@link Round#OLD}: the link with which the new round ended
 */
record FeedStep(Round round, EventWindow window, String link, String ahead) {
  enum Round {
    /** Everything in the window. */
    LISTING("L1"),
    /** What changed since the last round. */
    CHANGES("C1"),
    /** Everything in the next window, while the old feed still stands. */
    NEXT("N1"),
    /** The old feed once more, for what changed until the new one stood. */
    OLD("O1");

    private final String code;

    Round(String code) {
      this.code = code;
    }
  }

  static FeedStep listing(EventWindow window) {
    return new FeedStep(Round.LISTING, window, "", "");
  }

  FeedStep at(String nextLink) {
    return new FeedStep(round, window, nextLink, ahead);
  }

  String text() {
    String text = round.code + " " + window.from() + " " + window.until();
    // Links hold no space.
    return round == Round.OLD ? text + " " + ahead + " " + link : text + " " + link;
  }

  /** Empty where it is not one of this version's. */
  static Optional<FeedStep> parse(String text) {
    String[] parts = text.split(" ", -1);
    try {
      for (Round round : Round.values()) {
        if (round.code.equals(parts[0]) && parts.length == (round == Round.OLD ? 5 : 4)) {
          EventWindow window =
              new EventWindow(LocalDate.parse(parts[1]), LocalDate.parse(parts[2]));
          return Optional.of(
              round == Round.OLD
                  ? new FeedStep(round, window, parts[4], parts[3])
                  : new FeedStep(round, window, parts[3], ""));
        }
      }
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

package io.lockstep.sandbox.salesforce.org;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which rows were deleted when, whether or not the recycle bin still holds them. */
final class DeleteLog {
  private record Entry(String object, String id, Instant when, Instant feedFrom) {}

  private final List<Entry> entries = new ArrayList<>();
  private Instant purgedUntil = Instant.MIN;

  void add(String object, String id, Instant when, Instant feedFrom) {
    entries.add(new Entry(object, id, when, feedFrom));
  }

  /** A row that came back is no longer deleted. */
  void remove(String id) {
    entries.removeIf(e -> e.id().equals(id));
  }

  /** Forgets what lies before, as the platform's purge does. */
  void purgeBefore(Instant when) {
    entries.removeIf(e -> e.when().isBefore(when));
    purgedUntil = when;
  }

  Instant earliest(Instant now) {
    Instant bin = now.minus(Duration.ofDays(15));
    return purgedUntil.isAfter(bin) ? purgedUntil : bin;
  }

  /** From {@code start} to {@code end}, both included, as far as the feed shows them. */
  List<Org.Deleted> between(String object, Instant start, Instant end, Instant now) {
    return entries.stream()
        .filter(e -> e.object().equals(object))
        .filter(e -> !e.when().isBefore(start) && !e.when().isAfter(end))
        .filter(e -> !e.feedFrom().isAfter(now))
        .map(e -> new Org.Deleted(e.id(), e.when()))
        .toList();
  }
}

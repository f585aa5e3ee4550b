package io.lockstep.sandbox.salesforce.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.TreeMap;

/** A count over any 24 hours, kept by the minute, and its limit. */
public final class ApiUsage {
  private static final Duration WINDOW = Duration.ofHours(24);

  private final int limit;
  private final InstantSource orgTime;
  private final TreeMap<Long, Integer> byMinute = new TreeMap<>();
  private int total;

  public ApiUsage(int limit, InstantSource orgTime) {
    this.limit = limit;
    this.orgTime = orgTime;
  }

  /** Counts one; false, and nothing counted, where the limit is reached. */
  public synchronized boolean charge() {
    if (used() >= limit) {
      return false;
    }
    byMinute.merge(minute(orgTime.instant()), 1, Integer::sum);
    total++;
    return true;
  }

  public synchronized int used() {
    long oldest = minute(orgTime.instant().minus(WINDOW));
    while (!byMinute.isEmpty() && byMinute.firstKey() <= oldest) {
      total -= byMinute.pollFirstEntry().getValue();
    }
    return total;
  }

  public int limit() {
    return limit;
  }

  private static long minute(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 60L);
  }
}

package io.lockstep.salesforce;

import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps the newest {@link ApiBudget} of an org and counts our own calls. */
final class ApiBudgetMeter {
  /** {@code api-usage=18/5000}, maybe with {@code per-app-api-usage} behind it. */
  private static final Pattern USAGE = Pattern.compile("api-usage=(\\d{1,18})/(\\d{1,18})");

  private volatile ApiBudget newest = ApiBudget.UNKNOWN;
  private final AtomicLong calls = new AtomicLong();

  ApiBudget budget() {
    return newest;
  }

  /** Calls made through this process, failed ones included. */
  long calls() {
    return calls.get();
  }

  void called() {
    calls.incrementAndGet();
  }

  void told(long used, long limit) {
    if (limit > 0) {
      newest = new ApiBudget(used, limit);
    }
  }

  /**
   * @param header the value of {@code Sforce-Limit-Info}
   */
  void told(String header) {
    Matcher usage = USAGE.matcher(header);
    if (usage.lookingAt()) {
      told(Long.parseLong(usage.group(1)), Long.parseLong(usage.group(2)));
    }
  }
}

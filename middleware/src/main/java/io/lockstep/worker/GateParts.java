package io.lockstep.worker;

import io.lockstep.call.Sleeper;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What mailboxes of all services are opened with. */
record GateParts(
    MailServices services,
    WorkerSettings settings,
    InstantSource clock,
    RandomGenerator random,
    Sleeper sleeper) {

  /**
   * Whose mailbox it is.
   *
   * @param address of the mailbox
   * @param addresses the person's own as far as known
   * @param futureDays null = without end
   */
  record Person(
      String orgId,
      String userId,
      String address,
      Set<String> addresses,
      ZoneId zone,
      int pastDays,
      @Nullable Integer futureDays) {}
}

package io.lockstep.worker;

import io.lockstep.call.Sleeper;
import io.lockstep.contact.ContactSelector;
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
   * @param contactSelector which contacts come in beside those in our folder or under our label
   */
  record Person(
      String orgId,
      String userId,
      String address,
      Set<String> addresses,
      ZoneId zone,
      int pastDays,
      @Nullable Integer futureDays,
      ContactSelector contactSelector) {}
}

package io.lockstep.microsoft;

import io.lockstep.call.Sleeper;
import io.lockstep.contact.ContactSelector;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the adapter must know of a mailbox besides its address.
 *
 * @param orgId the Salesforce org, 18 characters; written on our contact folder so that it is found
 *     again
 * @param mailboxKey names the mailbox in the keys of its contacts; must outlive a loss of all state
 * @param zone in which a new timed event is created, the user's own
 * @param addresses the person's own addresses as far as known
 * @param pastDays how far back events are wanted
 * @param futureDays how far ahead events are wanted; null = without end
 * @param contactSelector the category that selects contacts outside our folder
 * @param createsVisibleWithin how long a create whose answer was lost may still be on its way
 */
public record MailboxContext(
    String orgId,
    String mailboxKey,
    ZoneId zone,
    Set<String> addresses,
    int pastDays,
    @Nullable Integer futureDays,
    ContactSelector contactSelector,
    Duration createsVisibleWithin,
    InstantSource clock,
    RandomGenerator random,
    Sleeper sleeper) {
  public MailboxContext {
    addresses =
        addresses.stream()
            .map(address -> address.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }
}

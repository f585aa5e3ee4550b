package io.lockstep.google;

import io.lockstep.call.Sleeper;
import io.lockstep.contact.ContactSelector;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What the adapter must know of a mailbox besides its address.
 *
 * @param orgId the Salesforce org, 18 characters; written on the label so that it is found again
 * @param mailboxKey names the mailbox in the keys of its contacts; must outlive a loss of all state
 * @param label resource name of the label, {@code contactGroups/…}; empty = to be found or created
 * @param labelFound told when the label was found or created under another resource name
 * @param contactSelector the further label that selects contacts
 * @param zone in which a new timed event is created, the user's own
 * @param addresses the person's own addresses, aliases among them
 * @param contactsVisibleWithin how long a created contact may stay invisible to listings
 */
public record MailboxContext(
    String orgId,
    String mailboxKey,
    String label,
    Consumer<String> labelFound,
    ContactSelector contactSelector,
    ZoneId zone,
    Set<String> addresses,
    Duration contactsVisibleWithin,
    InstantSource clock,
    RandomGenerator random,
    Sleeper sleeper) {
  /** Google: a write can take "several minutes" to show in a sync listing. */
  public static final Duration CONTACTS_VISIBLE_WITHIN = Duration.ofMinutes(10);

  public MailboxContext {
    addresses =
        addresses.stream()
            .map(address -> address.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }
}

package io.lockstep.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one side was seen to hold, in that side's own normal form.
 *
 * @param id the side's own id: an 18-character Salesforce id, an event id, a resource name
 * @param version what a conditional write or a comparison names: etag, change key, SystemModstamp
 * @param fields the mapped fields this side can hold
 * @param mark what we left on it, unread: an item's mark text, a record's stamp text; null where
 *     there is none
 * @param key a record's {@code LockstepKey__c}; for an item the key its record would carry (a hash
 *     of iCalUID + original start for an event, of mailbox + item for a contact); null for a record
 *     without one
 * @param editedAt when a person or program last changed it, UTC; null = unknown
 * @param traits facts for scope and policy that are not merged
 */
public record Snapshot(
    Kind kind,
    String id,
    String version,
    FieldValues fields,
    @Nullable String mark,
    @Nullable String key,
    @Nullable Instant editedAt,
    Traits traits) {

  /**
   * Facts for scope and policy.
   *
   * @param start when an event starts, UTC (an all-day event: its first midnight UTC); null for a
   *     contact
   * @param end when an event ends, UTC
   * @param excluded why this thing cannot take part at all, as a code of {@link Exclusion}; null =
   *     it can
   * @param owner the record's owner (18-character user id), or the organizer's address for an item,
   *     lower case; null = unknown
   * @param participants addresses of attendees, lower case
   * @param completed the event is over or closed for changes by its system's own rules (a past
   *     event is judged by {@code end})
   */
  public record Traits(
      @Nullable Instant start,
      @Nullable Instant end,
      @Nullable Exclusion excluded,
      @Nullable String owner,
      java.util.List<String> participants,
      boolean completed) {
    /** Whether it could take part, but is not among the things that a person selected. */
    public boolean unselected() {
      return excluded == Exclusion.NOT_IN_COLLECTION;
    }

    public static final Traits NONE =
        new Traits(null, null, null, null, java.util.List.of(), false);

    public Traits {
      participants = java.util.List.copyOf(participants);
    }
  }

  /** Why a thing stands outside the sync, whatever the configuration says. */
  public enum Exclusion {
    /** A repeating series or one of its exceptions. */
    SERIES,
    /** Not in the folder or under the label from which contacts come in. */
    NOT_IN_COLLECTION,
    /** A birthday, a working location, focus time and the like. */
    SPECIAL_EVENT,
    /** Longer than 14 days, which Salesforce cannot hold. */
    TOO_LONG,
    /** A copy that Salesforce made for an invited user. */
    CHILD_EVENT,
    /** Another organizer's event that this mailbox may not change. */
    READ_ONLY,
    /** It lacks what the other side demands. */
    INCOMPLETE
  }
}

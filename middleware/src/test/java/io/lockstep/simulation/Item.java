package io.lockstep.simulation;

import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An item, with what it held before for as long as listings may still show that. */
final class Item {
  final Kind kind;
  final SimulatedMailbox mailbox;
  String id;

  /** The iCalUID of an event; a contact's own id. */
  String uid;

  FieldValues fields;

  /** What the sync last saw. */
  FieldValues known = FieldValues.NONE;

  @Nullable String mark;

  /** Whether the mark was written when the id was known: a create's was not. */
  boolean markNamesIt;

  @Nullable String madeFor;

  /** The organizer's address; null for what nobody else shares. */
  @Nullable String organizer;

  List<String> attendees = List.of();

  /** Ids it had before. */
  final Set<String> formerIds = new TreeSet<>();

  boolean selected = true;

  /** Whether the last whole pass left its pair at rest. */
  boolean rests;

  boolean deleted;
  boolean deletedByUs;
  boolean everDeleted;
  boolean copy;
  boolean deletedByAPerson;
  boolean listed;
  long version;
  long born;
  Instant changed = Instant.EPOCH;
  Instant shows = Instant.EPOCH;
  Instant made = Instant.EPOCH;
  FieldValues shownBefore = FieldValues.NONE;

  /** From when on listings show that it was made. */
  Instant appears = Instant.EPOCH;

  /** From when on a look for its mark finds it. */
  Instant found = Instant.EPOCH;

  Item(Kind kind, SimulatedMailbox mailbox, String id, FieldValues fields) {
    this.kind = kind;
    this.mailbox = mailbox;
    this.id = id;
    this.uid = id;
    this.fields = fields;
  }

  /** {@code LockstepKey__c} of the record it would have. */
  String key() {
    return kind == Kind.EVENT ? "k." + uid : "k." + mailbox.name + "." + id;
  }

  boolean shared() {
    return organizer != null;
  }
}

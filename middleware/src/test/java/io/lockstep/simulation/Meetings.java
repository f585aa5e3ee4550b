package io.lockstep.simulation;

import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import io.lockstep.sync.Snapshot;
import io.lockstep.worker.Directory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What mail does between mailboxes: an organizer's meeting stands as an item of its own in each
 * attendee's mailbox, with the same iCalUID, and follows the organizer's.
 */
final class Meetings implements Directory {
  private final World world;
  private final List<SimulatedMailbox> mailboxes = new ArrayList<>();
  private int next;

  Meetings(World world) {
    this.world = world;
  }

  void joinedBy(SimulatedMailbox mailbox) {
    mailboxes.add(mailbox);
  }

  /** Somebody invites some of the mailboxes; the organizer may be a stranger. */
  void convene(
      @Nullable SimulatedMailbox organizer, List<SimulatedMailbox> attendees, FieldValues typed) {
    String uid = "uid" + ++next;
    String by = organizer == null ? "stranger@elsewhere" : organizer.address();
    List<String> addresses = attendees.stream().map(SimulatedMailbox::address).toList();
    List<SimulatedMailbox> all = new ArrayList<>(attendees);
    if (organizer != null) {
      all.addFirst(organizer);
    }
    world.trace("meeting " + uid + " by " + by + " with " + addresses);
    for (SimulatedMailbox mailbox : all) {
      Item item = mailbox.insert(Kind.EVENT, mailbox.newId(), mailbox.provider.normal(typed));
      item.uid = uid;
      item.organizer = by;
      item.attendees = addresses;
      if (isSpeaker(item)) {
        world.says(Side.ITEM, item.id, item.fields, Fields.EVENT);
      }
    }
  }

  /** The stranger who organized a meeting changes it: every attendee's item shows it. */
  void strangerEdits(Item item, String field, String value) {
    for (Item one : itemsOf(item.uid)) {
      one.mailbox.put(one, one.mailbox.provider.normal(one.fields.with(field, value)));
      if (isSpeaker(one)) {
        world.edits(Side.ITEM, one.id, one.fields, field, List.of(one.known));
      }
    }
  }

  /** The organizer's item changed, by whose hand soever: the attendees' follow. */
  void edited(Item item) {
    if (item.mailbox.address().equals(item.organizer)) {
      for (Item one : itemsOf(item.uid)) {
        if (one != item) {
          one.mailbox.put(one, one.mailbox.provider.normal(item.fields));
        }
      }
    }
  }

  /** The organizer's item was deleted: the attendees' are cancelled. */
  void deleted(Item item, boolean byAPerson) {
    if (item.mailbox.address().equals(item.organizer)) {
      for (Item one : itemsOf(item.uid)) {
        one.deletedByAPerson |= byAPerson;
        one.mailbox.delete(one);
      }
    }
  }

  private List<Item> itemsOf(String uid) {
    return mailboxes.stream()
        .flatMap(m -> m.items.values().stream())
        .filter(i -> i.uid.equals(uid) && !i.deleted)
        .toList();
  }

  /** Whether this item is the one that speaks for its meeting. */
  boolean isSpeaker(Item item) {
    String carrier = carrier(item.organizer, item.attendees);
    return carrier == null || carrier.equals(item.mailbox.userId);
  }

  @Override
  public @Nullable String carrierOf(Snapshot event) {
    return carrier(event.traits().owner(), event.traits().participants());
  }

  private @Nullable String carrier(@Nullable String organizer, List<String> attendees) {
    return mailboxes.stream()
        .filter(m -> m.address().equals(organizer))
        .map(m -> m.userId)
        .findFirst()
        .orElseGet(
            () ->
                mailboxes.stream()
                    .filter(m -> attendees.contains(m.address()))
                    .map(m -> m.userId)
                    .min(Comparator.naturalOrder())
                    .orElse(null));
  }
}

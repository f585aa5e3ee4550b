package io.lockstep.simulation;

import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one mailbox holds, and what its owner does in it. {@link MailboxPort} is how the sync meets
 * it.
 */
final class SimulatedMailbox {
  /** A mail that a provider sent to attendees because of one of our writes. */
  record Mail(String itemId, List<String> fields, boolean creation) {}

  final World world;
  final Provider provider;
  final String name;
  final String userId;
  final Map<String, Item> items = new LinkedHashMap<>();
  final List<Instant> removals = new ArrayList<>();
  final List<Mail> mails = new ArrayList<>();

  /** What the sync wrote although it had seen that it was not selected. */
  final List<String> writtenUnselected = new ArrayList<>();

  /** What this mailbox's clock is off by. */
  final Duration skew;

  /** Told what became of an item that several mailboxes share. */
  private final Meetings meetings;

  int writes;
  private int next;
  private long sequence;

  SimulatedMailbox(World world, Provider provider, String name, String userId, Meetings meetings) {
    this.world = world;
    this.provider = provider;
    this.name = name;
    this.userId = userId;
    this.meetings = meetings;
    this.skew = Duration.ofSeconds(world.random.nextInt(240) - 120);
    meetings.joinedBy(this);
  }

  String address() {
    return name + "@x";
  }

  // ---- what people do; it never fails

  Item personCreates(Kind kind, FieldValues typed) {
    Item item = insert(kind, newId(), provider.normal(typed));
    world.says(Side.ITEM, item.id, item.fields, provider.fields(kind));
    return item;
  }

  void personEdits(Item item, String field, String value) {
    if (!provider.fields(item.kind).contains(field)) {
      return;
    }
    String before = item.fields.get(field);
    put(item, provider.normal(item.fields.with(field, value)));
    if (!before.equals(item.fields.get(field))) {
      world.edits(Side.ITEM, item.id, item.fields, field, List.of(item.known));
      meetings.edited(item);
    }
  }

  void personDeletes(Item item) {
    world.trace("person deletes " + item.id);
    // Deleted while it rests, it is no word to delete its record.
    item.deletedByAPerson = !item.rests;
    delete(item);
    meetings.deleted(item, true);
  }

  void personRestores(Item item) {
    world.trace("person restores " + item.id);
    item.deleted = false;
    item.deletedByUs = false;
    touch(item);
  }

  /** Puts a contact under the label or into the folder, or takes it out. */
  void personSelects(Item item, boolean selected) {
    world.trace("person " + (selected ? "selects " : "unselects ") + item.id);
    item.selected = selected;
    item.rests &= !selected;
    touch(item);
  }

  /**
   * A copied contact carries our mark along, as duplicates made in the provider's pages do; but a
   * mark that names its own item counts on that alone.
   */
  void personCopies(Item item) {
    Item copy = insert(item.kind, newId(), item.fields);
    world.trace("person copies " + item.id + " as " + copy.id);
    copy.copy = true;
    copy.mark = item.markNamesIt ? null : item.mark;
    world.copies(
        Side.ITEM, copy.id, copy.fields, provider.fields(item.kind), world.everLinked(item.id));
  }

  /** A contact that is joined to a profile gets another id; a look under the old one finds it. */
  void personJoinsProfile(Item item) {
    String old = item.id;
    items.remove(old);
    item.id = newId();
    item.uid = item.id;
    item.formerIds.add(old);
    items.put(item.id, item);
    item.born = ++sequence;
    world.renamed(old, item.id);
    touch(item);
  }

  /** The service itself writes to an item: its version is another, what it holds is not. */
  void serviceBumps(Item item) {
    item.version = ++sequence;
  }

  // ---- the store

  List<Item> live(Kind kind) {
    return items.values().stream().filter(i -> i.kind == kind && !i.deleted).toList();
  }

  /** By its present id or one that it had. */
  @Nullable Item item(String id) {
    Item item = items.get(id);
    return item != null
        ? item
        : items.values().stream().filter(i -> i.formerIds.contains(id)).findFirst().orElse(null);
  }

  String newId() {
    return name + ++next;
  }

  long sequence() {
    return sequence;
  }

  Instant clock() {
    return world.instant().plus(skew);
  }

  Item insert(Kind kind, String id, FieldValues fields) {
    Item item = new Item(kind, this, id, fields);
    items.put(id, item);
    touch(item);
    item.born = item.version;
    item.appears = item.shows;
    item.made = world.instant();
    long hidden = provider.showsCreatesWithin(kind).toSeconds() / 2;
    boolean late = hidden > 0 && world.faults && world.chance(.5);
    item.found = world.instant().plusSeconds(late ? world.random.nextLong(hidden) : 0);
    if (provider.listsLate().contains(kind)) {
      item.found = item.appears;
    }
    return item;
  }

  void put(Item item, FieldValues fields) {
    item.shownBefore = item.fields;
    item.fields = fields;
    touch(item);
  }

  void delete(Item item) {
    item.deleted = true;
    item.everDeleted = true;
    touch(item);
  }

  private void touch(Item item) {
    boolean late = provider.listsLate().contains(item.kind) && world.faults && world.chance(.5);
    item.version = ++sequence;
    item.changed = clock();
    item.shows = world.instant().plusSeconds(late ? world.random.nextInt(500) : 0);
  }

  /** A write of ours reached an item: whoever shares it gets mail and the new state. */
  void written(Item item, List<String> fields, boolean creation) {
    writes++;
    if (!item.attendees.isEmpty()) {
      mails.add(new Mail(item.id, List.copyOf(fields), creation));
    }
    if (!creation) {
      meetings.edited(item);
    }
  }

  /** We deleted an item. */
  void removed(Item item) {
    writes++;
    item.deletedByUs = true;
    delete(item);
    removals.add(world.instant());
    if (!item.attendees.isEmpty()) {
      mails.add(new Mail(item.id, List.of(), false));
    }
    meetings.deleted(item, false);
  }
}

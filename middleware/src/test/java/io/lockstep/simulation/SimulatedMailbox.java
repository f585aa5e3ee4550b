package io.lockstep.simulation;

import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox;
import io.lockstep.port.PortException;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox with the habits of the real ones: pages that may be short, cursors that expire,
 * contacts whose changes show late in any listing and whose creates nobody deduplicates, ids of
 * deleted events that stay taken, writes whose answer is lost.
 */
final class SimulatedMailbox implements Mailbox {
  private static final Duration CONTACTS_SHOW_WITHIN = Duration.ofMinutes(10);

  /** An item, with what it held before for as long as listings may still show that. */
  static final class Item {
    final Kind kind;
    final String id;
    FieldValues fields;
    @Nullable String mark;
    @Nullable String madeFor;
    boolean deleted;
    boolean deletedByUs;
    boolean everDeleted;
    boolean copy;
    boolean deletedByAPerson;
    long version;
    long born;
    Instant changed = Instant.EPOCH;
    Instant shows = Instant.EPOCH;
    FieldValues shownBefore = FieldValues.NONE;

    /** From when on listings show that it was made. */
    Instant appears = Instant.EPOCH;

    Item(Kind kind, String id, FieldValues fields) {
      this.kind = kind;
      this.id = id;
      this.fields = fields;
    }
  }

  private final World world;
  final Map<String, Item> items = new LinkedHashMap<>();
  final List<Instant> removals = new ArrayList<>();
  int writes;
  private int next;
  private long sequence;
  private long feedAt;

  SimulatedMailbox(World world) {
    this.world = world;
  }

  // ---- what people do; it never fails

  Item personCreates(Kind kind, FieldValues typed) {
    Item item = insert(kind, "i" + ++next, Fields.normalItem(typed));
    world.says(Side.ITEM, item.id, item.fields, Fields.of(kind));
    return item;
  }

  void personEdits(Item item, String field, String value) {
    String before = item.fields.get(field);
    put(item, Fields.normalItem(item.fields.with(field, value)));
    if (!before.equals(item.fields.get(field))) {
      world.says(Side.ITEM, item.id, item.fields, List.of(field));
    }
  }

  void personDeletes(Item item) {
    world.trace("person deletes " + item.id);
    item.deleted = true;
    item.everDeleted = true;
    item.deletedByAPerson = true;
    touch(item);
  }

  void personRestores(Item item) {
    world.trace("person restores " + item.id);
    item.deleted = false;
    item.deletedByUs = false;
    touch(item);
  }

  /** A copied contact carries our mark along, as duplicates made in the provider's pages do. */
  void personCopies(Item item) {
    world.trace("person copies " + item.id);
    Item copy = insert(item.kind, "i" + ++next, item.fields);
    copy.copy = true;
    copy.mark = item.kind == Kind.CONTACT ? item.mark : null;
    world.says(Side.ITEM, copy.id, copy.fields, Fields.of(item.kind));
  }

  List<Item> live(Kind kind) {
    return items.values().stream().filter(i -> i.kind == kind && !i.deleted).toList();
  }

  private Item insert(Kind kind, String id, FieldValues fields) {
    Item item = new Item(kind, id, fields);
    items.put(id, item);
    touch(item);
    item.born = item.version;
    item.appears = item.shows;
    return item;
  }

  private void put(Item item, FieldValues fields) {
    item.shownBefore = item.fields;
    item.fields = fields;
    touch(item);
  }

  private void touch(Item item) {
    boolean late = item.kind == Kind.CONTACT && world.faults && world.chance(.5);
    item.version = ++sequence;
    item.changed = world.instant();
    item.shows = world.instant().plusSeconds(late ? world.random.nextInt(500) : 0);
  }

  // ---- the port

  @Override
  public Set<String> fields(Kind kind) {
    return Fields.set(kind);
  }

  @Override
  public FieldValues normal(Kind kind, FieldValues values) {
    return Fields.normalItem(values);
  }

  private static Snapshot snapshot(Item item) {
    return snapshot(item, item.fields, "v" + item.version);
  }

  private static Snapshot snapshot(Item item, FieldValues fields, String version) {
    return new Snapshot(
        item.kind,
        item.id,
        version,
        fields,
        item.mark,
        "k." + item.id,
        item.changed,
        Snapshot.Traits.NONE);
  }

  @Override
  public Page changes(Kind kind, @Nullable String cursor, @Nullable String page) {
    world.before("changes");
    if (cursor != null && world.fault(.04)) {
      throw new PortException.CursorExpired("410");
    }
    boolean complete = cursor == null;
    long from = complete ? 0 : Math.max(0, Long.parseLong(cursor) - (world.fault(.2) ? 3 : 0));
    long after = page == null ? 0 : Long.parseLong(page);
    if (complete && world.listingFaults && page == null && world.fault(.02)) {
      return new Page(List.of(), List.of(), null, String.valueOf(horizon(kind)), true);
    }
    List<Item> rest =
        items.values().stream()
            .filter(
                i ->
                    i.kind == kind
                        && i.version > from
                        && i.born > after
                        && !(complete && i.deleted))
            .toList();
    List<Item> here = rest.subList(0, Math.min(3, rest.size()));
    List<Snapshot> seen = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (Item item : here) {
      if (!(complete && world.listingFaults && world.fault(.15))) {
        list(item, seen, gone);
      }
    }
    boolean last = rest.size() == here.size();
    if (page == null) {
      feedAt = horizon(kind); // the cursor stands for the moment of the first page
    }
    return new Page(
        seen,
        gone,
        last ? null : String.valueOf(here.getLast().born),
        last ? String.valueOf(feedAt) : null,
        complete);
  }

  /** A listing of contacts shows a change minutes after it was made. */
  private void list(Item item, List<Snapshot> seen, List<String> gone) {
    boolean shows = !item.shows.isAfter(world.instant());
    if (!shows && !item.appears.isAfter(world.instant()) && !item.deleted) {
      seen.add(
          snapshot(
              item,
              item.shownBefore.equals(FieldValues.NONE) ? item.fields : item.shownBefore,
              "old"));
    } else if (shows && item.deleted) {
      gone.add(item.id);
    } else if (shows) {
      seen.add(snapshot(item));
    }
  }

  /** The cursor never passes a change that does not show yet. */
  private long horizon(Kind kind) {
    return items.values().stream()
        .filter(i -> i.kind == kind && i.shows.isAfter(world.instant()))
        .mapToLong(i -> i.version - 1)
        .min()
        .orElse(sequence);
  }

  @Override
  public Map<String, Sighting> read(Kind kind, Collection<String> ids) {
    world.before("read items");
    Map<String, Sighting> seen = new HashMap<>();
    for (String id : ids) {
      Item item = items.get(id);
      if (item == null || world.fault(.01)) {
        seen.put(id, new Sighting.Unknown("UNREADABLE"));
      } else {
        seen.put(id, item.deleted ? Sighting.Gone.PLAIN : new Sighting.Present(snapshot(item)));
      }
    }
    return seen;
  }

  @Override
  public List<Snapshot> find(Kind kind, Collection<FieldValues> values) {
    world.before("find items");
    var matching = kind == Kind.CONTACT ? Fields.CONTACTS : Fields.EVENTS;
    List<String> keys = values.stream().flatMap(v -> matching.naturalKeys(v).stream()).toList();
    return live(kind).stream()
        .filter(i -> matching.naturalKeys(i.fields).stream().anyMatch(keys::contains))
        .map(SimulatedMailbox::snapshot)
        .toList();
  }

  @Override
  public List<Answer> write(List<Write> asked) {
    world.before("write items");
    List<Answer> answers = new ArrayList<>();
    for (Write write : asked) {
      if (world.fault(.02)) {
        answers.add(new Answer.Again("429"));
        continue;
      }
      Answer answer = one(write);
      world.trace(
          write
              + " -> "
              + (answer instanceof Answer.Written w ? w.now().id() : answer)
              + " "
              + (write instanceof Write.Create c ? c.fields().values() : ""));
      answers.add(world.fault(.02) ? new Answer.Lost("reset") : answer);
      world.momentWithinACall("between items");
    }
    world.after("write items");
    return answers;
  }

  private Answer one(Write write) {
    return switch (write) {
      case Write.Create create -> create(create);
      case Write.Update update -> {
        Item item = items.get(update.id());
        if (item == null || item.deleted) {
          yield new Answer.Missing();
        }
        if (!update.version().isEmpty() && !update.version().equals("v" + item.version)) {
          yield new Answer.Stale();
        }
        writes++;
        item.mark = update.mark();
        put(item, Fields.normalItem(item.fields.overlaid(update.changes())));
        yield new Answer.Written(snapshot(item));
      }
      case Write.Delete delete -> {
        Item item = items.get(delete.id());
        if (item == null || item.deleted) {
          yield new Answer.Missing();
        }
        if (!delete.version().isEmpty() && !delete.version().equals("v" + item.version)) {
          yield new Answer.Stale();
        }
        writes++;
        item.deleted = true;
        item.everDeleted = true;
        item.deletedByUs = true;
        removals.add(world.instant());
        touch(item);
        yield new Answer.Deleted();
      }
    };
  }

  private Answer create(Write.Create create) {
    String id = create.kind() == Kind.EVENT ? "e" + create.createKey() : "i" + ++next;
    if (items.containsKey(id)) {
      return new Answer.Taken(id);
    }
    writes++;
    Item item = insert(create.kind(), id, Fields.normalItem(create.fields()));
    item.mark = create.mark();
    item.madeFor = create.createKey();
    return new Answer.Written(snapshot(item));
  }

  @Override
  public @Nullable Snapshot findCreated(Kind kind, String createKey) {
    world.before("findCreated");
    return items.values().stream()
        .filter(
            i ->
                i.kind == kind
                    && !i.deleted
                    && i.mark != null
                    && i.mark.startsWith(createKey + "~"))
        .filter(
            i ->
                kind == Kind.EVENT
                    ? i.id.equals("e" + createKey)
                    : !i.appears.isAfter(world.instant()))
        .findFirst()
        .map(SimulatedMailbox::snapshot)
        .orElse(null);
  }

  @Override
  public Duration createVisibleWithin(Kind kind) {
    return kind == Kind.CONTACT ? CONTACTS_SHOW_WITHIN : Duration.ZERO;
  }
}

package io.lockstep.simulation;

import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox;
import io.lockstep.port.PortException;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox as the sync meets it, with the habits of its provider: pages that may be short, cursors
 * that expire, changes that show late, creates that nobody deduplicates for long, versions that the
 * service changes, writes whose answer is lost.
 */
final class MailboxPort implements Mailbox {
  private final SimulatedMailbox box;
  private final World world;
  private final Provider provider;
  private final Map<String, String> made = new HashMap<>();
  private long feedAt;

  /** Where set, the service is not there for anybody. */
  boolean down;

  MailboxPort(SimulatedMailbox box) {
    this.box = box;
    this.world = box.world;
    this.provider = box.provider;
  }

  @Override
  public Set<String> fields(Kind kind) {
    return provider.fields(kind);
  }

  @Override
  public FieldValues normal(Kind kind, FieldValues values) {
    return provider.normal(values);
  }

  private void before(String call) {
    world.before(call);
    if (down) {
      throw new PortException.Unavailable(call + " down", null);
    }
  }

  private static Snapshot snapshot(Item item) {
    item.known = item.fields;
    return snapshot(item, item.fields, "v" + item.version, item.mark);
  }

  private static Snapshot snapshot(
      Item item, FieldValues fields, String version, @Nullable String mark) {
    return new Snapshot(
        item.kind,
        item.id,
        version,
        fields,
        mark,
        item.key(),
        item.changed,
        new Snapshot.Traits(
            null,
            null,
            item.selected ? null : Snapshot.Exclusion.NOT_IN_COLLECTION,
            item.organizer,
            item.attendees,
            false));
  }

  // ---- reading

  @Override
  public Page changes(Kind kind, @Nullable String cursor, @Nullable String page) {
    before("changes");
    boolean again = cursor != null || (provider.expiresWhilePaging() && page != null);
    if (again && world.fault(.04)) {
      throw new PortException.CursorExpired("410");
    }
    boolean complete = cursor == null;
    long from = complete ? 0 : Math.max(0, Long.parseLong(cursor) - (world.fault(.2) ? 3 : 0));
    long after = page == null ? 0 : Long.parseLong(page);
    if (complete && world.listingFaults && page == null && world.fault(.02)) {
      return new Page(List.of(), List.of(), null, String.valueOf(horizon(kind)), true);
    }
    List<Item> rest =
        box.items.values().stream()
            .filter(i -> i.kind == kind && i.version > from && i.born > after)
            .filter(i -> !(complete && i.deleted))
            .sorted(java.util.Comparator.comparingLong(i -> i.born))
            .toList();
    List<Item> here = rest.subList(0, Math.min(3, rest.size()));
    List<Snapshot> seen = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    Map<String, String> renamed = new LinkedHashMap<>();
    for (Item item : here) {
      if (!(complete && world.listingFaults && world.fault(.15))) {
        list(item, complete, seen, gone);
      }
      boolean named = gone.contains(item.id) || seen.stream().anyMatch(s -> s.id().equals(item.id));
      if (!complete && named) {
        item.formerIds.forEach(old -> renamed.put(old, item.id));
      }
    }
    if (provider.namesWhatIsThere() && world.fault(.2)) {
      seen.add(stub(kind));
      gone.add("nobody-knows");
    }
    boolean last = rest.size() == here.size();
    if (page == null) {
      feedAt = horizon(kind); // the cursor stands for the moment of the first page
    }
    return new Page(
        seen,
        gone,
        renamed,
        last ? null : String.valueOf(here.getLast().born),
        last ? String.valueOf(feedAt) : null,
        complete);
  }

  /** An occurrence of a series: an id, a version and no content. */
  private static Snapshot stub(Kind kind) {
    return new Snapshot(
        kind,
        "stub",
        "v0",
        FieldValues.NONE,
        null,
        null,
        null,
        new Snapshot.Traits(null, null, Snapshot.Exclusion.SERIES, null, List.of(), false));
  }

  /** A listing of some kinds shows a change minutes after it was made. */
  private void list(Item item, boolean complete, List<Snapshot> seen, List<String> gone) {
    boolean shows = !item.shows.isAfter(world.instant());
    if (!shows && !item.appears.isAfter(world.instant()) && !item.deleted) {
      boolean before = !item.shownBefore.equals(FieldValues.NONE);
      seen.add(snapshot(item, before ? item.shownBefore : item.fields, "old", item.mark));
      item.listed = true;
    } else if (shows && item.deleted) {
      gone.add(item.id);
    } else if (shows
        && provider.namesWhatIsThere()
        && item.listed
        && !complete
        && world.fault(.1)) {
      gone.add(item.id); // it only left the window
    } else if (shows) {
      seen.add(snapshot(item));
      item.listed = true;
    }
  }

  /** The cursor never passes a change that does not show yet. */
  private long horizon(Kind kind) {
    return box.items.values().stream()
        .filter(i -> i.kind == kind && i.shows.isAfter(world.instant()))
        .mapToLong(i -> i.version - 1)
        .min()
        .orElse(box.sequence());
  }

  @Override
  public Map<String, Sighting> read(Kind kind, Collection<String> ids) {
    before("read items");
    Map<String, Sighting> seen = new HashMap<>();
    for (String id : ids) {
      Item item = box.item(id);
      if (world.fault(.01)) {
        seen.put(id, new Sighting.Unknown("UNREADABLE"));
      } else {
        seen.put(
            id,
            item != null && !item.deleted
                ? new Sighting.Present(snapshot(item))
                : Sighting.Gone.PLAIN);
      }
    }
    return seen;
  }

  @Override
  public List<Snapshot> find(Kind kind, Collection<FieldValues> values) {
    before("find items");
    var matching = kind == Kind.CONTACT ? Fields.CONTACTS : Fields.EVENTS;
    List<String> keys = values.stream().flatMap(v -> matching.naturalKeys(v).stream()).toList();
    return box.live(kind).stream()
        .filter(i -> matching.naturalKeys(i.fields).stream().anyMatch(keys::contains))
        .map(MailboxPort::snapshot)
        .toList();
  }

  @Override
  public @Nullable Snapshot findCreated(Kind kind, String createKey) {
    before("findCreated");
    return box.live(kind).stream()
        .filter(i -> i.mark != null && i.mark.startsWith(createKey + "~"))
        .filter(
            i ->
                provider.choosesIds().contains(kind)
                    ? i.id.equals(chosenId(createKey))
                    : !i.found.isAfter(world.instant()))
        .min(java.util.Comparator.comparing(i -> i.made))
        .map(MailboxPort::snapshot)
        .orElse(null);
  }

  @Override
  public Duration createVisibleWithin(Kind kind) {
    return provider.showsCreatesWithin(kind);
  }

  private String chosenId(String createKey) {
    return box.name + ":" + createKey;
  }

  // ---- writing

  @Override
  public List<Answer> write(List<Write> asked) {
    before("write items");
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
        Item item = box.items.get(update.id());
        if (item == null || item.deleted) {
          yield new Answer.Missing();
        }
        if (!fits(item, update.version())) {
          yield new Answer.Stale();
        }
        noteUnselected(item);
        item.mark = update.mark();
        item.markNamesIt = true;
        box.put(item, provider.normal(item.fields.overlaid(update.changes())));
        box.written(item, List.copyOf(update.changes().keySet()), false);
        yield written(item);
      }
      case Write.Delete delete -> {
        Item item = box.items.get(delete.id());
        if (item == null || item.deleted) {
          yield new Answer.Missing();
        }
        if (!fits(item, delete.version())) {
          yield new Answer.Stale();
        }
        noteUnselected(item);
        box.removed(item);
        yield new Answer.Deleted();
      }
    };
  }

  /** Who names this version has seen that it is not selected. */
  private void noteUnselected(Item item) {
    if (!item.selected) {
      box.writtenUnselected.add(item.id);
    }
  }

  /** A service that writes by itself refuses now and then what nobody else has changed. */
  private boolean fits(Item item, String version) {
    if (provider.bumps() && world.fault(.05)) {
      box.serviceBumps(item);
    }
    return version.isEmpty() || version.equals("v" + item.version);
  }

  private Answer written(Item item) {
    Snapshot now =
        snapshot(item, item.fields, "v" + item.version, provider.echoesMarks() ? item.mark : null);
    if (provider.bumps() && world.fault(.3)) {
      box.serviceBumps(item);
    }
    return new Answer.Written(now);
  }

  private Answer create(Write.Create create) {
    boolean chosen = provider.choosesIds().contains(create.kind());
    if (chosen && box.items.containsKey(chosenId(create.createKey()))) {
      return new Answer.Taken(chosenId(create.createKey()));
    }
    Item first = box.item(made.getOrDefault(create.kind() + create.createKey(), ""));
    if (first != null
        && create.kind() == Kind.EVENT
        && first.made.plus(provider.forgetsCreatesAfter()).isAfter(world.instant())) {
      return first.deleted || world.fault(.5) ? new Answer.Taken(first.id) : written(first);
    }
    Item item =
        box.insert(
            create.kind(),
            chosen ? chosenId(create.createKey()) : box.newId(),
            provider.normal(create.fields()));
    item.mark = create.mark();
    item.madeFor = create.createKey();
    made.put(create.kind() + create.createKey(), item.id);
    box.written(item, List.of(), true);
    return written(item);
  }
}

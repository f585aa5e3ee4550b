package io.lockstep.sandbox.salesforce.org.store;

import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All rows of the org. A state replaces the one before it at once for whoever asks by id, and later
 * for whoever reads the feed: commits do not become visible in the order of their stamps.
 *
 * <p>Not thread-safe: the org's lock guards it.
 */
public final class Rows {
  /** A state, from when on the feed shows it, and what it shows before. */
  private record Slot(Rec rec, Instant feedFrom, @Nullable Slot before) {}

  private record Change(String object, String id, @Nullable Slot before) {}

  private final Map<String, TreeMap<String, Slot>> tables = new HashMap<>();
  private final Map<String, Map<String, Set<String>>> index = new HashMap<>();
  private final List<Change> journal = new ArrayList<>();

  public @Nullable Rec find(String object, String id) {
    Slot slot = table(object).get(id);
    return slot == null ? null : slot.rec();
  }

  /** In the order of ids, deleted rows too. */
  public Collection<Rec> all(String object) {
    List<Rec> recs = new ArrayList<>();
    table(object).values().forEach(s -> recs.add(s.rec()));
    return recs;
  }

  /** What a reader of the change feed sees at this moment. */
  public Collection<Rec> feed(String object, Instant now) {
    List<Rec> recs = new ArrayList<>();
    for (Slot slot : table(object).values()) {
      Slot visible = slot;
      while (visible != null && visible.feedFrom().isAfter(now)) {
        visible = visible.before();
      }
      if (visible != null) {
        recs.add(visible.rec());
      }
    }
    return recs;
  }

  /** The stamp of the oldest change of an object that the feed does not show yet. */
  public @Nullable Instant oldestHidden(String object, Instant now) {
    Instant oldest = null;
    for (Slot slot : table(object).values()) {
      Instant stamp = slot.rec().instant("SystemModstamp");
      if (slot.feedFrom().isAfter(now)
          && stamp != null
          && (oldest == null || stamp.isBefore(oldest))) {
        oldest = stamp;
      }
    }
    return oldest;
  }

  /** Whether {@link #where} answers for this field without looking at every row. */
  public static boolean indexed(FieldDef field) {
    return field.isReference() || field.field().unique() || field.field().externalId();
  }

  /** The rows whose indexed field holds the value, deleted ones too, in the order of ids. */
  public List<Rec> where(ObjectDef object, String field, Object value) {
    FieldDef def = object.field(field);
    if (def == null || !indexed(def)) {
      throw new IllegalArgumentException(object.name() + "." + field + " has no index");
    }
    Set<String> ids =
        index
            .getOrDefault(object.name() + "." + def.name(), Map.of())
            .getOrDefault(indexKey(def, value), Set.of());
    List<Rec> recs = new ArrayList<>();
    ids.stream()
        .sorted()
        .forEach(
            id -> {
              Rec r = find(object.name(), id);
              if (r != null) {
                recs.add(r);
              }
            });
    return recs;
  }

  /** Saves a state; until {@link #commit} it can be rolled back. */
  public void put(Rec rec, Instant now, Instant feedFrom) {
    TreeMap<String, Slot> table = table(rec.type().name());
    Slot old = table.get(rec.id());
    Slot before = old;
    if (before != null && !before.feedFrom().isAfter(now)) {
      before = new Slot(before.rec(), before.feedFrom(), null);
    }
    journal.add(new Change(rec.type().name(), rec.id(), old));
    replace(rec.type(), rec.id(), new Slot(rec, feedFrom, before));
  }

  /** Changes a row as maintenance would, unseen: the states the feed shows keep their moment. */
  public void putQuietly(Rec rec) {
    Slot old = table(rec.type().name()).get(rec.id());
    journal.add(new Change(rec.type().name(), rec.id(), old));
    replace(
        rec.type(),
        rec.id(),
        new Slot(
            rec, old == null ? Instant.MIN : old.feedFrom(), old == null ? null : old.before()));
  }

  /** Takes a row out for good. */
  public void remove(ObjectDef type, String id) {
    journal.add(new Change(type.name(), id, table(type.name()).get(id)));
    replace(type, id, null);
  }

  public int mark() {
    return journal.size();
  }

  public void rollbackTo(int mark) {
    while (journal.size() > mark) {
      Change c = journal.remove(journal.size() - 1);
      Slot now = table(c.object()).get(c.id());
      ObjectDef type = now != null ? now.rec().type() : null;
      if (type == null && c.before() != null) {
        type = c.before().rec().type();
      }
      if (type != null) {
        replace(type, c.id(), c.before());
      }
    }
  }

  public void commit() {
    journal.clear();
  }

  public int count(String object) {
    int n = 0;
    for (Slot s : table(object).values()) {
      n += s.rec().deleted() ? 0 : 1;
    }
    return n;
  }

  private void replace(ObjectDef type, String id, @Nullable Slot slot) {
    TreeMap<String, Slot> table = table(type.name());
    Slot old = slot == null ? table.remove(id) : table.put(id, slot);
    for (FieldDef f : type.fields()) {
      if (!indexed(f)) {
        continue;
      }
      Object was = old == null ? null : old.rec().get(f.name());
      Object is = slot == null ? null : slot.rec().get(f.name());
      if (java.util.Objects.equals(was, is)) {
        continue;
      }
      Map<String, Set<String>> values =
          index.computeIfAbsent(type.name() + "." + f.name(), k -> new HashMap<>());
      if (was != null) {
        String key = indexKey(f, was);
        Set<String> ids = values.getOrDefault(key, Collections.emptySet());
        if (ids.size() <= 1) {
          values.remove(key);
        } else {
          ids.remove(id);
        }
      }
      if (is != null) {
        values.computeIfAbsent(indexKey(f, is), k -> new LinkedHashSet<>()).add(id);
      }
    }
  }

  private static String indexKey(FieldDef field, Object value) {
    boolean exact = field.isReference() || field.field().caseSensitive();
    return exact ? value.toString() : value.toString().toLowerCase(Locale.ROOT);
  }

  private TreeMap<String, Slot> table(String object) {
    return tables.computeIfAbsent(object, k -> new TreeMap<>());
  }
}

package io.lockstep.simulation;

import io.lockstep.port.IssueReport;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Side;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands at the end of a life: links, issues, and what both sides hold. */
final class Evidence {
  final Simulation life;
  private final Map<Seat, Map<String, Link>> byRecord = new HashMap<>();
  private final Map<String, Link> byItem = new HashMap<>();
  private final Map<Seat, Set<String>> excused = new HashMap<>();

  Evidence(Simulation life) {
    this.life = life;
    for (Seat seat : life.seats) {
      Map<String, Link> records = new HashMap<>();
      for (Kind kind : Kind.values()) {
        for (Link link : life.memory.allLinks(seat.id, kind, null).links()) {
          if (link.recordId() != null) {
            records.put(link.recordId(), link);
          }
          if (link.itemId() != null) {
            byItem.put(link.itemId(), link);
          }
        }
      }
      byRecord.put(seat, records);
      excused.put(seat, excusedOf(seat));
    }
  }

  /** Things of which a person was told that they stand apart. */
  private Set<String> excusedOf(Seat seat) {
    Set<String> ids = new HashSet<>();
    for (SimulatedOrg.Kept kept : life.org.issues.values()) {
      IssueReport issue = kept.issue();
      if (issue.type() != IssueReport.Type.CONFLICT && kept.userId().equals(seat.mailbox.userId)) {
        if (issue.recordId() != null) {
          ids.add(issue.recordId());
        }
        if (issue.itemId() != null) {
          ids.add(issue.itemId());
        }
      }
    }
    return ids;
  }

  boolean isExcused(Seat seat, String id) {
    return excused.getOrDefault(seat, Set.of()).contains(id);
  }

  @Nullable Link linkOf(Seat seat, Row row) {
    return byRecord.getOrDefault(seat, Map.of()).get(row.id);
  }

  @Nullable Link linkOf(Item item) {
    return byItem.get(item.id);
  }

  List<Item> items() {
    return life.seats.stream().flatMap(s -> s.mailbox.items.values().stream()).toList();
  }

  @Nullable Row row(@Nullable String id) {
    return id == null ? null : life.org.rows.get(id);
  }

  @Nullable Item item(@Nullable String id) {
    return id == null
        ? null
        : life.seats.stream()
            .map(s -> s.mailbox.item(id))
            .filter(i -> i != null)
            .findFirst()
            .orElse(null);
  }

  /** The item whose record carries this key, under whatever id it was made. */
  @Nullable Item itemOfKey(String key) {
    String plain = key.replaceFirst("t\\d+$", "");
    return items().stream()
        .filter(
            i ->
                i.key().equals(plain)
                    || i.formerIds.stream()
                        .anyMatch(old -> plain.equals("k." + i.mailbox.name + "." + old)))
        .findFirst()
        .orElse(null);
  }

  /** What a thing holds; null where it is deleted. */
  @Nullable FieldValues present(Side side, String id) {
    if (side == Side.RECORD) {
      Row row = row(id);
      return row == null || row.deleted ? null : row.fields;
    }
    Item item = item(id);
    return item == null || item.deleted ? null : item.fields;
  }

  /** What a thing holds, or held when it was deleted. */
  @Nullable FieldValues everHeld(Side side, @Nullable String id) {
    if (side == Side.RECORD) {
      Row row = row(id);
      return row == null ? null : row.fields;
    }
    Item item = item(id);
    return item == null ? null : item.fields;
  }

  /** Null for a record. */
  @Nullable Provider providerOf(Side side, @Nullable String id) {
    Item item = side == Side.ITEM ? item(id) : null;
    return item == null ? null : item.mailbox.provider;
  }

  boolean holds(World.Said said, FieldValues there) {
    return Forms.holds(said.field(), said.value(), providerOf(said.side(), said.id()), there);
  }

  Set<String> everLinked(String id) {
    return life.state.everLinked(id);
  }

  void bad(String what) {
    life.violations.add(what);
  }
}

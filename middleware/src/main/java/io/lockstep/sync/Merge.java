package io.lockstep.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The three-way merge of a pair, field by field: what each side holds now against its own shadow.
 * It says which fields to write to which side; a field whose target already holds the value is
 * accepted, which is all the echo suppression there is.
 */
public final class Merge {
  private static final Duration TOO_CLOSE = Duration.ofSeconds(60);

  /** How much is known of the pair. */
  public enum Basis {
    /** Both shadows are known. */
    SHADOWS,
    /**
     * The two were just found to be one thing: what is empty is filled, differences meet the
     * winner.
     */
    FIRST_MATCH,
    /**
     * A pair of old whose state was lost; the shadows were read back from the baselines that our
     * writes left. What happened since is not remembered, so that a side that is gone is no order
     * to delete the other.
     */
    MARKS,
    /** A pair of old whose shadows were lost: differing values stay on both sides. */
    LOST
  }

  /**
   * What the merge came to.
   *
   * @param toRecord changes for the record, by field
   * @param toItem changes for the item, by field
   * @param keptApart fields that differ and stay so, because nothing tells which is newer
   * @param record the record's shadow with everything accepted so far; fields still to be pushed
   *     are as before
   * @param item the item's shadow, likewise
   */
  public record Result(
      Map<String, String> toRecord,
      Map<String, String> toItem,
      List<Conflict> conflicts,
      List<String> keptApart,
      Shadow record,
      Shadow item) {}

  private final Rules rules;
  private final Snapshot record;
  private final Snapshot item;
  private final Map<String, String> recordHashes;
  private final Map<String, String> itemHashes;
  private final FieldValues recordAsItem;
  private final FieldValues itemAsRecord;

  private final Map<String, String> toRecord = new TreeMap<>();
  private final Map<String, String> toItem = new TreeMap<>();
  private final List<Conflict> conflicts = new ArrayList<>();
  private final List<String> keptApart = new ArrayList<>();
  private final Map<String, String> acceptedRecord = new TreeMap<>();
  private final Map<String, String> acceptedItem = new TreeMap<>();

  private Merge(Rules rules, Snapshot record, Snapshot item) {
    this.rules = rules;
    this.record = record;
    this.item = item;
    this.recordHashes = rules.hashes(record.fields());
    this.itemHashes = rules.hashes(item.fields());
    this.recordAsItem = rules.normalItem().apply(record.fields());
    this.itemAsRecord = rules.normalRecord().apply(item.fields());
  }

  public static Result of(
      Shadow recordShadow,
      Shadow itemShadow,
      Snapshot record,
      Snapshot item,
      Rules rules,
      Basis basis) {
    Merge merge = new Merge(rules, record, item);
    Shadow known = rules.on(Safeguard.TWO_SHADOWS) ? itemShadow : recordShadow;
    boolean whole = !rules.on(Safeguard.FIELD_MERGE);
    for (String field : new TreeSet<>(rules.fields())) {
      boolean recordChanged = !recordShadow.holds(field, merge.hash(merge.recordHashes, field));
      boolean itemChanged = !known.holds(field, merge.hash(merge.itemHashes, field));
      boolean refit = basis == Basis.SHADOWS && rules.refitted().contains(field);
      boolean shadowless = basis == Basis.FIRST_MATCH || basis == Basis.LOST || refit;
      if (shadowless || (whole && merge.changedAtAll(recordShadow, known))) {
        recordChanged = itemChanged = true;
      }
      if (recordChanged && itemChanged && !shadowless && merge.apart(field, recordShadow, known)) {
        continue;
      }
      merge.field(field, recordChanged, itemChanged, refit ? Basis.FIRST_MATCH : basis);
    }
    return new Result(
        Map.copyOf(merge.toRecord),
        Map.copyOf(merge.toItem),
        List.copyOf(merge.conflicts),
        List.copyOf(merge.keptApart),
        recordShadow.with(merge.acceptedRecord),
        itemShadow.with(merge.acceptedItem));
  }

  private boolean changedAtAll(Shadow recordShadow, Shadow itemShadow) {
    return rules.fields().stream()
        .anyMatch(
            f ->
                !recordShadow.holds(f, hash(recordHashes, f))
                    || !itemShadow.holds(f, hash(itemHashes, f)));
  }

  /**
   * A field that was kept apart has its two shadows crossed: each side's shadow is what the
   * <em>other</em> side held. So both sides count as edited, which keeps a deletion from passing
   * over either value; and as long as neither moves there is nothing to write. Once one side moves
   * it wins, and what the other held is kept.
   *
   * @return whether the field is one of these and was dealt with
   */
  private boolean apart(String field, Shadow recordShadow, Shadow itemShadow) {
    if (agree(field)) {
      return false;
    }
    boolean recordStands = itemShadow.holds(field, hash(recordHashes, field));
    boolean itemStands = recordShadow.holds(field, hash(itemHashes, field));
    if (recordStands == itemStands) {
      return recordStands;
    }
    overrule(field, recordStands ? Side.ITEM : Side.RECORD);
    return true;
  }

  /** The winner's value goes over, the other one is kept. */
  private void overrule(String field, Side winner) {
    if (rules.writes(winner.other(), field)) {
      String loser = (winner == Side.RECORD ? item : record).fields().get(field);
      conflicts.add(new Conflict(field, winner, loser));
    }
    push(field, winner);
  }

  private void field(String field, boolean recordChanged, boolean itemChanged, Basis basis) {
    if (!recordChanged && !itemChanged) {
      return;
    }
    if (agree(field)) {
      accept(field);
    } else if (recordChanged && itemChanged) {
      clash(field, basis);
    } else {
      push(field, recordChanged ? Side.RECORD : Side.ITEM);
    }
  }

  /** Whether one side holds what it would keep of the other's value. */
  private boolean agree(String field) {
    Fingerprint same = rules.fingerprint();
    String mine = record.fields().get(field);
    String theirs = item.fields().get(field);
    return same.same(field, mine, theirs)
        || same.same(field, recordAsItem.get(field), theirs)
        || same.same(field, itemAsRecord.get(field), mine);
  }

  private void clash(String field, Basis basis) {
    String mine = record.fields().get(field);
    String theirs = item.fields().get(field);
    if (basis == Basis.LOST) {
      keptApart.add(field);
      acceptedRecord.put(field, hash(itemHashes, field));
      acceptedItem.put(field, hash(recordHashes, field));
      return;
    }
    boolean fill = basis == Basis.FIRST_MATCH && (mine.isEmpty() || theirs.isEmpty());
    if (fill) {
      push(field, mine.isEmpty() ? Side.ITEM : Side.RECORD);
      return;
    }
    Side winner = winner();
    if (!rules.writes(winner.other(), field)) {
      winner = winner.other(); // one-way: the side that may be written to takes the other's value
    }
    overrule(field, winner);
  }

  /**
   * Takes a field from one side to the other, or only notes it where the configuration does not let
   * it go that way.
   */
  private void push(String field, Side from) {
    if (!rules.writes(from.other(), field)) {
      accept(field);
    } else if (from == Side.RECORD) {
      toItem.put(field, record.fields().get(field));
    } else {
      toRecord.put(field, item.fields().get(field));
    }
  }

  private void accept(String field) {
    acceptedRecord.put(field, hash(recordHashes, field));
    acceptedItem.put(field, hash(itemHashes, field));
  }

  private Side winner() {
    return switch (rules.winner()) {
      case MAIL -> Side.ITEM;
      case SALESFORCE -> Side.RECORD;
      case LATEST -> latest();
    };
  }

  private Side latest() {
    Side undecided = rules.kind() == Kind.EVENT ? Side.ITEM : Side.RECORD;
    @Nullable Instant recordAt = record.editedAt();
    @Nullable Instant itemAt = item.editedAt();
    if (recordAt == null || itemAt == null) {
      return undecided;
    }
    if (Duration.between(recordAt, itemAt).abs().compareTo(TOO_CLOSE) <= 0) {
      return undecided;
    }
    return recordAt.isAfter(itemAt) ? Side.RECORD : Side.ITEM;
  }

  private String hash(Map<String, String> hashes, String field) {
    return hashes.getOrDefault(field, "");
  }
}

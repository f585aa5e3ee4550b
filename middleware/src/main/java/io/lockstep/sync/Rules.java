package io.lockstep.sync;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * How one kind of thing is kept equal in one mailbox: the configuration and what the two sides can
 * hold.
 *
 * @param fields the fields both sides can hold and that are mapped
 * @param catalogue all fields of the kind in a fixed order that only ever grows; baselines are
 *     written in it
 * @param deletesItem a deleted record deletes its item
 * @param deletesRecord a deleted item deletes its record
 * @param normalRecord what Salesforce would keep of given values
 * @param normalItem what the mailbox would keep of given values
 * @param now the time of the pass, UTC
 * @param fieldDirections fields that go another way than the kind, which they can only narrow
 * @param refitted fields that were given another column: what is empty is filled and differences
 *     meet the winner, as if the two had just been found
 */
public record Rules(
    Kind kind,
    Direction direction,
    Winner winner,
    Set<String> fields,
    List<String> catalogue,
    boolean deletesItem,
    boolean deletesRecord,
    UnaryOperator<FieldValues> normalRecord,
    UnaryOperator<FieldValues> normalItem,
    Fingerprint fingerprint,
    Instant now,
    Safeguards safeguards,
    Map<String, Direction> fieldDirections,
    Set<String> refitted) {

  public Rules {
    fields = Set.copyOf(fields);
    catalogue = List.copyOf(catalogue);
    fieldDirections = Map.copyOf(fieldDirections);
    refitted = Set.copyOf(refitted);
  }

  /** Whether a field's changes may be written to this side. */
  public boolean writes(Side target, String field) {
    return direction.writes(target)
        && fieldDirections.getOrDefault(field, Direction.BOTH).writes(target);
  }

  /** The synced fields that may be written to this side. */
  public Set<String> fieldsTo(Side target) {
    return fields.stream()
        .filter(field -> fieldDirections.getOrDefault(field, Direction.BOTH).writes(target))
        .collect(Collectors.toUnmodifiableSet());
  }

  public FieldValues normal(Side side, FieldValues values) {
    return side == Side.RECORD ? normalRecord.apply(values) : normalItem.apply(values);
  }

  boolean on(Safeguard safeguard) {
    return safeguards.on(safeguard);
  }

  /** Hashes of what a side holds, for all synced fields. */
  public java.util.Map<String, String> hashes(FieldValues values) {
    return fingerprint.of(values, fields);
  }

  /** The shadow of a side that was just seen. */
  public Shadow shadowOf(Snapshot seen) {
    return new Shadow(seen.version(), java.util.Map.of()).with(hashes(seen.fields()));
  }
}

package io.lockstep.simulation;

import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of the org. */
final class Row {
  final Kind kind;
  final String id;
  final String owner;
  FieldValues fields;

  /** What each user's sync last saw. */
  final Map<String, FieldValues> known = new HashMap<>();

  /** The stamp that each user's sync saw last. */
  final Map<String, String> seenStamps = new HashMap<>();

  @Nullable String key;
  @Nullable String stamp;
  @Nullable String madeFor;
  boolean deleted;
  boolean deletedByUs;

  /** It was saved between our last look and our deletion, which cannot say what it saw. */
  boolean deletedUnseen;

  boolean everDeleted;
  boolean deletedByAPerson;

  /** As the org's clock has it, whole seconds. */
  Instant modified = Instant.EPOCH;

  /** From when on the feed shows it. */
  Instant visible = Instant.EPOCH;

  Row(Kind kind, String id, String owner, FieldValues fields) {
    this.kind = kind;
    this.id = id;
    this.owner = owner;
    this.fields = fields;
  }
}

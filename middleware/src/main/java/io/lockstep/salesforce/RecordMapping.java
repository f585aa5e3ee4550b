package io.lockstep.salesforce;

import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Between the rows of one object and the fields of the core, as one user may use that object. */
interface RecordMapping {
  Kind kind();

  /** The object's API name. */
  String object();

  /** What to select so that {@link #snapshot} finds all it needs. */
  List<String> columns();

  /** The conditions that keep out rows that can never take part; each is SOQL. */
  List<String> conditions();

  /** The core's fields that the user may see and edit. */
  Set<String> fields();

  /** Whether the user may edit this column. */
  boolean edits(String column);

  FieldValues normal(FieldValues values);

  Snapshot snapshot(Row row);

  /**
   * Lays changes into a row. Values that Salesforce cannot hold are left alone, never blanked.
   *
   * @param whole what the record holds before, where {@link #needsWhole} asked for it; else nothing
   */
  void fill(Draft draft, Map<String, String> changes, FieldValues whole, boolean creating);

  /** Whether changes cannot be written without knowing what else the record holds. */
  boolean needsWhole(Map<String, String> changes);

  /** Why a new record with these values cannot be created, as the missing field; empty = it can. */
  Optional<String> lacks(FieldValues values);
}

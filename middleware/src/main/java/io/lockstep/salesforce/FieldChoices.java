package io.lockstep.salesforce;

import io.lockstep.sync.Direction;
import java.util.Map;

/**
 * What an administrator set for single fields of one kind, in rows of {@code SyncFieldMapping__c}.
 *
 * @param columns the columns of fields that are not kept in their usual ones, by field
 * @param directions fields that go another way than their kind, by field; {@code OFF} leaves a
 *     field alone on both sides
 */
public record FieldChoices(Map<String, String> columns, Map<String, Direction> directions) {
  public static final FieldChoices NONE = new FieldChoices(Map.of(), Map.of());

  public FieldChoices {
    columns = Map.copyOf(columns);
    directions = Map.copyOf(directions);
  }

  /**
   * @param usual the column that Lockstep comes with
   */
  String column(String field, String usual) {
    return columns.getOrDefault(field, usual);
  }
}

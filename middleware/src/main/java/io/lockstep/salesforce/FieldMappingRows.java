package io.lockstep.salesforce;

import io.lockstep.calendar.EventField;
import io.lockstep.contact.PersonField;
import io.lockstep.sync.Direction;
import io.lockstep.sync.Kind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Rows of {@code SyncFieldMapping__c}, for one configuration at a time. A row keeps a field of ours
 * in a column of the administrator's choice, or lets it go one way only, or leaves it alone.
 */
final class FieldMappingRows {
  /** Fields of plain text, which any column of text can hold. */
  private static final Set<String> TEXT_TYPES =
      Set.of("string", "textarea", "phone", "email", "url", "picklist", "combobox");

  private final Function<Kind, ObjectShape> shapes;
  private final BiConsumer<Map<String, String>, String> problem;

  /**
   * @param shapes the objects as the integration user sees them; asked only where there are rows
   * @param problem told what is wrong with a row, as the end of a sentence about it
   */
  FieldMappingRows(
      Function<Kind, ObjectShape> shapes, BiConsumer<Map<String, String>, String> problem) {
    this.shapes = shapes;
    this.problem = problem;
  }

  /**
   * @param rows of one configuration, by column name
   */
  Map<Kind, FieldChoices> read(Iterable<Map<String, String>> rows) {
    Map<Kind, Map<String, String>> columns = new HashMap<>();
    Map<Kind, Map<String, Direction>> directions = new HashMap<>();
    for (Map<String, String> row : rows) {
      String object = row.getOrDefault("ObjectName__c", "");
      if (object.equals("Lead")) {
        problem.accept(row, "maps a field of Lead, and leads are not synced yet");
        continue;
      }
      Kind kind = object.equals("Event") ? Kind.EVENT : Kind.CONTACT;
      String column = row.getOrDefault("SalesforceField__c", "").strip();
      String field = field(kind, column, row);
      if (field.isEmpty()) {
        continue;
      }
      Direction direction =
          Direction.valueOf(row.getOrDefault("Direction__c", "Off").toUpperCase(Locale.ROOT));
      if (directions.computeIfAbsent(kind, k -> new TreeMap<>()).put(field, direction) != null) {
        problem.accept(row, "maps " + field + " a second time; only one row may");
      }
      if (!usual(kind).getOrDefault(column, "").equals(field)) {
        columns.computeIfAbsent(kind, k -> new TreeMap<>()).put(field, column);
      }
      taken(kind, field, column, columns, directions)
          .ifPresent(
              other ->
                  problem.accept(
                      row,
                      "puts "
                          + field
                          + " into "
                          + column
                          + ", which holds "
                          + other
                          + " already; map that one elsewhere or to Off first"));
    }
    Map<Kind, FieldChoices> choices = new HashMap<>();
    for (Kind kind : Kind.values()) {
      choices.put(
          kind,
          new FieldChoices(
              columns.getOrDefault(kind, Map.of()), directions.getOrDefault(kind, Map.of())));
    }
    return choices;
  }

  /** Our field that a row is about; empty where the row is no good, which was told then. */
  private String field(Kind kind, String column, Map<String, String> row) {
    ObjectShape.FieldShape there = shapes.apply(kind).fields().get(column);
    if (there == null) {
      problem.accept(
          row,
          "names the field "
              + column
              + " in SalesforceField__c, which "
              + DeletionCheck.object(kind)
              + " does not have or Lockstep may not see");
      return "";
    }
    String usual = usual(kind).getOrDefault(column, "");
    String named = row.getOrDefault("MailField__c", "").strip();
    Set<String> known = new TreeSet<>(kind == Kind.EVENT ? EventField.ALL : PersonField.ALL);
    if (named.isEmpty() && usual.isEmpty()) {
      problem.accept(
          row,
          "names "
              + column
              + ", which has no counterpart of its own, and nothing in MailField__c; possible are "
              + String.join(", ", known));
      return "";
    }
    String field = named.isEmpty() ? usual : named;
    if (!known.contains(field)) {
      problem.accept(
          row,
          "names the field "
              + field
              + " in MailField__c, which this version of Lockstep does not sync; possible are "
              + String.join(", ", known));
      return "";
    }
    if (!field.equals(usual) && !holds(kind, field, there.type())) {
      problem.accept(
          row,
          "maps "
              + field
              + " to "
              + column
              + ", which is of the type "
              + there.type()
              + " and cannot hold it");
      return "";
    }
    return field;
  }

  private static boolean holds(Kind kind, String field, String type) {
    if (field.equals(PersonField.BIRTHDAY)) {
      return type.equals("date");
    }
    Set<String> movable =
        kind == Kind.EVENT ? EventMapping.MOVABLE.keySet() : ContactMapping.movable();
    return movable.contains(field) && TEXT_TYPES.contains(type);
  }

  /** The field that Lockstep comes with, by column. */
  private static Map<String, String> usual(Kind kind) {
    return kind == Kind.EVENT ? EventMapping.usual() : ContactMapping.usual();
  }

  /** Another field that is in this column, unless that one is left alone or kept elsewhere. */
  private static java.util.Optional<String> taken(
      Kind kind,
      String field,
      String column,
      Map<Kind, Map<String, String>> columns,
      Map<Kind, Map<String, Direction>> directions) {
    Map<String, String> chosen = columns.getOrDefault(kind, Map.of());
    Map<String, Direction> ways = directions.getOrDefault(kind, Map.of());
    Set<String> others = new TreeSet<>(chosen.keySet());
    others.addAll(usual(kind).values());
    others.remove(field);
    return others.stream()
        .filter(other -> ways.get(other) != Direction.OFF)
        .filter(
            other ->
                chosen.containsKey(other)
                    ? column.equals(chosen.get(other))
                    : usual(kind).getOrDefault(column, "").equals(other))
        .findFirst();
  }
}

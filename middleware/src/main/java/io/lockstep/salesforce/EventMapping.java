package io.lockstep.salesforce;

import static io.lockstep.calendar.EventField.DESCRIPTION;
import static io.lockstep.calendar.EventField.LOCATION;
import static io.lockstep.calendar.EventField.PRIVACY;
import static io.lockstep.calendar.EventField.PRIVATE;
import static io.lockstep.calendar.EventField.REMINDER;
import static io.lockstep.calendar.EventField.SHOW_AS;
import static io.lockstep.calendar.EventField.SUBJECT;
import static io.lockstep.calendar.EventField.TIME;

import io.lockstep.calendar.EventTime;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Events. An all-day event's dates are the UTC dates of its times, its last day inclusive; a timed
 * event's times are instants. No event is longer than 14 days.
 */
final class EventMapping implements RecordMapping {
  static final Duration LONGEST = Duration.ofDays(14);
  private static final int DESCRIPTION_LENGTH = 32_000;
  private static final int TEXT_LENGTH = 255;
  private static final List<String> TIMES =
      List.of("StartDateTime", "EndDateTime", "IsAllDayEvent");
  private static final List<String> REMINDERS = List.of("IsReminderSet", "ReminderDateTime");

  /** Fields of plain text with their usual columns; another column can hold one as well. */
  static final Map<String, String> MOVABLE =
      Map.of(SUBJECT, "Subject", DESCRIPTION, "Description", LOCATION, "Location");

  /** The other columns that hold fields. */
  private static final List<String> FIXED =
      List.of(
          "StartDateTime",
          "EndDateTime",
          "IsAllDayEvent",
          "ShowAs",
          "IsPrivate",
          "IsReminderSet",
          "ReminderDateTime");

  private static final List<String> FACTS =
      List.of(
          "Id",
          "OwnerId",
          "SystemModstamp",
          "LastModifiedDate",
          "CreatedDate",
          "IsDeleted",
          "LockstepKey__c",
          "LockstepStamp__c",
          "IsChild",
          "IsRecurrence",
          "IsRecurrence2",
          "GroupEventType",
          "DurationInMinutes");

  /**
   * Who is invited comes along with the event; whom it is about (WhoId) is not invited. The two are
   * told apart only in an org with Shared Activities; in others the relations are invitees.
   */
  private static final String INVITEES =
      "(SELECT RelationId, Relation.Email FROM EventRelations%s)";

  private final ObjectShape shape;
  private final ZoneId zone;
  private final InstantSource clock;
  private final Set<String> fields;
  private final String subject;
  private final String description;
  private final String location;

  /**
   * @param zone the acting user's; a reminder of an all-day event counts from midnight there
   */
  EventMapping(ObjectShape shape, ZoneId zone, InstantSource clock, FieldChoices choices) {
    this.shape = shape;
    this.zone = zone;
    this.clock = clock;
    this.subject = choices.column(SUBJECT, "Subject");
    this.description = choices.column(DESCRIPTION, "Description");
    this.location = choices.column(LOCATION, "Location");
    this.fields = editable();
  }

  /** The columns that hold fields, in an org that chose none of its own. */
  static List<String> written() {
    List<String> columns = new ArrayList<>(List.of("Subject", "Description", "Location"));
    columns.addAll(FIXED);
    return columns;
  }

  /** Our field by column, as Lockstep comes. */
  static Map<String, String> usual() {
    Map<String, String> usual = new TreeMap<>();
    MOVABLE.forEach((field, column) -> usual.put(column, field));
    TIMES.forEach(column -> usual.put(column, TIME));
    REMINDERS.forEach(column -> usual.put(column, REMINDER));
    usual.put("ShowAs", SHOW_AS);
    usual.put("IsPrivate", PRIVACY);
    return usual;
  }

  private Set<String> editable() {
    TreeSet<String> fields = new TreeSet<>();
    if (shape.edits(subject)) {
      fields.add(SUBJECT);
    }
    if (shape.edits(description)) {
      fields.add(DESCRIPTION);
    }
    if (shape.edits(location)) {
      fields.add(LOCATION);
    }
    if (shape.edits(TIMES)) {
      fields.add(TIME);
    }
    if (shape.edits("ShowAs")) {
      fields.add(SHOW_AS);
    }
    if (shape.edits("IsPrivate")) {
      fields.add(PRIVACY);
    }
    if (shape.edits(REMINDERS)) {
      fields.add(REMINDER);
    }
    return Set.copyOf(fields);
  }

  @Override
  public Kind kind() {
    return Kind.EVENT;
  }

  @Override
  public String object() {
    return "Event";
  }

  @Override
  public List<String> columns() {
    List<String> wanted = new ArrayList<>(FACTS);
    wanted.addAll(List.of(subject, description, location));
    wanted.addAll(FIXED);
    wanted.removeIf(column -> !shape.sees(column));
    wanted.add(
        shape.sees("EventWhoIds")
            ? INVITEES.formatted(" WHERE IsInvitee = true")
            : INVITEES.formatted(""));
    return wanted;
  }

  @Override
  public List<String> conditions() {
    List<String> conditions = new ArrayList<>();
    for (String flag : List.of("IsChild", "IsRecurrence")) {
      if (shape.sees(flag)) {
        conditions.add(flag + " = false");
      }
    }
    return conditions;
  }

  @Override
  public Set<String> fields() {
    return fields;
  }

  @Override
  public boolean edits(String column) {
    return shape.edits(column);
  }

  @Override
  public FieldValues normal(FieldValues values) {
    FieldValues kept =
        values
            .only(fields)
            .with(SUBJECT, KeptText.cut(values.get(SUBJECT), length(subject, TEXT_LENGTH)))
            .with(LOCATION, KeptText.cut(values.get(LOCATION), length(location, TEXT_LENGTH)))
            .with(
                DESCRIPTION,
                KeptText.cut(values.get(DESCRIPTION), length(description, DESCRIPTION_LENGTH)))
            .with(TIME, time(values.get(TIME)).map(EventTime::text).orElse(""))
            .with(SHOW_AS, showAs(values.get(SHOW_AS)))
            .with(PRIVACY, values.get(PRIVACY).equals(PRIVATE) ? PRIVATE : "");
    return kept.with(REMINDER, reminder(kept)).only(fields);
  }

  private int length(String field, int otherwise) {
    return Math.min(shape.length(field, otherwise), otherwise);
  }

  /** What Salesforce can hold of a time: whole minutes, since an event's length is kept in them. */
  private static Optional<EventTime> time(String text) {
    return EventTime.tryParse(text)
        .map(
            time ->
                time instanceof EventTime.Timed timed
                    ? EventTime.timed(
                        timed.start().truncatedTo(ChronoUnit.MINUTES),
                        timed.end().truncatedTo(ChronoUnit.MINUTES))
                    : time)
        .filter(time -> time.span().length().compareTo(LONGEST) <= 0);
  }

  private static String showAs(String value) {
    return switch (value) {
      case "free" -> "free";
      case "oof" -> "oof";
      default -> "busy";
    };
  }

  /** A reminder of a past event would pop up at once, for all of a backfill. */
  private String reminder(FieldValues values) {
    Instant start = start(values.get(TIME));
    String minutes = values.get(REMINDER);
    if (start == null || !minutes.matches("\\d{1,7}")) {
      return "";
    }
    return start.isAfter(clock.instant()) ? String.valueOf(Integer.parseInt(minutes)) : "";
  }

  /** When the event begins for its owner; null where the time is not known. */
  private @Nullable Instant start(String time) {
    return EventTime.tryParse(time)
        .map(
            parsed ->
                parsed instanceof EventTime.AllDay days
                    ? days.start().atStartOfDay(zone).toInstant()
                    : parsed.span().start())
        .orElse(null);
  }

  @Override
  public Snapshot snapshot(Row row) {
    EventTime time = time(row);
    FieldValues values =
        FieldValues.NONE
            .with(SUBJECT, KeptText.clean(row.text(subject)))
            .with(DESCRIPTION, KeptText.clean(row.text(description)))
            .with(LOCATION, KeptText.clean(row.text(location)))
            .with(TIME, time == null ? "" : time.text())
            .with(SHOW_AS, showAs(row))
            .with(PRIVACY, row.flag("IsPrivate") ? PRIVATE : "")
            .with(REMINDER, time == null ? "" : reminder(row, time))
            .only(fields);
    return new Snapshot(
        Kind.EVENT,
        row.id(),
        Versions.of(row),
        values,
        Versions.orNull(row.text("LockstepStamp__c")),
        Versions.orNull(row.text("LockstepKey__c")),
        row.time("LastModifiedDate"),
        new Snapshot.Traits(
            time == null ? null : time.span().start(),
            time == null ? null : time.span().end(),
            excluded(row, time),
            Versions.orNull(row.text("OwnerId")),
            invitees(row),
            false));
  }

  /** Their addresses, lower case; who has none, or may not be seen, is not among them. */
  private static List<String> invitees(Row row) {
    return row.children("EventRelations").stream()
        .map(relation -> relation.parent("Relation"))
        .filter(Objects::nonNull)
        .map(person -> person.text("Email").strip().toLowerCase(Locale.ROOT))
        .filter(address -> !address.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  private static String showAs(Row row) {
    return switch (row.text("ShowAs")) {
      case "Free" -> "free";
      case "OutOfOffice" -> "oof";
      default -> "busy";
    };
  }

  /** Null where the row shows no time, for instance to a user who sees only that it is there. */
  private static @Nullable EventTime time(Row row) {
    Instant start = row.time("StartDateTime");
    if (start == null) {
      return null;
    }
    Instant end = row.time("EndDateTime");
    if (end == null) {
      String minutes = row.text("DurationInMinutes");
      end =
          start.plus(minutes.matches("\\d{1,7}") ? Long.parseLong(minutes) : 0, ChronoUnit.MINUTES);
    }
    if (end.isBefore(start)) {
      end = start;
    }
    if (!row.flag("IsAllDayEvent")) {
      return EventTime.timed(start, end);
    }
    LocalDate first = start.atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate last = end.atZone(ZoneOffset.UTC).toLocalDate();
    return EventTime.allDay(first, last.plusDays(1));
  }

  private String reminder(Row row, EventTime time) {
    Instant at = row.time("ReminderDateTime");
    Instant start = start(time.text());
    if (!row.flag("IsReminderSet") || at == null || start == null || at.isAfter(start)) {
      return "";
    }
    return String.valueOf(Duration.between(at, start).toMinutes());
  }

  private static Snapshot.@Nullable Exclusion excluded(Row row, @Nullable EventTime time) {
    if (row.flag("IsChild")) {
      return Snapshot.Exclusion.CHILD_EVENT;
    }
    if (row.flag("IsRecurrence")
        || row.flag("IsRecurrence2")
        || row.text("GroupEventType").equals("3")) {
      return Snapshot.Exclusion.SERIES;
    }
    return time == null ? Snapshot.Exclusion.INCOMPLETE : null;
  }

  @Override
  public void fill(Draft draft, Map<String, String> changes, FieldValues whole, boolean creating) {
    FieldValues kept = normal(whole.overlaid(changes));
    for (String field : changes.keySet()) {
      if (!fields.contains(field)) {
        continue;
      }
      String value = kept.get(field);
      switch (field) {
        case SUBJECT -> put(draft, subject, value, changes.get(field));
        case DESCRIPTION -> put(draft, description, value, changes.get(field));
        case LOCATION -> put(draft, location, value, changes.get(field));
        case SHOW_AS -> draft.text("ShowAs", showAsOf(value));
        case PRIVACY -> privacy(draft, value.equals(PRIVATE), creating);
        case TIME -> EventTime.tryParse(value).ifPresent(time -> put(draft, time));
        default -> {}
      }
    }
    if (fields.contains(REMINDER)) {
      reminder(draft, changes, whole, kept, creating);
    }
  }

  private static void put(Draft draft, String column, String kept, @Nullable String asked) {
    if (!kept.isEmpty() || asked == null || asked.isEmpty()) {
      draft.text(column, kept);
    }
  }

  private static String showAsOf(String value) {
    return switch (value) {
      case "free" -> "Free";
      case "oof" -> "OutOfOffice";
      default -> "Busy";
    };
  }

  private static void put(Draft draft, EventTime time) {
    switch (time) {
      case EventTime.Timed timed ->
          draft
              .flag("IsAllDayEvent", false)
              .time("StartDateTime", timed.start())
              .time("EndDateTime", timed.end());
      case EventTime.AllDay days ->
          draft
              .flag("IsAllDayEvent", true)
              .time("StartDateTime", days.start().atStartOfDay(ZoneOffset.UTC).toInstant())
              .time(
                  "EndDateTime", days.end().minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
  }

  /** A private event cannot be related to anything, and is refused while it still is. */
  private void privacy(Draft draft, boolean isPrivate, boolean creating) {
    draft.flag("IsPrivate", isPrivate);
    if (isPrivate && !creating) {
      for (String relation : List.of("WhoId", "WhatId")) {
        if (shape.edits(relation)) {
          draft.empty(relation);
        }
      }
    }
  }

  /**
   * A reminder is kept as a moment, not as minutes: an event that moves must take it along. On a
   * new event it is always said outright, else the owner's default reminder is put on it.
   */
  private void reminder(
      Draft draft,
      Map<String, String> changes,
      FieldValues whole,
      FieldValues kept,
      boolean creating) {
    boolean moved = changes.containsKey(TIME) && whole.has(REMINDER);
    if (!creating && !moved && !changes.containsKey(REMINDER)) {
      return;
    }
    String minutes = kept.get(REMINDER);
    Instant start = start(kept.get(TIME));
    if (minutes.isEmpty() || start == null) {
      draft.flag("IsReminderSet", false);
    } else {
      draft
          .flag("IsReminderSet", true)
          .time("ReminderDateTime", start.minus(Long.parseLong(minutes), ChronoUnit.MINUTES));
    }
  }

  /** Whether a change cannot be written without knowing what else the record holds. */
  @Override
  public boolean needsWhole(Map<String, String> changes) {
    return fields.contains(REMINDER)
        && changes.containsKey(TIME) != changes.containsKey(REMINDER)
        && !changes.getOrDefault(REMINDER, "none").isEmpty();
  }

  @Override
  public Optional<String> lacks(FieldValues values) {
    return normal(values).has(TIME) ? Optional.empty() : Optional.of("StartDateTime");
  }
}

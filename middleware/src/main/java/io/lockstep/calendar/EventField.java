package io.lockstep.calendar;

import java.util.Set;
import java.util.regex.Pattern;

/** The names of an event's fields in the core, and how their values are compared. */
public final class EventField {
  public static final String SUBJECT = "subject";

  /** Plain text, lines parted by LF. */
  public static final String DESCRIPTION = "description";

  public static final String LOCATION = "location";

  /** {@link EventTime#text}. */
  public static final String TIME = "time";

  /** {@code free|tentative|busy|oof|workingElsewhere}; always set. */
  public static final String SHOW_AS = "showAs";

  /** {@code private}, or empty. */
  public static final String PRIVACY = "privacy";

  /** Whole minutes before the start; empty = none. */
  public static final String REMINDER = "reminder";

  public static final Set<String> ALL =
      Set.of(SUBJECT, DESCRIPTION, LOCATION, TIME, SHOW_AS, PRIVACY, REMINDER);

  /** The value of {@link #PRIVACY} for a private event. */
  public static final String PRIVATE = "private";

  private static final Pattern MINUTES = Pattern.compile("[+-]?\\d{1,9}");

  private EventField() {}

  /**
   * What decides whether two values of a field are the same: equal keys, equal values. Total and
   * idempotent; an empty or blank value has the empty key. A field not named here is compared as
   * text.
   */
  public static String comparisonKey(String field, String value) {
    String folded = FoldedText.of(value);
    return switch (field) {
      case TIME -> EventTime.tryParse(folded).map(EventTime::text).orElse(folded);
      case REMINDER ->
          MINUTES.matcher(folded).matches() ? String.valueOf(Integer.parseInt(folded)) : folded;
      default -> folded;
    };
  }
}

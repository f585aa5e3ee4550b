package io.lockstep.sandbox.salesforce.api;

import io.lockstep.sandbox.salesforce.org.Org;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads and writes single field values as the APIs spell them. */
public final class FieldValues {
  /** The text is not a value of the field's type. */
  public static final class BadValue extends RuntimeException {
    private final String type;
    private final String text;

    BadValue(String type, String text) {
      super(text + " is not a " + type);
      this.type = type;
      this.text = text;
    }

    /** The type without its prefix: {@code dateTime}. */
    public String type() {
      return type;
    }

    public String text() {
      return text;
    }
  }

  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("[XXX][XX][X]")
          .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
          .toFormatter(Locale.ROOT);
  private static final DateTimeFormatter ZULU =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter REST =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'", Locale.ROOT);

  private FieldValues() {}

  /**
   * @param field null where the object has no such field: the engine then says so, and gets text
   * @throws BadValue where the text does not fit the field's type
   */
  public static Object parse(Org.@Nullable Field field, String text) {
    if (field == null) {
      return text;
    }
    String type = field.soapType().replaceFirst("^.*:", "");
    String trimmed = text.trim();
    try {
      return switch (type) {
        case "boolean" -> bool(trimmed);
        case "int" -> Integer.valueOf(trimmed);
        case "double" -> finite(trimmed);
        case "date" -> date(trimmed);
        case "dateTime" -> instant(trimmed);
        case "time" -> LocalTime.parse(trimmed.replaceFirst("(Z|[+-]\\d\\d:?\\d\\d)$", ""));
        default -> text;
      };
    } catch (DateTimeException | NumberFormatException e) {
      throw new BadValue(type, text);
    }
  }

  /** A point in time with an offset; without one it is UTC, as the platform takes it. */
  public static Instant instant(String text) {
    return OffsetDateTime.parse(text, DATE_TIME).toInstant();
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new NumberFormatException(text);
    };
  }

  private static Double finite(String text) {
    double value = Double.parseDouble(text);
    if (Double.isNaN(value) || Double.isInfinite(value) || text.matches(".*[dDfFxX]$")) {
      throw new NumberFormatException(text);
    }
    return value;
  }

  /** A date; of a point in time its day in UTC, since SOAP clients send calendars for dates. */
  private static LocalDate date(String text) {
    return text.length() > 11 && text.charAt(10) == 'T'
        ? instant(text).atZone(ZoneOffset.UTC).toLocalDate()
        : LocalDate.parse(text.replaceFirst("(Z|[+-]\\d\\d:\\d\\d)$", ""));
  }

  /** As SOAP and the Bulk APIs write it: points in time end in {@code .000Z}. */
  public static String text(Object value) {
    return switch (value) {
      case Instant instant -> ZULU.format(instant);
      case LocalTime time -> TIME.format(time);
      case BigDecimal number -> number.toPlainString();
      default -> value.toString();
    };
  }

  /** As JSON: numbers and booleans stay, points in time end in {@code .000+0000}. */
  public static Object json(Object value) {
    return switch (value) {
      case Instant instant -> REST.format(instant);
      case LocalTime time -> TIME.format(time);
      case LocalDate date -> date.toString();
      default -> value;
    };
  }
}

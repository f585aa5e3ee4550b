package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.store.Ids;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings a value that was sent into the form in which its field keeps it. */
final class Values {
  /** ISO 8601 with an offset of either form: {@code Z}, {@code +01:00}, {@code +0100}. */
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX]")
          .toFormatter(java.util.Locale.ROOT);

  private Values() {}

  /**
   * @param allowTruncation cut long text instead of refusing it
   * @return null for what the platform takes as nothing: blank text
   */
  static @Nullable Object coerce(FieldDef field, Object value, boolean allowTruncation) {
    try {
      return switch (field.type()) {
        case "boolean" -> bool(field, value);
        case "int" -> (int) Math.round(new BigDecimal(value.toString().strip()).doubleValue());
        case "double", "currency", "percent" -> number(field, value);
        case "date" -> date(value);
        case "datetime" -> dateTime(value);
        case "time" ->
            value instanceof LocalTime t
                ? t
                : LocalTime.parse(value.toString().strip().replaceAll("[zZ]$", ""));
        case "reference", "id" -> id(field, value.toString().strip());
        case "JunctionIdList" -> ids(field, value);
        default -> text(field, value.toString(), allowTruncation);
      };
    } catch (DateTimeException | NumberFormatException e) {
      throw wrongType(field, value);
    }
  }

  private static RowFailure wrongType(FieldDef field, Object value) {
    return new RowFailure(
        "INVALID_TYPE_ON_FIELD_IN_RECORD",
        field.field().label() + ": value not of required type: " + value,
        field.name());
  }

  private static Boolean bool(FieldDef field, Object value) {
    return switch (value.toString().strip()) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw wrongType(field, value);
    };
  }

  private static Double number(FieldDef field, Object value) {
    BigDecimal n = new BigDecimal(value.toString().strip());
    int scale = field.field().scale();
    int precision = field.field().precision();
    BigDecimal rounded = n.setScale(scale, RoundingMode.HALF_UP);
    if (precision > 0 && rounded.precision() - rounded.scale() > precision - scale) {
      throw new RowFailure(
          "NUMBER_OUTSIDE_VALID_RANGE",
          field.field().label() + ": value outside of valid range on numeric field: " + value,
          field.name());
    }
    return rounded.doubleValue();
  }

  private static LocalDate date(Object value) {
    return switch (value) {
      case LocalDate d -> d;
      case Instant i -> i.atOffset(ZoneOffset.UTC).toLocalDate();
      default -> {
        String text = value.toString().strip();
        yield LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
      }
    };
  }

  private static Instant dateTime(Object value) {
    Instant exact =
        switch (value) {
          case Instant i -> i;
          case LocalDate d -> d.atStartOfDay(ZoneOffset.UTC).toInstant();
          default -> {
            String text = value.toString().strip();
            yield text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text, DATE_TIME).toInstant();
          }
        };
    return exact.truncatedTo(ChronoUnit.SECONDS);
  }

  private static @Nullable String id(FieldDef field, String text) {
    if (text.isEmpty()) {
      return null;
    }
    String id = Ids.normal(text);
    if (id == null) {
      throw malformed(field, text);
    }
    return id;
  }

  static RowFailure malformed(FieldDef field, String id) {
    return new RowFailure(
        "MALFORMED_ID",
        field.field().label() + ": id value of incorrect type: " + id,
        field.name());
  }

  private static List<String> ids(FieldDef field, Object value) {
    Collection<?> parts =
        value instanceof Collection<?> c ? c : Arrays.asList(value.toString().split("[,;\\s]+"));
    return parts.stream()
        .map(p -> id(field, String.valueOf(p)))
        .filter(java.util.Objects::nonNull)
        .distinct()
        .toList();
  }

  private static @Nullable String text(FieldDef field, String raw, boolean allowTruncation) {
    String text = raw.strip();
    if (text.isEmpty()) {
      return null;
    }
    int max = field.field().length();
    boolean limited = max > 0 && field.isText() && !field.type().equals("multipicklist");
    if (!limited || text.length() <= max) {
      return text;
    }
    boolean cuttable =
        switch (field.type()) {
          case "string", "textarea", "combobox", "phone", "email", "url" -> true;
          default -> false;
        };
    if (allowTruncation && cuttable) {
      return text.substring(0, max).strip();
    }
    throw new RowFailure(
        "STRING_TOO_LONG",
        field.field().label()
            + ": data value too large: "
            + (text.length() > 255 ? text.substring(0, 255) : text)
            + " (max length="
            + max
            + ")",
        field.name());
  }
}

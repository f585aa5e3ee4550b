package io.lockstep.sandbox.microsoft.odata;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A constant of a filter. */
public sealed interface Literal {
  /**
   * How a document's value stands to this one: below 0, 0 or above; null where they cannot be
   * compared.
   */
  @Nullable Integer compared(@Nullable JsonNode value, List<String> path);

  /** {@code 'text'}. */
  record Quoted(String text) implements Literal {
    @Override
    public @Nullable Integer compared(@Nullable JsonNode value, List<String> path) {
      if (value == null || !value.isTextual()) {
        return null;
      }
      // The name of an extended property is compared with regard to case, its value is not.
      return path.equals(List.of("id"))
          ? Integer.valueOf(value.asText().compareTo(text))
          : Integer.valueOf(value.asText().compareToIgnoreCase(text));
    }
  }

  /** A number. */
  record Numeric(BigDecimal number) implements Literal {
    @Override
    public @Nullable Integer compared(@Nullable JsonNode value, List<String> path) {
      return value == null || !value.isNumber()
          ? null
          : Integer.valueOf(value.decimalValue().compareTo(number));
    }
  }

  /** true or false. */
  record Truth(boolean truth) implements Literal {
    @Override
    public @Nullable Integer compared(@Nullable JsonNode value, List<String> path) {
      return value == null || !value.isBoolean()
          ? null
          : Integer.valueOf(Boolean.compare(value.asBoolean(), truth));
    }
  }

  /** null. */
  record Nothing() implements Literal {
    @Override
    public @Nullable Integer compared(@Nullable JsonNode value, List<String> path) {
      return value == null || value.isNull() ? Integer.valueOf(0) : null;
    }
  }

  /** A date or time without quotes. */
  record Moment(Instant instant) implements Literal {
    @Override
    public @Nullable Integer compared(@Nullable JsonNode value, List<String> path) {
      Instant there = value == null ? null : Literal.instant(value.asText());
      return there == null ? null : Integer.valueOf(there.compareTo(instant));
    }
  }

  static @Nullable Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      try {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeException none) {
        return null;
      }
    }
  }
}

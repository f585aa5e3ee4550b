package io.lockstep;

import io.lockstep.calendar.EventField;
import io.lockstep.calendar.EventTime;
import io.lockstep.contact.PersonField;
import io.lockstep.contact.PostalAddress;
import io.lockstep.sync.FieldValues;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Values as people and programs leave them, the same for the same seed. */
public final class SomeValues {
  private static final List<String> WORDS =
      List.of(
          "Ada",
          "Straße",
          "日本",
          "a<b",
          "&amp;",
          "R&D",
          "<i>x</i>",
          "\"quoted\"",
          "line\nbreak",
          "crlf\r\nhere",
          " spaced ",
          "",
          "\t",
          "émile",
          "x;y\\z",
          "👩‍🚀",
          "<",
          ">",
          "a > b");

  private final Random random;

  public SomeValues(long seed) {
    this.random = new Random(seed);
  }

  private String text(int most) {
    StringBuilder text = new StringBuilder();
    int words = random.nextInt(most + 1);
    for (int i = 0; i < words; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return text.toString();
  }

  private String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  public FieldValues event() {
    Map<String, String> values = new TreeMap<>();
    values.put(EventField.SUBJECT, text(4));
    values.put(EventField.DESCRIPTION, text(8));
    values.put(EventField.LOCATION, text(3));
    values.put(EventField.TIME, time());
    values.put(EventField.SHOW_AS, oneOf("free", "tentative", "busy", "oof", "workingElsewhere"));
    values.put(EventField.PRIVACY, oneOf("", "private"));
    values.put(EventField.REMINDER, oneOf("", "0", "15", "40320", "99999", "soon", "-5"));
    return new FieldValues(values);
  }

  private String time() {
    if (random.nextInt(3) == 0) {
      LocalDate start = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(365));
      return EventTime.allDay(start, start.plusDays(1L + random.nextInt(3))).text();
    }
    Instant start = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(31_000_000));
    return EventTime.timed(start, start.plusSeconds(random.nextInt(10_000))).text();
  }

  public FieldValues person() {
    Map<String, String> values = new TreeMap<>();
    for (String field : PersonField.ALL) {
      if (random.nextInt(4) > 0) {
        values.put(field, value(field));
      }
    }
    return new FieldValues(values);
  }

  private String value(String field) {
    return switch (field) {
      case PersonField.EMAIL -> oneOf("ada@example.com", "Ada.L@Example.COM ", "x@y.museum");
      case PersonField.BIRTHDAY -> oneOf("1980-02-29", "--02-29", "2000-12-31", "1980-13-01", "x");
      case PersonField.ADDRESS_BUSINESS, PersonField.ADDRESS_OTHER ->
          new PostalAddress(text(2), text(1), text(1), text(1), text(1)).text();
      case PersonField.PHONE_BUSINESS,
          PersonField.PHONE_MOBILE,
          PersonField.PHONE_HOME,
          PersonField.PHONE_OTHER,
          PersonField.PHONE_FAX ->
          oneOf("+49 30 1234567", "(555) 123-4567", "0800-FLOWERS", " 112 ", "030/1 23 ext. 4");
      default -> text(3);
    };
  }
}

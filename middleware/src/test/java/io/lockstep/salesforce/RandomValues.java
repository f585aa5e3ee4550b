package io.lockstep.salesforce;

import io.lockstep.calendar.EventField;
import io.lockstep.contact.PersonField;
import io.lockstep.contact.PostalAddress;
import io.lockstep.sync.FieldValues;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** Values as mail services hold them: long, empty, odd. */
final class RandomValues {
  private static final List<String> PIECES =
      List.of(
          "a",
          "Zoë",
          " ",
          "\n",
          "\r\n",
          "\t",
          "😀",
          "\u0007",
          "\uD800",
          "'",
          "\\",
          "<b>",
          "&amp;",
          "漢字",
          "\u00A0",
          "x".repeat(60),
          ";",
          "\"");
  private final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  FieldValues event() {
    return FieldValues.NONE
        .with(EventField.SUBJECT, text(12))
        .with(EventField.DESCRIPTION, text(1_500))
        .with(EventField.LOCATION, text(12))
        .with(EventField.TIME, time())
        .with(EventField.SHOW_AS, of("free", "tentative", "busy", "oof", "workingElsewhere", ""))
        .with(EventField.PRIVACY, of("private", ""))
        .with(EventField.REMINDER, of("", "0", "15", "10080"));
  }

  FieldValues contact() {
    FieldValues values = FieldValues.NONE;
    for (String field : PersonField.ALL) {
      values = values.with(field, random.nextInt(3) == 0 ? "" : text(8));
    }
    return values
        .with(PersonField.EMAIL, of("", "ann@example.com", "not an address", text(6)))
        .with(PersonField.BIRTHDAY, of("", "1980-02-29", "--02-29", "0001-01-01"))
        .with(PersonField.ADDRESS_BUSINESS, address())
        .with(PersonField.ADDRESS_OTHER, address());
  }

  private String address() {
    return new PostalAddress(
            text(6), text(6), of("", "Paris", "TX", text(3)), text(3), of("", "FR", text(3)))
        .text();
  }

  private String time() {
    if (random.nextBoolean()) {
      LocalDate start = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(700));
      return start + "/" + start.plusDays(1 + random.nextInt(16));
    }
    Instant start = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(60_000_000));
    return start + "/" + start.plusSeconds(random.nextInt(1_300_000));
  }

  private String text(int pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(pieces + 1); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private String of(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}

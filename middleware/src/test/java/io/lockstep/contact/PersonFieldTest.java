package io.lockstep.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.calendar.RandomText;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonFieldTest {

  @RepeatedTest(20)
  void comparisonKey_anyText_isIdempotent(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    for (int i = 0; i < 200; i++) {
      String text = i % 2 == 0 ? RandomText.of(random) : RandomText.phone(random);
      for (String region : new String[] {null, "US", "DE", "IT", "XX"}) {
        for (String field : PersonField.ALL) {
          String key = PersonField.comparisonKey(field, text, region);
          assertThat(PersonField.comparisonKey(field, key, region))
              .as("%s of <%s> in %s", field, text, region)
              .isEqualTo(key);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "+1 (415) 555-0100, -, +14155550100",
        "(415) 555-0100, US, +14155550100",
        "(415) 555-0100, -, 4155550100",
        "415.555.0100, -, 4155550100",
        "+49 (0) 30 123456, -, +4930123456",
        "030/123456, DE, +4930123456",
        "+1 415 555 0100 ext. 12, -, +14155550100;ext=12",
        "+1 415 555 0100 x12, -, +14155550100;ext=12",
        "ask the desk, -, askthedesk",
        "0800, US, 0800",
        "-, -, ''"
      })
  void comparisonKey_phone_isE164OrDigits(String value, String region, String key) {
    assertThat(
            PersonField.comparisonKey(PersonField.PHONE_MOBILE, value == null ? "" : value, region))
        .isEqualTo(key);
  }

  @Test
  void comparisonKey_vanityNumbers_differ() {
    assertThat(PersonField.comparisonKey(PersonField.PHONE_OTHER, "1-800-FLOWERS"))
        .isNotEqualTo(PersonField.comparisonKey(PersonField.PHONE_OTHER, "1-800-HOTELS"));
  }

  @Test
  void comparisonKey_emailCase_isTheSame() {
    assertThat(PersonField.comparisonKey(PersonField.EMAIL, " Ana@Example.COM "))
        .isEqualTo("ana@example.com");
  }

  @Test
  void comparisonKey_addressLineEnds_areTheSame() {
    PostalAddress a = new PostalAddress("1 Main St\r\nFloor 2", "Springfield", "IL", "62701", "US");
    PostalAddress b = new PostalAddress("1 Main St\nFloor  2 ", "Springfield", "IL", "62701", "US");
    assertThat(PersonField.comparisonKey(PersonField.ADDRESS_BUSINESS, a.text()))
        .isEqualTo(PersonField.comparisonKey(PersonField.ADDRESS_BUSINESS, b.text()));
  }

  @Test
  void comparisonKey_addressBlankParts_isEmpty() {
    assertThat(PersonField.comparisonKey(PersonField.ADDRESS_OTHER, " ; ;;;")).isEmpty();
  }
}

package io.lockstep.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.lockstep.calendar.FoldedText;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A phone number as it is compared: E.164 with {@code ;ext=} where the country is known, else what
 * would be dialled. Total and idempotent.
 */
final class PhoneKey {
  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

  private PhoneKey() {}

  static String of(String value, @Nullable String region) {
    String dialled = dialled(value);
    return e164(dialled, region)
        // A key must be its own key: whatever the library reads differently a second time is
        // compared as dialled.
        .filter(key -> e164(key, region).equals(Optional.of(key)))
        .orElse(dialled);
  }

  private static Optional<String> e164(String dialled, @Nullable String region) {
    String country = region == null ? "ZZ" : region.toUpperCase(Locale.ROOT);
    try {
      PhoneNumber number = NUMBERS.parse(dialled, country);
      if (!NUMBERS.isPossibleNumber(number)) {
        return Optional.empty();
      }
      String key = NUMBERS.format(number, PhoneNumberFormat.E164);
      return Optional.of(number.hasExtension() ? key + ";ext=" + number.getExtension() : key);
    } catch (NumberParseException e) {
      // Free text, a short code, or a number without a country: compared as dialled.
      return Optional.empty();
    }
  }

  /** Without what only parts the digits; letters stay, in lower case (vanity numbers, "ext"). */
  private static String dialled(String value) {
    String folded = FoldedText.of(FoldedText.of(value).toLowerCase(Locale.ROOT));
    StringBuilder kept = new StringBuilder();
    folded
        .codePoints()
        .forEach(
            c -> {
              int digit = Character.digit(c, 10);
              if (digit >= 0) {
                kept.append((char) ('0' + digit));
              } else if (c == '\uFF0B') {
                kept.append('+');
              } else if (!parts(c)) {
                kept.appendCodePoint(c);
              }
            });
    String bare = FoldedText.of(kept.toString());
    return bare.isEmpty() ? folded : bare;
  }

  private static boolean parts(int c) {
    return Character.getType(c) == Character.DASH_PUNCTUATION
        || c == ' '
        || c == '('
        || c == ')'
        || c == '.'
        || c == '/'
        || c == '\u2212';
  }
}

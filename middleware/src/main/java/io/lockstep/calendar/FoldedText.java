package io.lockstep.calendar;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text as it is compared: two texts that a reader would call the same have the same folded form.
 * Total and idempotent.
 */
public final class FoldedText {
  private static final Pattern INVISIBLE = Pattern.compile("[\\u200B\\uFEFF\\u00AD]+");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private FoldedText() {}

  /**
   * Unicode NFC, runs of white space (line breaks, no-break spaces and control characters with
   * them) as one space, trimmed, zero-width spaces and soft hyphens dropped.
   */
  public static String of(String text) {
    String visible = INVISIBLE.matcher(text).replaceAll("");
    String composed = Normalizer.normalize(visible, Normalizer.Form.NFC);
    return BLANKS.matcher(composed).replaceAll(" ").strip();
  }

  /**
   * For matching people and subjects: as {@link #of}, and without case, diacritics and
   * compatibility differences (full width, ligatures); {@code ß} is {@code ss}.
   */
  public static String forMatching(String text) {
    String before = of(text);
    // Lower-casing can bring new marks to strip (İ), so it goes on until nothing changes.
    for (int round = 0; round < 4; round++) {
      String lower = Normalizer.normalize(before, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
      String bare = MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD)).replaceAll("");
      String after =
          of(
              bare.replace("ß", "ss")
                  .replace("ı", "i")
                  .replace("ø", "o")
                  .replace("ł", "l")
                  .replace("đ", "d")
                  .replace("ς", "σ"));
      if (after.equals(before)) {
        return after;
      }
      before = after;
    }
    return before;
  }
}

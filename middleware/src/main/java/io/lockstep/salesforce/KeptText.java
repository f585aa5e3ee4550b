package io.lockstep.salesforce;

/**
 * Text as Salesforce keeps it: trimmed, lines parted by LF, without characters that XML cannot
 * carry, no longer than its field in UTF-16 units.
 */
final class KeptText {
  private KeptText() {}

  /** A text of one field, cut to {@code length} without splitting a character. */
  static String cut(String text, int length) {
    String clean = clean(text);
    if (clean.length() <= length) {
      return clean;
    }
    int end = length;
    if (Character.isHighSurrogate(clean.charAt(end - 1))) {
      end--;
    }
    return clean.substring(0, end).strip();
  }

  /** The text, or the empty text where it is too long: half a phone number is a wrong one. */
  static String whole(String text, int length) {
    String clean = clean(text);
    return clean.length() <= length ? clean : "";
  }

  /** Trimmed, LF, and only characters of XML 1.0. */
  static String clean(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n');
    StringBuilder kept = new StringBuilder(lines.length());
    lines.codePoints().filter(KeptText::isXml).forEach(kept::appendCodePoint);
    return kept.toString().strip();
  }

  /** A lone surrogate comes as its own code point and is not XML either. */
  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= 0x10FFFF);
  }
}

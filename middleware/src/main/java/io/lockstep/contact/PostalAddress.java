package io.lockstep.contact;

import io.lockstep.calendar.FoldedText;
import java.util.ArrayList;
import java.util.List;

/**
 * A postal address as one value. Absent parts are the empty text.
 *
 * @param street one or more lines, parted by LF
 * @param region state or province, as its side names it
 * @param country as its side names it
 */
public record PostalAddress(
    String street, String city, String region, String postalCode, String country) {
  public static final PostalAddress NONE = new PostalAddress("", "", "", "", "");

  public PostalAddress {
    street = street.replace("\r\n", "\n").replace('\r', '\n');
  }

  public boolean isEmpty() {
    return equals(NONE);
  }

  /**
   * The canonical text, in the manner of a vCard's ADR: {@code
   * street;city;region;postalCode;country} with {@code \n}, {@code \;} and {@code \\} for a line
   * break, a semicolon and a backslash. The empty text for an empty address.
   */
  public String text() {
    if (isEmpty()) {
      return "";
    }
    return String.join(
        ";",
        escaped(street),
        escaped(city),
        escaped(region),
        escaped(postalCode),
        escaped(country));
  }

  private static String escaped(String part) {
    return part.replace("\\", "\\\\").replace(";", "\\;").replace("\n", "\\n");
  }

  /**
   * Reads {@link #text}. Total: parts that are not there are empty, what follows the fifth belongs
   * to it.
   */
  public static PostalAddress parse(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        char escaped = text.charAt(i);
        part.append(escaped == 'n' ? '\n' : escaped);
      } else if (c == ';' && parts.size() < 4) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    while (parts.size() < 5) {
      parts.add("");
    }
    return new PostalAddress(parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4));
  }

  /** This address as it is compared. */
  PostalAddress folded() {
    return new PostalAddress(
        FoldedText.of(street),
        FoldedText.of(city),
        FoldedText.of(region),
        FoldedText.of(postalCode),
        FoldedText.of(country));
  }
}

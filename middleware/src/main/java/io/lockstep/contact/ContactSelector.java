package io.lockstep.contact;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name by which a person selects contacts beside those in our own folder or under our own
 * label: a category at Microsoft 365, a further label at Google. Upper and lower case, spaces
 * around it and the composition of accents make no difference, as in the services themselves.
 *
 * @param name as an administrator wrote it
 */
public record ContactSelector(String name) {
  /** Where an administrator named none. */
  public static final ContactSelector DEFAULT = new ContactSelector("Salesforce Sync");

  private static final int LONGEST = 80;

  /**
   * @param text what an administrator wrote; blank = {@link #DEFAULT}
   * @throws IllegalArgumentException with what is wrong, to follow the name of the field
   */
  public static ContactSelector of(String text) {
    String name = text.strip();
    if (name.isEmpty()) {
      return DEFAULT;
    }
    if (name.codePoints().anyMatch(c -> c == ',' || c == ';')) {
      // Outlook takes both for the end of a name.
      throw new IllegalArgumentException(
          "holds a comma or a semicolon: it takes one name, and no name of a category has them");
    }
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("holds a line break or another control character");
    }
    if (name.length() > LONGEST) {
      throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
    }
    return new ContactSelector(name);
  }

  /** Whether a category or label has this name. */
  public boolean names(@Nullable String label) {
    return label != null && folded(label).equals(folded(name));
  }

  public boolean isDefault() {
    return names(DEFAULT.name);
  }

  /** Differs from that of another name, as good as always: a cursor tells by it what it is for. */
  public String code() {
    return "%08x".formatted(folded(name).hashCode());
  }

  private static String folded(String text) {
    return Normalizer.normalize(text.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}

package io.lockstep.microsoft;

import com.microsoft.graph.models.Contact;
import io.lockstep.calendar.FoldedText;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A contact's {@code displayName} and {@code fileAs}, under which Outlook shows it. Graph does not
 * derive them anew when a part of the name changes, so that is done here; one that the person chose
 * stays.
 */
final class DisplayName {
  private DisplayName() {}

  /**
   * The last name of a contact that has no parts of a name: all of what it is shown as, unless that
   * only repeats its company, an address, or what stands around a name.
   */
  static String onlyName(Contact contact) {
    String shown = text(contact.getDisplayName());
    boolean parts =
        Stream.of(contact.getGivenName(), contact.getMiddleName(), contact.getSurname())
            .anyMatch(part -> !text(part).isEmpty());
    boolean repeats =
        shown.equals(text(contact.getCompanyName()))
            || PersonMapping.emails(contact).stream()
                .anyMatch(email -> shown.equalsIgnoreCase(text(email.getAddress())));
    Set<String> around =
        Stream.of(contact.getTitle(), contact.getGeneration())
            .flatMap(DisplayName::words)
            .collect(Collectors.toSet());
    return parts || repeats || words(shown).allMatch(around::contains) ? "" : shown;
  }

  /**
   * @param present null for a new contact
   * @param out with all that will be left of the name
   */
  static void write(@Nullable Contact present, Contact out) {
    String shown =
        joined(" ", out.getGivenName(), out.getMiddleName(), out.getSurname(), out.getGeneration());
    String filed =
        joined(", ", out.getSurname(), joined(" ", out.getGivenName(), out.getMiddleName()));
    if (present == null) {
      if (!shown.isEmpty()) {
        out.setDisplayName(shown);
        out.setFileAs(filed.isEmpty() ? shown : filed);
      }
      return;
    }
    if (isDerived(present, present.getDisplayName())) {
      out.setDisplayName(orNull(shown));
    }
    if (isDerived(present, present.getFileAs())) {
      out.setFileAs(orNull(filed.isEmpty() ? shown : filed));
    }
  }

  /** Made of nothing but parts of the name, in any order. */
  private static boolean isDerived(Contact present, @Nullable String shown) {
    Set<String> parts =
        Stream.of(
                present.getTitle(),
                present.getGivenName(),
                present.getMiddleName(),
                present.getSurname(),
                present.getGeneration(),
                onlyName(present))
            .flatMap(DisplayName::words)
            .collect(Collectors.toSet());
    return words(shown).allMatch(parts::contains);
  }

  private static Stream<String> words(@Nullable String text) {
    return Arrays.stream(FoldedText.forMatching(text(text)).split("[\\s,]+"))
        .filter(word -> !word.isEmpty());
  }

  private static String joined(String by, @Nullable String... parts) {
    return Arrays.stream(parts)
        .map(DisplayName::text)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(by));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text.strip();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

package io.lockstep.microsoft;

import static io.lockstep.contact.PersonField.ADDRESS_BUSINESS;
import static io.lockstep.contact.PersonField.ADDRESS_OTHER;
import static io.lockstep.contact.PersonField.BIRTHDAY;
import static io.lockstep.contact.PersonField.COMPANY;
import static io.lockstep.contact.PersonField.DEPARTMENT;
import static io.lockstep.contact.PersonField.EMAIL;
import static io.lockstep.contact.PersonField.FIRST_NAME;
import static io.lockstep.contact.PersonField.LAST_NAME;
import static io.lockstep.contact.PersonField.MIDDLE_NAME;
import static io.lockstep.contact.PersonField.NOTES;
import static io.lockstep.contact.PersonField.PHONE_BUSINESS;
import static io.lockstep.contact.PersonField.PHONE_FAX;
import static io.lockstep.contact.PersonField.PHONE_HOME;
import static io.lockstep.contact.PersonField.PHONE_MOBILE;
import static io.lockstep.contact.PersonField.PHONE_OTHER;
import static io.lockstep.contact.PersonField.PREFIX;
import static io.lockstep.contact.PersonField.SUFFIX;
import static io.lockstep.contact.PersonField.TITLE;

import com.microsoft.graph.models.Contact;
import com.microsoft.graph.models.EmailAddress;
import io.lockstep.contact.PersonField;
import io.lockstep.sync.FieldValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a contact's fields; {@link PersonChange} writes them. Of several e-mail addresses and
 * numbers the first stands for the field, and the others are left alone.
 */
final class PersonMapping {
  /** Without the numbers that Graph's contact has no place for: they stay where they are. */
  static final Set<String> FIELDS = fields();

  static final Set<String> NAME_FIELDS = Set.of(FIRST_NAME, MIDDLE_NAME, LAST_NAME, PREFIX, SUFFIX);

  private PersonMapping() {}

  private static Set<String> fields() {
    Set<String> fields = new TreeSet<>(PersonField.ALL);
    fields.removeAll(Set.of(PHONE_OTHER, PHONE_FAX));
    return Set.copyOf(fields);
  }

  static FieldValues read(Contact contact) {
    Map<String, String> values = new TreeMap<>();
    values.put(PREFIX, text(contact.getTitle()));
    values.put(FIRST_NAME, text(contact.getGivenName()));
    values.put(MIDDLE_NAME, text(contact.getMiddleName()));
    String last = text(contact.getSurname());
    values.put(LAST_NAME, last.isEmpty() ? DisplayName.onlyName(contact) : last);
    values.put(SUFFIX, text(contact.getGeneration()));
    values.put(
        EMAIL, emails(contact).stream().map(e -> text(e.getAddress())).findFirst().orElse(""));
    values.put(PHONE_BUSINESS, first(contact.getBusinessPhones()));
    values.put(PHONE_HOME, first(contact.getHomePhones()));
    values.put(PHONE_MOBILE, text(contact.getMobilePhone()));
    values.put(ADDRESS_BUSINESS, PostalAddresses.read(contact.getBusinessAddress()).text());
    values.put(ADDRESS_OTHER, PostalAddresses.read(contact.getOtherAddress()).text());
    values.put(COMPANY, text(contact.getCompanyName()));
    values.put(TITLE, text(contact.getJobTitle()));
    values.put(DEPARTMENT, text(contact.getDepartment()));
    values.put(NOTES, text(contact.getPersonalNotes()));
    values.put(BIRTHDAY, Birthdays.read(contact.getBirthday()));
    return new FieldValues(values);
  }

  /** What Graph would keep: by construction what is read from a new contact with these values. */
  static FieldValues normal(FieldValues values) {
    return read(PersonChange.created(values));
  }

  /** The addresses in order, without those that are none. */
  static List<EmailAddress> emails(Contact contact) {
    List<EmailAddress> list = contact.getEmailAddresses();
    Stream<@Nullable EmailAddress> all =
        list == null || list.isEmpty()
            // Newer members that say the same.
            ? Stream.of(
                contact.getPrimaryEmailAddress(),
                contact.getSecondaryEmailAddress(),
                contact.getTertiaryEmailAddress())
            : list.stream();
    List<EmailAddress> found = new ArrayList<>();
    all.forEach(
        one -> {
          if (one != null && !text(one.getAddress()).isEmpty()) {
            found.add(one);
          }
        });
    return found;
  }

  private static String first(@Nullable List<String> numbers) {
    return numbers(numbers).stream().findFirst().orElse("");
  }

  static List<String> numbers(@Nullable List<String> numbers) {
    return numbers == null
        ? List.of()
        : numbers.stream().map(PersonMapping::text).filter(one -> !one.isEmpty()).toList();
  }

  static String text(@Nullable String value) {
    return value == null ? "" : value.replace("\r\n", "\n").strip();
  }
}

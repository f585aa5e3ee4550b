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
import static io.lockstep.contact.PersonField.PHONE_HOME;
import static io.lockstep.contact.PersonField.PHONE_MOBILE;
import static io.lockstep.contact.PersonField.PREFIX;
import static io.lockstep.contact.PersonField.SUFFIX;
import static io.lockstep.contact.PersonField.TITLE;

import com.microsoft.graph.models.Contact;
import com.microsoft.graph.models.EmailAddress;
import io.lockstep.contact.PostalAddress;
import io.lockstep.sync.FieldValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a contact as an object to be sent, made anew for each call: what a change does not
 * touch is not named. Graph replaces a list as a whole, so one that changes holds the person's
 * other entries in the order they have.
 */
final class PersonChange {
  private final @Nullable Contact present;
  private final Contact out = new Contact();

  private PersonChange(@Nullable Contact present) {
    this.present = present;
  }

  /** A new contact. Fields that Graph has no place for are left out. */
  static Contact created(FieldValues values) {
    PersonChange change = new PersonChange(null);
    change.apply(values.only(PersonMapping.FIELDS).values());
    return change.out;
  }

  /**
   * Whether a patch of these fields must know the contact as it is: the other entries of its lists,
   * and the rest of its name.
   */
  static boolean needsPresent(Collection<String> fields) {
    return fields.stream()
        .anyMatch(
            field ->
                field.equals(EMAIL)
                    || field.equals(PHONE_BUSINESS)
                    || field.equals(PHONE_HOME)
                    || PersonMapping.NAME_FIELDS.contains(field));
  }

  /**
   * Only what changes; an empty text empties.
   *
   * @param present the contact, in the version that is changed; null where it is not needed
   */
  static Contact patch(Map<String, String> changes, @Nullable Contact present) {
    if (present == null && needsPresent(changes.keySet())) {
      throw new IllegalArgumentException("The contact as it is must be known");
    }
    // Without need of the present one, an empty one: what is emptied must be named all the same.
    PersonChange change = new PersonChange(present == null ? new Contact() : present);
    change.apply(changes);
    return change.out;
  }

  private void apply(Map<String, String> changes) {
    Map<String, String> name = new TreeMap<>();
    changes.forEach(
        (field, given) -> {
          String value = PersonMapping.text(given);
          if (PersonMapping.NAME_FIELDS.contains(field)) {
            name.put(field, value);
          } else if (present != null || !value.isEmpty()) {
            set(field, value);
          }
        });
    if (!name.isEmpty()) {
      name(name);
    }
  }

  private void set(String field, String value) {
    switch (field) {
      case EMAIL -> out.setEmailAddresses(emails(value));
      case PHONE_BUSINESS ->
          out.setBusinessPhones(
              numbers(present == null ? null : present.getBusinessPhones(), value));
      case PHONE_HOME ->
          out.setHomePhones(numbers(present == null ? null : present.getHomePhones(), value));
      case PHONE_MOBILE -> out.setMobilePhone(orNull(value));
      case ADDRESS_BUSINESS ->
          out.setBusinessAddress(PostalAddresses.written(PostalAddress.parse(value)));
      case ADDRESS_OTHER ->
          out.setOtherAddress(PostalAddresses.written(PostalAddress.parse(value)));
      case COMPANY -> out.setCompanyName(orNull(value));
      case TITLE -> out.setJobTitle(orNull(value));
      case DEPARTMENT -> out.setDepartment(orNull(value));
      case NOTES -> out.setPersonalNotes(orNull(value));
      case BIRTHDAY -> out.setBirthday(Birthdays.written(value));
      default -> throw new IllegalArgumentException("Not a field of a contact: " + field);
    }
  }

  /** All that is left of the name is sent: what the contact is shown as follows from all of it. */
  private void name(Map<String, String> changes) {
    Map<String, String> name = new TreeMap<>();
    if (present != null) {
      name.putAll(PersonMapping.read(present).only(PersonMapping.NAME_FIELDS).values());
    }
    name.putAll(changes);
    name.forEach(
        (field, value) -> {
          if (present != null || !value.isEmpty()) {
            part(field, orNull(value));
          }
        });
    DisplayName.write(present, out);
  }

  private void part(String field, @Nullable String value) {
    switch (field) {
      case PREFIX -> out.setTitle(value);
      case FIRST_NAME -> out.setGivenName(value);
      case MIDDLE_NAME -> out.setMiddleName(value);
      case LAST_NAME -> out.setSurname(value);
      case SUFFIX -> out.setGeneration(value);
      default -> throw new IllegalArgumentException(field);
    }
  }

  private List<EmailAddress> emails(String value) {
    List<EmailAddress> all = new ArrayList<>();
    String first = "";
    for (EmailAddress old :
        present == null ? List.<EmailAddress>of() : PersonMapping.emails(present)) {
      String address = PersonMapping.text(old.getAddress());
      if (first.isEmpty()) {
        first = address;
      } else if (!address.equalsIgnoreCase(value)) {
        all.add(email(address, old.getName()));
      }
    }
    if (!value.isEmpty()) {
      all.add(0, email(value, null));
    }
    return all;
  }

  private static EmailAddress email(String address, @Nullable String name) {
    EmailAddress email = new EmailAddress();
    email.setAddress(address);
    if (name != null) {
      email.setName(name);
    }
    return email;
  }

  private static List<String> numbers(@Nullable List<String> present, String value) {
    List<String> all = new ArrayList<>(PersonMapping.numbers(present));
    if (!all.isEmpty()) {
      all.remove(0);
    }
    if (!value.isEmpty()) {
      all.remove(value);
      all.add(0, value);
    }
    return all;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

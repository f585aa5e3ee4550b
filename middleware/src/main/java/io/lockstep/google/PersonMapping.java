package io.lockstep.google;

import static io.lockstep.contact.PersonField.BIRTHDAY;
import static io.lockstep.contact.PersonField.COMPANY;
import static io.lockstep.contact.PersonField.DEPARTMENT;
import static io.lockstep.contact.PersonField.EMAIL;
import static io.lockstep.contact.PersonField.FIRST_NAME;
import static io.lockstep.contact.PersonField.LAST_NAME;
import static io.lockstep.contact.PersonField.MIDDLE_NAME;
import static io.lockstep.contact.PersonField.NOTES;
import static io.lockstep.contact.PersonField.PREFIX;
import static io.lockstep.contact.PersonField.SUFFIX;
import static io.lockstep.contact.PersonField.TITLE;

import com.google.api.services.people.v1.model.Address;
import com.google.api.services.people.v1.model.Biography;
import com.google.api.services.people.v1.model.Birthday;
import com.google.api.services.people.v1.model.EmailAddress;
import com.google.api.services.people.v1.model.Name;
import com.google.api.services.people.v1.model.Organization;
import com.google.api.services.people.v1.model.Person;
import com.google.api.services.people.v1.model.PhoneNumber;
import io.lockstep.contact.PersonField;
import io.lockstep.sync.FieldValues;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a person's fields; {@link PersonChange} writes them. */
final class PersonMapping {
  static final Set<String> NAME_FIELDS = Set.of(FIRST_NAME, MIDDLE_NAME, LAST_NAME, PREFIX, SUFFIX);
  static final Set<String> EMPLOYER_FIELDS = Set.of(COMPANY, TITLE, DEPARTMENT);

  private PersonMapping() {}

  static FieldValues read(Person person) {
    Map<String, String> chosen = ContactMark.chosen(person);
    Map<String, String> values = new TreeMap<>();
    Name name = name(person);
    if (name != null) {
      values.put(FIRST_NAME, orEmpty(name.getGivenName()));
      values.put(MIDDLE_NAME, orEmpty(name.getMiddleName()));
      values.put(LAST_NAME, orEmpty(name.getFamilyName()));
      values.put(PREFIX, orEmpty(name.getHonorificPrefix()));
      values.put(SUFFIX, orEmpty(name.getHonorificSuffix()));
    }
    EmailAddress email = PersonLists.email(emails(person), chosen.getOrDefault(EMAIL, ""));
    if (email != null) {
      values.put(EMAIL, orEmpty(email.getValue()));
    }
    for (String field : PersonLists.PHONES) {
      PhoneNumber phone = PersonLists.phone(field, phones(person), chosen.getOrDefault(field, ""));
      if (phone != null) {
        values.put(field, orEmpty(phone.getValue()));
      }
    }
    for (String field : PersonLists.ADDRESSES) {
      Address address =
          PersonLists.address(field, addresses(person), chosen.getOrDefault(field, ""));
      if (address != null) {
        values.put(field, PostalAddresses.read(address).text());
      }
    }
    Organization employer =
        PersonLists.employer(employers(person), chosen.getOrDefault(PersonLists.EMPLOYER, ""));
    if (employer != null) {
      values.put(COMPANY, orEmpty(employer.getName()));
      values.put(TITLE, orEmpty(employer.getTitle()));
      values.put(DEPARTMENT, orEmpty(employer.getDepartment()));
    }
    values.put(NOTES, notes(person));
    values.put(BIRTHDAY, birthday(person));
    return new FieldValues(values);
  }

  /** What Google would keep: by construction what is read from a new person with these values. */
  static FieldValues normal(FieldValues values) {
    Person person = new Person();
    new PersonChange(person).apply(values.only(PersonField.ALL).values());
    return read(person);
  }

  static @Nullable Name name(Person person) {
    List<Name> names = PersonLists.ofContact(person.getNames(), Name::getMetadata);
    return names.isEmpty() ? null : names.get(0);
  }

  static List<EmailAddress> emails(Person person) {
    return PersonLists.ofContact(person.getEmailAddresses(), EmailAddress::getMetadata);
  }

  static List<PhoneNumber> phones(Person person) {
    return PersonLists.ofContact(person.getPhoneNumbers(), PhoneNumber::getMetadata);
  }

  static List<Address> addresses(Person person) {
    return PersonLists.ofContact(person.getAddresses(), Address::getMetadata);
  }

  static List<Organization> employers(Person person) {
    return PersonLists.ofContact(person.getOrganizations(), Organization::getMetadata);
  }

  private static String notes(Person person) {
    List<Biography> all = PersonLists.ofContact(person.getBiographies(), Biography::getMetadata);
    if (all.isEmpty()) {
      return "";
    }
    String text = orEmpty(all.get(0).getValue());
    return "TEXT_HTML".equals(all.get(0).getContentType())
        ? Descriptions.plain(text)
        : text.replace("\r\n", "\n");
  }

  private static String birthday(Person person) {
    List<Birthday> all = PersonLists.ofContact(person.getBirthdays(), Birthday::getMetadata);
    return all.isEmpty() ? "" : Birthdays.read(all.get(0).getDate());
  }

  static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}

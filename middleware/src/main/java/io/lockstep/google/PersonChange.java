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
import com.google.api.services.people.v1.model.Date;
import com.google.api.services.people.v1.model.EmailAddress;
import com.google.api.services.people.v1.model.Name;
import com.google.api.services.people.v1.model.Organization;
import com.google.api.services.people.v1.model.Person;
import com.google.api.services.people.v1.model.PhoneNumber;
import io.lockstep.contact.PostalAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a person as read: only the lists that a field touches are named in the mask, and in
 * them only the entry that stands for the field changes. The person's other numbers, addresses and
 * employers stay whole.
 */
final class PersonChange {
  private final Person person;
  private final TreeSet<String> mask = new TreeSet<>();
  private final Map<String, String> chosen;

  PersonChange(Person person) {
    this.person = person;
    this.chosen = new TreeMap<>(ContactMark.chosen(person));
  }

  /** The names of the person fields that were touched, in order. */
  SortedSet<String> mask() {
    return mask;
  }

  /** What to remember of the choice among several entries. */
  Map<String, String> chosen() {
    return chosen;
  }

  PersonChange apply(Map<String, String> changes) {
    Map<String, String> name = new TreeMap<>();
    Map<String, String> employer = new TreeMap<>();
    changes.forEach(
        (field, given) -> {
          String value = given.replace("\r\n", "\n").strip();
          if (PersonMapping.NAME_FIELDS.contains(field)) {
            name.put(field, value);
          } else if (PersonMapping.EMPLOYER_FIELDS.contains(field)) {
            employer.put(field, value);
          } else if (PersonLists.PHONES.contains(field)) {
            phone(field, value);
          } else if (PersonLists.ADDRESSES.contains(field)) {
            address(field, value);
          } else {
            switch (field) {
              case EMAIL -> email(value);
              case NOTES -> notes(value);
              case BIRTHDAY -> birthday(value);
              default -> throw new IllegalArgumentException("Not a field of a contact: " + field);
            }
          }
        });
    if (!name.isEmpty()) {
      name(name);
    }
    if (!employer.isEmpty()) {
      employer(employer);
    }
    return this;
  }

  private void name(Map<String, String> changes) {
    mask.add("names");
    Name present = PersonMapping.name(person);
    Name name = present == null ? new Name() : present;
    changes.forEach(
        (field, value) -> {
          String text = orNull(value);
          switch (field) {
            case FIRST_NAME -> name.setGivenName(text);
            case MIDDLE_NAME -> name.setMiddleName(text);
            case LAST_NAME -> name.setFamilyName(text);
            case PREFIX -> name.setHonorificPrefix(text);
            case SUFFIX -> name.setHonorificSuffix(text);
            default -> throw new IllegalArgumentException(field);
          }
        });
    // Google derives these; sent back they would contradict the parts.
    name.setDisplayName(null).setDisplayNameLastFirst(null).setUnstructuredName(null);
    boolean empty =
        name.getGivenName() == null
            && name.getMiddleName() == null
            && name.getFamilyName() == null
            && name.getHonorificPrefix() == null
            && name.getHonorificSuffix() == null;
    person.setNames(empty ? new ArrayList<>() : listOf(name));
  }

  private void email(String value) {
    mask.add("emailAddresses");
    List<EmailAddress> all = PersonMapping.emails(person);
    EmailAddress entry = PersonLists.email(all, chosen.getOrDefault(EMAIL, ""));
    if (value.isEmpty()) {
      all.remove(entry);
      chosen.remove(EMAIL);
    } else {
      if (entry == null) {
        entry = new EmailAddress().setType(PersonLists.newType(EMAIL));
        all.add(0, entry);
      }
      entry.setValue(value);
      String key = PersonLists.key(entry);
      // The address may have stood further down: once is enough.
      int kept = all.indexOf(entry);
      for (int i = all.size() - 1; i > kept; i--) {
        if (PersonLists.key(all.get(i)).equals(key)) {
          all.remove(i);
        }
      }
      for (int i = kept - 1; i >= 0; i--) {
        if (PersonLists.key(all.get(i)).equals(key)) {
          all.remove(i);
        }
      }
      remember(EMAIL, all.size(), key);
    }
    person.setEmailAddresses(all);
  }

  private void phone(String field, String value) {
    mask.add("phoneNumbers");
    List<PhoneNumber> all = PersonMapping.phones(person);
    PhoneNumber entry = PersonLists.phone(field, all, chosen.getOrDefault(field, ""));
    if (value.isEmpty()) {
      all.remove(entry);
      chosen.remove(field);
    } else {
      if (entry == null) {
        entry = new PhoneNumber().setType(PersonLists.newType(field));
        all.add(entry);
      }
      entry.setValue(value).setCanonicalForm(null);
      remember(field, PersonLists.phones(field, all), PersonLists.key(entry));
    }
    person.setPhoneNumbers(all);
  }

  private void address(String field, String value) {
    mask.add("addresses");
    PostalAddress normal = PostalAddresses.normal(PostalAddress.parse(value));
    List<Address> all = PersonMapping.addresses(person);
    Address entry = PersonLists.address(field, all, chosen.getOrDefault(field, ""));
    if (normal.isEmpty()) {
      all.remove(entry);
      chosen.remove(field);
    } else {
      if (entry == null) {
        entry = new Address().setType(PersonLists.newType(field));
        all.add(entry);
      }
      PostalAddresses.write(entry, normal);
      remember(field, PersonLists.addresses(field, all), PersonLists.key(entry));
    }
    person.setAddresses(all);
  }

  private void employer(Map<String, String> changes) {
    mask.add("organizations");
    List<Organization> all = PersonMapping.employers(person);
    Organization present = PersonLists.employer(all, chosen.getOrDefault(PersonLists.EMPLOYER, ""));
    Organization entry =
        present == null ? new Organization().setType(PersonLists.newType(COMPANY)) : present;
    changes.forEach(
        (field, value) -> {
          String text = orNull(value);
          switch (field) {
            case COMPANY -> entry.setName(text);
            case TITLE -> entry.setTitle(text);
            case DEPARTMENT -> entry.setDepartment(text);
            default -> throw new IllegalArgumentException(field);
          }
        });
    if (isBare(entry)) {
      all.remove(present);
      chosen.remove(PersonLists.EMPLOYER);
    } else {
      if (present == null) {
        all.add(0, entry);
      }
      remember(PersonLists.EMPLOYER, all.size(), PersonLists.key(entry));
    }
    person.setOrganizations(all);
  }

  /** Nothing is left in it, not even what we do not carry. */
  private static boolean isBare(Organization entry) {
    return entry.getName() == null
        && entry.getTitle() == null
        && entry.getDepartment() == null
        && entry.getJobDescription() == null
        && entry.getLocation() == null
        && entry.getSymbol() == null
        && entry.getDomain() == null
        && entry.getCostCenter() == null
        && entry.getPhoneticName() == null
        && entry.getStartDate() == null
        && entry.getEndDate() == null;
  }

  private void notes(String value) {
    mask.add("biographies");
    person.setBiographies(
        value.isEmpty()
            ? new ArrayList<>()
            : listOf(new Biography().setValue(value).setContentType("TEXT_PLAIN")));
  }

  private void birthday(String value) {
    mask.add("birthdays");
    Date date = Birthdays.written(value);
    person.setBirthdays(date == null ? new ArrayList<>() : listOf(new Birthday().setDate(date)));
  }

  private void remember(String field, long candidates, String key) {
    if (candidates > 1) {
      chosen.put(field, ContactMark.shortHash(key));
    } else {
      chosen.remove(field);
    }
  }

  /** Google's values copy themselves and what they hold, so their lists must be copyable. */
  private static <T> List<T> listOf(T one) {
    return new ArrayList<>(List.of(one));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

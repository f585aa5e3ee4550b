package io.lockstep.contact;

import io.lockstep.contact.Person.Address;
import io.lockstep.contact.Person.Email;
import io.lockstep.contact.Person.Name;
import io.lockstep.contact.Person.Organization;
import io.lockstep.contact.Person.Phone;
import io.lockstep.sync.FieldValues;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a person that the core merges, out of the canonical person and back onto it. Where
 * a person has several numbers or addresses of a type, the first one is the field and the others
 * are left alone.
 */
public final class PersonFields {
  private static final Map<String, Phone.Type> PHONES =
      Map.of(
          PersonField.PHONE_BUSINESS, Phone.Type.BUSINESS,
          PersonField.PHONE_MOBILE, Phone.Type.MOBILE,
          PersonField.PHONE_HOME, Phone.Type.HOME,
          PersonField.PHONE_OTHER, Phone.Type.OTHER,
          PersonField.PHONE_FAX, Phone.Type.FAX);
  private static final Map<String, Address.Type> ADDRESSES =
      Map.of(
          PersonField.ADDRESS_BUSINESS, Address.Type.BUSINESS,
          PersonField.ADDRESS_OTHER, Address.Type.OTHER);

  private PersonFields() {}

  public static FieldValues of(Person person) {
    Map<String, String> values = new TreeMap<>();
    Name name = person.name();
    values.put(PersonField.PREFIX, name.prefix());
    values.put(PersonField.FIRST_NAME, name.first());
    values.put(PersonField.MIDDLE_NAME, name.middle());
    values.put(PersonField.LAST_NAME, name.last());
    values.put(PersonField.SUFFIX, name.suffix());
    Email email = primary(person.emails());
    values.put(PersonField.EMAIL, email == null ? "" : email.address());
    PHONES.forEach(
        (field, type) -> {
          Phone phone = first(person.phones(), one -> one.type() == type);
          values.put(field, phone == null ? "" : phone.number());
        });
    ADDRESSES.forEach(
        (field, type) -> {
          Address address = first(person.addresses(), one -> one.type() == type);
          values.put(field, address == null ? "" : address.postal().text());
        });
    values.put(PersonField.COMPANY, person.organization().company());
    values.put(PersonField.TITLE, person.organization().title());
    values.put(PersonField.DEPARTMENT, person.organization().department());
    values.put(PersonField.NOTES, person.notes());
    values.put(PersonField.BIRTHDAY, person.birthday());
    return new FieldValues(values);
  }

  /** A person of these fields alone. */
  public static Person person(FieldValues values) {
    return onto(Person.NOBODY, values.values());
  }

  /**
   * The person with some fields changed; the others and all that is no field stay.
   *
   * @param changes by field; an empty text takes the one value away, and a second one of its type
   *     moves up
   * @throws IllegalArgumentException for a birthday that is none, or a name that is no field
   */
  public static Person onto(Person person, Map<String, String> changes) {
    Person changed = person;
    for (Map.Entry<String, String> change : changes.entrySet()) {
      changed = set(changed, change.getKey(), change.getValue());
    }
    return changed;
  }

  private static Person set(Person p, String field, String value) {
    Name n = p.name();
    Organization o = p.organization();
    Phone.Type phone = PHONES.get(field);
    if (phone != null) {
      return with(
          p,
          p.emails(),
          replaced(
              p.phones(),
              first(p.phones(), one -> one.type() == phone),
              value.isEmpty() ? null : new Phone(value, phone)),
          p.addresses());
    }
    Address.Type address = ADDRESSES.get(field);
    if (address != null) {
      PostalAddress postal = PostalAddress.parse(value);
      return with(
          p,
          p.emails(),
          p.phones(),
          replaced(
              p.addresses(),
              first(p.addresses(), one -> one.type() == address),
              postal.isEmpty() ? null : Address.of(postal, address)));
    }
    return switch (field) {
      case PersonField.PREFIX ->
          with(p, new Name(value, n.first(), n.middle(), n.last(), n.suffix()));
      case PersonField.FIRST_NAME ->
          with(p, new Name(n.prefix(), value, n.middle(), n.last(), n.suffix()));
      case PersonField.MIDDLE_NAME ->
          with(p, new Name(n.prefix(), n.first(), value, n.last(), n.suffix()));
      case PersonField.LAST_NAME ->
          with(p, new Name(n.prefix(), n.first(), n.middle(), value, n.suffix()));
      case PersonField.SUFFIX ->
          with(p, new Name(n.prefix(), n.first(), n.middle(), n.last(), value));
      case PersonField.EMAIL -> withEmail(p, value);
      case PersonField.COMPANY -> with(p, new Organization(value, o.title(), o.department()));
      case PersonField.TITLE -> with(p, new Organization(o.company(), value, o.department()));
      case PersonField.DEPARTMENT -> with(p, new Organization(o.company(), o.title(), value));
      case PersonField.NOTES -> with(p, value, p.birthday());
      case PersonField.BIRTHDAY -> with(p, p.notes(), birthday(value));
      default -> throw new IllegalArgumentException("Not a field of a person: " + field);
    };
  }

  private static Person withEmail(Person p, String value) {
    Email old = primary(p.emails());
    Email email =
        value.isEmpty()
            ? null
            : new Email(value, old == null ? "" : old.type(), old == null || old.primary());
    return with(p, replaced(p.emails(), old, email), p.phones(), p.addresses());
  }

  private static String birthday(String value) {
    try {
      if (value.startsWith("--")) {
        return MonthDay.parse(value).toString();
      }
      return value.isEmpty() ? "" : LocalDate.parse(value).toString();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("A birthday is 1980-02-29 or --02-29", e);
    }
  }

  private static @Nullable Email primary(List<Email> emails) {
    Email primary = first(emails, Email::primary);
    return primary == null && !emails.isEmpty() ? emails.get(0) : primary;
  }

  private static <T> @Nullable T first(List<T> list, Predicate<T> wanted) {
    for (T one : list) {
      if (wanted.test(one)) {
        return one;
      }
    }
    return null;
  }

  private static <T> List<T> replaced(List<T> list, @Nullable T old, @Nullable T by) {
    List<T> more = new ArrayList<>(list);
    int at = old == null ? more.size() : more.indexOf(old);
    if (old != null) {
      more.remove(at);
    }
    if (by != null) {
      more.add(at, by);
    }
    return more;
  }

  private static Person with(Person p, Name name) {
    return new Person(
        name,
        p.emails(),
        p.phones(),
        p.addresses(),
        p.organization(),
        p.notes(),
        p.birthday(),
        p.nicknames(),
        p.urls());
  }

  private static Person with(
      Person p, List<Email> emails, List<Phone> phones, List<Address> addresses) {
    return new Person(
        p.name(),
        emails,
        phones,
        addresses,
        p.organization(),
        p.notes(),
        p.birthday(),
        p.nicknames(),
        p.urls());
  }

  private static Person with(Person p, Organization organization) {
    return new Person(
        p.name(),
        p.emails(),
        p.phones(),
        p.addresses(),
        organization,
        p.notes(),
        p.birthday(),
        p.nicknames(),
        p.urls());
  }

  private static Person with(Person p, String notes, String birthday) {
    return new Person(
        p.name(),
        p.emails(),
        p.phones(),
        p.addresses(),
        p.organization(),
        notes,
        birthday,
        p.nicknames(),
        p.urls());
  }
}

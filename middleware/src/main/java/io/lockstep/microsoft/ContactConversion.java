package io.lockstep.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.graph.models.Contact;
import com.microsoft.graph.models.EmailAddress;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
import com.microsoft.kiota.serialization.JsonSerializationWriter;
import io.lockstep.calendar.CanonicalJson;
import io.lockstep.calendar.Conversion;
import io.lockstep.calendar.JsonMembers;
import io.lockstep.calendar.Unsupported;
import io.lockstep.contact.Person;
import io.lockstep.contact.Person.Address;
import io.lockstep.contact.Person.Phone;
import io.lockstep.contact.PersonField;
import io.lockstep.contact.PersonFields;
import io.lockstep.contact.PostalAddress;
import io.lockstep.sync.FieldValues;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code lockstep convert graph-contact}: a contact of Microsoft Graph v1.0 and the canonical
 * person. What the canonical person has no place for (spouse, chats, initials) is left out, as is
 * the kind of an e-mail address on the way back; more entries than Exchange takes are refused.
 */
public final class ContactConversion implements Conversion {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What Exchange takes (reference/microsoft.md C). */
  private static final int EMAILS = 3;

  private static final int PHONES = 2;

  private static final List<String> TEXTS =
      List.of(
          "title",
          "givenName",
          "middleName",
          "surname",
          "generation",
          "displayName",
          "fileAs",
          "nickName",
          "companyName",
          "jobTitle",
          "department",
          "personalNotes",
          "birthday",
          "businessHomePage",
          "mobilePhone");

  private static final List<String> ADDRESS_PARTS =
      List.of("street", "city", "state", "postalCode", "countryOrRegion");

  @Override
  public JsonNode apply(JsonNode in, boolean reverse) {
    return reverse
        ? graph(CanonicalJson.read(in, Person.class))
        : CanonicalJson.write(canonical(in));
  }

  private static Person canonical(JsonNode in) {
    if (in.has("@removed")) {
      throw new Unsupported("Of a deleted contact Graph tells the id only");
    }
    checkTypes(in);
    Contact contact = contact(in);
    FieldValues fields = PersonMapping.read(contact);
    return new Person(
        new Person.Name(
            fields.get(PersonField.PREFIX),
            fields.get(PersonField.FIRST_NAME),
            fields.get(PersonField.MIDDLE_NAME),
            fields.get(PersonField.LAST_NAME),
            fields.get(PersonField.SUFFIX)),
        emails(contact),
        phones(contact),
        addresses(contact),
        new Person.Organization(
            fields.get(PersonField.COMPANY),
            fields.get(PersonField.TITLE),
            fields.get(PersonField.DEPARTMENT)),
        fields.get(PersonField.NOTES),
        fields.get(PersonField.BIRTHDAY),
        one(contact.getNickName()),
        one(contact.getBusinessHomePage()));
  }

  /** The SDK reads a value of another type as text, or not at all. */
  private static void checkTypes(JsonNode in) {
    TEXTS.forEach(name -> JsonMembers.text(in, name));
    JsonMembers.texts(in, "businessPhones");
    JsonMembers.texts(in, "homePhones");
    for (JsonNode email : JsonMembers.objects(in, "emailAddresses")) {
      JsonMembers.text(email, "address");
      JsonMembers.text(email, "name");
    }
    for (String name : List.of("businessAddress", "homeAddress", "otherAddress")) {
      JsonNode address = JsonMembers.object(in, name);
      ADDRESS_PARTS.forEach(part -> JsonMembers.text(address, part));
    }
  }

  private static Contact contact(JsonNode in) {
    JsonNode given = in;
    String birthday = in.path("birthday").asText("");
    if (in instanceof ObjectNode object && birthday.matches("\\d{4}-\\d\\d-\\d\\d")) {
      given = object.deepCopy().put("birthday", birthday + "T11:59:00Z");
    }
    try {
      Contact contact =
          new JsonParseNodeFactory()
              .getParseNode(
                  "application/json",
                  new ByteArrayInputStream(given.toString().getBytes(StandardCharsets.UTF_8)))
              .getObjectValue(Contact::createFromDiscriminatorValue);
      if (contact != null) {
        return contact;
      }
    } catch (RuntimeException e) {
      // The SDK's own exceptions name the value.
      throw new IllegalArgumentException("Not a contact of Graph: " + e.getClass().getSimpleName());
    }
    throw new IllegalArgumentException("Not a contact of Graph");
  }

  /** Their order says which is the first. */
  private static List<Person.Email> emails(Contact contact) {
    List<Person.Email> emails = new ArrayList<>();
    for (EmailAddress one : PersonMapping.emails(contact)) {
      emails.add(new Person.Email(PersonMapping.text(one.getAddress()), null, emails.isEmpty()));
    }
    return emails;
  }

  private static List<Phone> phones(Contact contact) {
    List<Phone> phones = new ArrayList<>();
    add(phones, contact.getBusinessPhones(), Phone.Type.BUSINESS);
    add(phones, one(contact.getMobilePhone()), Phone.Type.MOBILE);
    add(phones, contact.getHomePhones(), Phone.Type.HOME);
    return phones;
  }

  private static void add(List<Phone> to, @Nullable List<String> numbers, Phone.Type type) {
    PersonMapping.numbers(numbers).forEach(number -> to.add(new Phone(number, type)));
  }

  private static List<Address> addresses(Contact contact) {
    Map<Address.Type, PostalAddress> all = new TreeMap<>();
    all.put(Address.Type.BUSINESS, PostalAddresses.read(contact.getBusinessAddress()));
    all.put(Address.Type.HOME, PostalAddresses.read(contact.getHomeAddress()));
    all.put(Address.Type.OTHER, PostalAddresses.read(contact.getOtherAddress()));
    List<Address> addresses = new ArrayList<>();
    all.forEach(
        (type, address) -> {
          if (!address.isEmpty()) {
            addresses.add(Address.of(address, type));
          }
        });
    return addresses;
  }

  private static List<String> one(@Nullable String text) {
    return PersonMapping.text(text).isEmpty() ? List.of() : List.of(PersonMapping.text(text));
  }

  private static JsonNode graph(Person person) {
    refuse(person.emails().size() > EMAILS, "Outlook holds three e-mail addresses.");
    refuse(count(person, Phone.Type.BUSINESS) > PHONES, "Outlook holds two business numbers.");
    refuse(count(person, Phone.Type.HOME) > PHONES, "Outlook holds two home numbers.");
    refuse(count(person, Phone.Type.MOBILE) > 1, "Outlook holds one mobile number.");
    refuse(count(person, Phone.Type.FAX) > 0, "Graph's contact has no place for a fax number.");
    refuse(count(person, Phone.Type.OTHER) > 0, "Graph's contact has no place for other numbers.");
    refuse(
        person.addresses().stream().map(Address::type).distinct().count()
            < person.addresses().size(),
        "Outlook holds one address of each type.");
    refuse(person.nicknames().size() > 1, "Outlook holds one nickname.");
    refuse(person.urls().size() > 1, "Graph's contact holds one web address.");
    if (!person.birthday().isEmpty() && Birthdays.written(person.birthday()) == null) {
      throw new Unsupported("A birthday is 1980-02-29 or --02-29, from 1605 on");
    }
    Contact contact = PersonChange.created(PersonFields.of(person));
    lists(person, contact);
    try (JsonSerializationWriter writer = new JsonSerializationWriter()) {
      writer.writeObjectValue("", contact);
      ObjectNode out = (ObjectNode) JSON.readTree(writer.getSerializedContent());
      out.remove("@odata.type");
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void lists(Person person, Contact contact) {
    if (!person.emails().isEmpty()) {
      contact.setEmailAddresses(inOrder(person.emails()));
    }
    if (count(person, Phone.Type.BUSINESS) > 0) {
      contact.setBusinessPhones(numbers(person, Phone.Type.BUSINESS));
    }
    if (count(person, Phone.Type.HOME) > 0) {
      contact.setHomePhones(numbers(person, Phone.Type.HOME));
    }
    for (Address address : person.addresses()) {
      if (address.type() == Address.Type.HOME) {
        contact.setHomeAddress(PostalAddresses.written(address.postal()));
      }
    }
    if (!person.nicknames().isEmpty()) {
      contact.setNickName(person.nicknames().get(0));
    }
    if (!person.urls().isEmpty()) {
      contact.setBusinessHomePage(person.urls().get(0));
    }
  }

  private static List<EmailAddress> inOrder(List<Person.Email> emails) {
    List<EmailAddress> all = new ArrayList<>();
    boolean found = false;
    for (Person.Email one : emails) {
      EmailAddress email = new EmailAddress();
      email.setAddress(one.address());
      boolean first = one.primary() && !found;
      found |= one.primary();
      all.add(first ? 0 : all.size(), email);
    }
    return all;
  }

  private static long count(Person person, Phone.Type type) {
    return numbers(person, type).size();
  }

  private static List<String> numbers(Person person, Phone.Type type) {
    return person.phones().stream()
        .filter(phone -> phone.type() == type)
        .map(Phone::number)
        .toList();
  }

  private static void refuse(boolean when, String reason) {
    if (when) {
      throw new Unsupported(reason);
    }
  }
}

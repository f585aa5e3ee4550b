package io.lockstep.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.people.v1.model.Address;
import com.google.api.services.people.v1.model.EmailAddress;
import com.google.api.services.people.v1.model.FieldMetadata;
import com.google.api.services.people.v1.model.Name;
import com.google.api.services.people.v1.model.Nickname;
import com.google.api.services.people.v1.model.PhoneNumber;
import com.google.api.services.people.v1.model.Url;
import io.lockstep.calendar.CanonicalJson;
import io.lockstep.calendar.Conversion;
import io.lockstep.calendar.JsonMembers;
import io.lockstep.calendar.Unsupported;
import io.lockstep.contact.Person;
import io.lockstep.contact.PersonField;
import io.lockstep.contact.PersonFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code lockstep convert google-contact}: a person resource of People API v1 and the canonical
 * person. Values of a profile and what the canonical person has no place for (relations, chats, own
 * fields) are left out; a type or a second employer that it cannot tell is refused.
 */
public final class ContactConversion implements Conversion {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Person.Phone.Type> PHONES =
      Map.of(
          "work", Person.Phone.Type.BUSINESS,
          "mobile", Person.Phone.Type.MOBILE,
          "home", Person.Phone.Type.HOME,
          "workFax", Person.Phone.Type.FAX,
          "other", Person.Phone.Type.OTHER,
          "", Person.Phone.Type.OTHER);
  private static final Map<String, Person.Address.Type> ADDRESSES =
      Map.of(
          "work", Person.Address.Type.BUSINESS,
          "home", Person.Address.Type.HOME,
          "other", Person.Address.Type.OTHER,
          "", Person.Address.Type.OTHER);

  @Override
  public JsonNode apply(JsonNode in, boolean reverse) {
    return reverse
        ? google(CanonicalJson.read(in, Person.class))
        : CanonicalJson.write(canonical(in));
  }

  private static Person canonical(JsonNode in) {
    com.google.api.services.people.v1.model.Person person;
    try {
      person =
          GsonFactory.getDefaultInstance()
              .fromString(in.toString(), com.google.api.services.people.v1.model.Person.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("Not a person resource", e);
    } catch (IllegalArgumentException e) {
      // The library names the member first: "key givenName".
      String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(
          said.startsWith("key ")
              ? said.substring("key ".length()) + " is of the wrong JSON type"
              : "Not a person resource",
          e);
    }
    if (person.getMetadata() != null && Boolean.TRUE.equals(person.getMetadata().getDeleted())) {
      throw new Unsupported("Of a deleted contact Google tells the name only");
    }
    Map<String, String> fields = PersonMapping.read(person).values();
    if (fields.getOrDefault(PersonField.BIRTHDAY, "").isEmpty() && hasOwnBirthday(in)) {
      throw new Unsupported("The birthday is not a date of the calendar");
    }
    return new Person(
        name(PersonMapping.name(person)),
        emails(person),
        phones(person),
        addresses(person),
        employer(person),
        fields.get(PersonField.NOTES),
        fields.get(PersonField.BIRTHDAY),
        values(person.getNicknames(), Nickname::getValue),
        values(person.getUrls(), Url::getValue));
  }

  private static boolean hasOwnBirthday(JsonNode in) {
    for (JsonNode one : JsonMembers.objects(in, "birthdays")) {
      String source = one.path("metadata").path("source").path("type").asText("CONTACT");
      if (source.equals("CONTACT") && (one.hasNonNull("date") || one.hasNonNull("text"))) {
        return true;
      }
    }
    return false;
  }

  /** Entries without a value say nothing. */
  private static <T> @Nullable List<String> values(
      @Nullable List<T> entries, Function<T, @Nullable String> value) {
    return entries == null
        ? null
        : entries.stream().filter(Objects::nonNull).map(value).filter(Objects::nonNull).toList();
  }

  private static Person.@Nullable Name name(@Nullable Name name) {
    return name == null
        ? null
        : new Person.Name(
            name.getHonorificPrefix(),
            name.getGivenName(),
            name.getMiddleName(),
            name.getFamilyName(),
            name.getHonorificSuffix());
  }

  private static List<Person.Email> emails(com.google.api.services.people.v1.model.Person person) {
    return PersonMapping.emails(person).stream()
        .map(
            email ->
                new Person.Email(
                    email.getValue(),
                    email.getType(),
                    email.getMetadata() != null
                        && Boolean.TRUE.equals(email.getMetadata().getPrimary())))
        .toList();
  }

  private static List<Person.Phone> phones(com.google.api.services.people.v1.model.Person person) {
    List<Person.Phone> phones = new ArrayList<>();
    for (PhoneNumber phone : PersonMapping.phones(person)) {
      Person.Phone.Type type = PHONES.get(PersonMapping.orEmpty(phone.getType()));
      if (type == null) {
        throw new Unsupported("A phone number of type " + phone.getType() + " has no counterpart");
      }
      phones.add(new Person.Phone(phone.getValue(), type));
    }
    return phones;
  }

  private static List<Person.Address> addresses(
      com.google.api.services.people.v1.model.Person person) {
    return PersonMapping.addresses(person).stream()
        .map(
            address -> {
              Person.Address.Type type = ADDRESSES.get(PersonMapping.orEmpty(address.getType()));
              if (type == null) {
                throw new Unsupported(
                    "An address of type " + address.getType() + " has no counterpart");
              }
              return Person.Address.of(PostalAddresses.read(address), type);
            })
        .toList();
  }

  private static Person.@Nullable Organization employer(
      com.google.api.services.people.v1.model.Person person) {
    var all = PersonMapping.employers(person);
    if (all.size() > 1) {
      throw new Unsupported("A contact with several employers");
    }
    return all.isEmpty()
        ? null
        : new Person.Organization(
            all.get(0).getName(), all.get(0).getTitle(), all.get(0).getDepartment());
  }

  private static JsonNode google(Person person) {
    com.google.api.services.people.v1.model.Person out =
        new com.google.api.services.people.v1.model.Person();
    new PersonChange(out).apply(single(person));
    if (!person.emails().isEmpty()) {
      out.setEmailAddresses(person.emails().stream().map(ContactConversion::email).toList());
    }
    if (!person.phones().isEmpty()) {
      out.setPhoneNumbers(
          person.phones().stream()
              .map(phone -> new PhoneNumber().setValue(phone.number()).setType(type(phone.type())))
              .toList());
    }
    if (!person.addresses().isEmpty()) {
      out.setAddresses(
          person.addresses().stream()
              .map(
                  address -> {
                    Address entry = new Address().setType(type(address.type()));
                    PostalAddresses.write(entry, address.postal());
                    return entry;
                  })
              .toList());
    }
    if (!person.nicknames().isEmpty()) {
      out.setNicknames(
          person.nicknames().stream().map(value -> new Nickname().setValue(value)).toList());
    }
    if (!person.urls().isEmpty()) {
      out.setUrls(person.urls().stream().map(value -> new Url().setValue(value)).toList());
    }
    try {
      return JSON.readTree(GsonFactory.getDefaultInstance().toString(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a person has once: written as the adapter writes it. */
  private static Map<String, String> single(Person person) {
    Map<String, String> fields = new TreeMap<>(PersonFields.of(person).values());
    fields.keySet().remove(PersonField.EMAIL);
    fields.keySet().removeAll(PersonLists.PHONES);
    fields.keySet().removeAll(PersonLists.ADDRESSES);
    if (!person.birthday().isEmpty() && Birthdays.written(person.birthday()) == null) {
      throw new IllegalArgumentException("A birthday is 1980-02-29 or --02-29");
    }
    return fields;
  }

  private static EmailAddress email(Person.Email email) {
    EmailAddress entry = new EmailAddress().setValue(email.address());
    if (!email.type().isEmpty()) {
      entry.setType(email.type());
    }
    return email.primary() ? entry.setMetadata(new FieldMetadata().setPrimary(true)) : entry;
  }

  private static String type(Person.Phone.Type type) {
    return switch (type) {
      case BUSINESS -> "work";
      case MOBILE -> "mobile";
      case HOME -> "home";
      case FAX -> "workFax";
      case OTHER -> "other";
    };
  }

  private static String type(Person.Address.Type type) {
    return switch (type) {
      case BUSINESS -> "work";
      case HOME -> "home";
      case OTHER -> "other";
    };
  }
}

package io.lockstep.google;

import com.google.api.services.people.v1.model.Address;
import com.google.api.services.people.v1.model.EmailAddress;
import com.google.api.services.people.v1.model.FieldMetadata;
import com.google.api.services.people.v1.model.Organization;
import com.google.api.services.people.v1.model.PhoneNumber;
import io.lockstep.contact.PersonField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which entry of a person's e-mail addresses, numbers, addresses and employers stands for a field
 * of the core.
 *
 * <p>Of the entries that qualify (the type of the field; any type for the e-mail address and the
 * employer) it is
 *
 * <ol>
 *   <li>the one that our mark remembers, where there were several when we last wrote;
 *   <li>else the current employer, or the entry Google calls primary;
 *   <li>else the first.
 * </ol>
 *
 * <p>So the order a person gives their entries changes nothing once a contact was written by us.
 */
final class PersonLists {
  /** Types in Google for each number of the core; an entry without a type counts as other. */
  private static final Map<String, Set<String>> PHONE_TYPES =
      Map.of(
          PersonField.PHONE_BUSINESS, Set.of("work"),
          PersonField.PHONE_MOBILE, Set.of("mobile"),
          PersonField.PHONE_HOME, Set.of("home"),
          PersonField.PHONE_OTHER, Set.of("other", ""),
          PersonField.PHONE_FAX, Set.of("workfax"));

  private static final Map<String, Set<String>> ADDRESS_TYPES =
      Map.of(
          PersonField.ADDRESS_BUSINESS, Set.of("work"),
          PersonField.ADDRESS_OTHER, Set.of("other", ""));

  private static final Map<String, String> NEW_TYPE =
      Map.of(
          PersonField.PHONE_BUSINESS, "work",
          PersonField.PHONE_MOBILE, "mobile",
          PersonField.PHONE_HOME, "home",
          PersonField.PHONE_OTHER, "other",
          PersonField.PHONE_FAX, "workFax",
          PersonField.ADDRESS_BUSINESS, "work",
          PersonField.ADDRESS_OTHER, "other");

  static final Set<String> PHONES = PHONE_TYPES.keySet();
  static final Set<String> ADDRESSES = ADDRESS_TYPES.keySet();

  /** The name under which the choice of an employer is remembered. */
  static final String EMPLOYER = "employer";

  private PersonLists() {}

  static String newType(String field) {
    return NEW_TYPE.getOrDefault(field, "work");
  }

  static @Nullable EmailAddress email(List<EmailAddress> all, String remembered) {
    return choose(all, e -> true, e -> key(e), e -> primary(e.getMetadata()), remembered);
  }

  static @Nullable PhoneNumber phone(String field, List<PhoneNumber> all, String remembered) {
    return choose(
        all,
        p -> PHONE_TYPES.getOrDefault(field, Set.of()).contains(lower(p.getType())),
        p -> key(p),
        p -> primary(p.getMetadata()),
        remembered);
  }

  static @Nullable Address address(String field, List<Address> all, String remembered) {
    return choose(
        all,
        a -> ADDRESS_TYPES.getOrDefault(field, Set.of()).contains(lower(a.getType())),
        a -> key(a),
        a -> primary(a.getMetadata()),
        remembered);
  }

  static @Nullable Organization employer(List<Organization> all, String remembered) {
    boolean anyCurrent = all.stream().anyMatch(o -> Boolean.TRUE.equals(o.getCurrent()));
    return choose(
        all,
        o -> true,
        o -> key(o),
        o -> anyCurrent ? Boolean.TRUE.equals(o.getCurrent()) : primary(o.getMetadata()),
        remembered);
  }

  /** How many entries a field could mean. */
  static long phones(String field, List<PhoneNumber> all) {
    return all.stream()
        .filter(p -> PHONE_TYPES.getOrDefault(field, Set.of()).contains(lower(p.getType())))
        .count();
  }

  static long addresses(String field, List<Address> all) {
    return all.stream()
        .filter(a -> ADDRESS_TYPES.getOrDefault(field, Set.of()).contains(lower(a.getType())))
        .count();
  }

  static String key(EmailAddress email) {
    return lower(email.getValue()).strip();
  }

  /** Without what Google or a person may add or drop between the digits. */
  static String key(PhoneNumber phone) {
    return lower(phone.getValue()).replaceAll("[^0-9a-z+]", "");
  }

  static String key(Address address) {
    return String.join(
        "\n",
        lower(address.getStreetAddress()),
        lower(address.getCity()),
        lower(address.getPostalCode()));
  }

  static String key(Organization organization) {
    return lower(organization.getName()) + "\n" + lower(organization.getTitle());
  }

  private static <T> @Nullable T choose(
      List<T> all,
      Predicate<T> qualifies,
      Function<T, String> key,
      Predicate<T> primary,
      String remembered) {
    List<T> candidates = new ArrayList<>(all);
    candidates.removeIf(qualifies.negate());
    for (T candidate : candidates) {
      if (!remembered.isEmpty() && remembered.equals(ContactMark.shortHash(key.apply(candidate)))) {
        return candidate;
      }
    }
    for (T candidate : candidates) {
      if (primary.test(candidate)) {
        return candidate;
      }
    }
    return candidates.isEmpty() ? null : candidates.get(0);
  }

  private static boolean primary(@Nullable FieldMetadata metadata) {
    return metadata != null
        && (Boolean.TRUE.equals(metadata.getSourcePrimary())
            || Boolean.TRUE.equals(metadata.getPrimary()));
  }

  /** Only what stands in the contact itself: Google refuses a profile's values written back. */
  static <T> List<T> ofContact(
      @Nullable List<T> all, Function<T, @Nullable FieldMetadata> metadata) {
    if (all == null) {
      return new ArrayList<>();
    }
    List<T> own = new ArrayList<>();
    for (T one : all) {
      FieldMetadata about = metadata.apply(one);
      if (about == null
          || about.getSource() == null
          || about.getSource().getType() == null
          || about.getSource().getType().equals("CONTACT")) {
        own.add(one);
      }
    }
    return own;
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}

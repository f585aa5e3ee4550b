package io.lockstep.google;

import com.google.api.services.people.v1.model.Address;
import io.lockstep.contact.PostalAddress;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An address between Google's parts and the core's one value. */
final class PostalAddresses {
  private PostalAddresses() {}

  /** An address that came as one text without parts is a street of several lines. */
  static PostalAddress read(Address address) {
    String street =
        Stream.of(address.getStreetAddress(), address.getExtendedAddress(), address.getPoBox())
            .map(PersonMapping::orEmpty)
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("\n"));
    String country = PersonMapping.orEmpty(address.getCountry());
    PostalAddress parts =
        new PostalAddress(
            street,
            PersonMapping.orEmpty(address.getCity()),
            PersonMapping.orEmpty(address.getRegion()),
            PersonMapping.orEmpty(address.getPostalCode()),
            country.isEmpty() ? PersonMapping.orEmpty(address.getCountryCode()) : country);
    String whole = PersonMapping.orEmpty(address.getFormattedValue());
    return parts.isEmpty() && !whole.isEmpty() ? new PostalAddress(whole, "", "", "", "") : parts;
  }

  static PostalAddress normal(PostalAddress given) {
    return new PostalAddress(
        given.street().strip(),
        given.city().strip(),
        given.region().strip(),
        given.postalCode().strip(),
        given.country().strip());
  }

  /** Lays the value over an entry; whatever Google derives from its parts is dropped. */
  static void write(Address entry, PostalAddress value) {
    entry.setStreetAddress(orNull(value.street()));
    entry.setExtendedAddress(null);
    entry.setPoBox(null);
    entry.setCity(orNull(value.city()));
    entry.setRegion(orNull(value.region()));
    entry.setPostalCode(orNull(value.postalCode()));
    entry.setCountry(orNull(value.country()));
    entry.setCountryCode(null);
    entry.setFormattedValue(null);
  }

  @org.jspecify.annotations.Nullable
  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

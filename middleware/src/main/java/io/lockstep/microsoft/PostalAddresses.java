package io.lockstep.microsoft;

import com.microsoft.graph.models.PhysicalAddress;
import io.lockstep.contact.PostalAddress;
import org.jspecify.annotations.Nullable;

/** An address between Graph's parts and the core's one value. */
final class PostalAddresses {
  private PostalAddresses() {}

  static PostalAddress read(@Nullable PhysicalAddress address) {
    return address == null
        ? PostalAddress.NONE
        : new PostalAddress(
            orEmpty(address.getStreet()),
            orEmpty(address.getCity()),
            orEmpty(address.getState()),
            orEmpty(address.getPostalCode()),
            orEmpty(address.getCountryOrRegion()));
  }

  /** All parts are named, since Graph keeps those that are not. */
  static PhysicalAddress written(PostalAddress value) {
    PhysicalAddress out = new PhysicalAddress();
    out.setStreet(value.street().strip());
    out.setCity(value.city().strip());
    out.setState(value.region().strip());
    out.setPostalCode(value.postalCode().strip());
    out.setCountryOrRegion(value.country().strip());
    return out;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}

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
            PersonMapping.text(address.getStreet()),
            PersonMapping.text(address.getCity()),
            PersonMapping.text(address.getState()),
            PersonMapping.text(address.getPostalCode()),
            PersonMapping.text(address.getCountryOrRegion()));
  }

  /** All parts are named, since Graph keeps those that are not. */
  static PhysicalAddress written(PostalAddress value) {
    PhysicalAddress out = new PhysicalAddress();
    out.setStreet(PersonMapping.text(value.street()));
    out.setCity(PersonMapping.text(value.city()));
    out.setState(PersonMapping.text(value.region()));
    out.setPostalCode(PersonMapping.text(value.postalCode()));
    out.setCountryOrRegion(PersonMapping.text(value.country()));
    return out;
  }
}

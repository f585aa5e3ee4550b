package io.lockstep.salesforce;

import io.lockstep.contact.PostalAddress;
import io.lockstep.salesforce.ObjectShape.Entry;
import java.util.List;
import java.util.Optional;

/** One compound address of a contact: its five fields by prefix, as text or as picklists. */
final class AddressFields {
  private static final int STREET = 255;
  private static final int CITY = 40;
  private static final int REGION = 80;
  private static final int POSTAL_CODE = 20;
  private static final int COUNTRY = 80;

  private final String prefix;
  private final boolean editable;
  private final Optional<StatesAndCountries> picklists;

  AddressFields(ObjectShape shape, String prefix) {
    this.prefix = prefix;
    this.editable = shape.edits(columns(prefix));
    this.picklists = StatesAndCountries.of(shape, prefix);
  }

  static List<String> columns(String prefix) {
    return List.of(
        prefix + "Street",
        prefix + "City",
        prefix + "State",
        prefix + "PostalCode",
        prefix + "Country");
  }

  boolean editable() {
    return editable;
  }

  List<String> columns() {
    return columns(prefix);
  }

  PostalAddress read(Row row) {
    return new PostalAddress(
        KeptText.clean(row.text(prefix + "Street")),
        KeptText.clean(row.text(prefix + "City")),
        KeptText.clean(row.text(prefix + "State")),
        KeptText.clean(row.text(prefix + "PostalCode")),
        KeptText.clean(row.text(prefix + "Country")));
  }

  /** With picklists, a country or state that is not among them is left out. */
  PostalAddress normal(PostalAddress address) {
    String region = KeptText.cut(address.region(), REGION);
    String country = KeptText.cut(address.country(), COUNTRY);
    if (picklists.isPresent()) {
      Optional<Entry> knownCountry = picklists.get().country(country);
      country = knownCountry.map(Entry::label).orElse("");
      region =
          knownCountry
              .flatMap(known -> picklists.get().state(address.region(), known))
              .map(Entry::label)
              .orElse("");
    }
    return new PostalAddress(
        KeptText.cut(address.street(), STREET),
        KeptText.cut(address.city(), CITY),
        region,
        KeptText.cut(address.postalCode(), POSTAL_CODE),
        country);
  }

  /**
   * @param kept in normal form
   */
  void fill(Draft draft, PostalAddress kept) {
    draft
        .text(prefix + "Street", kept.street())
        .text(prefix + "City", kept.city())
        .text(prefix + "PostalCode", kept.postalCode());
    if (picklists.isEmpty()) {
      draft.text(prefix + "State", kept.region()).text(prefix + "Country", kept.country());
      return;
    }
    Optional<Entry> country = picklists.get().country(kept.country());
    Optional<Entry> state = country.flatMap(known -> picklists.get().state(kept.region(), known));
    draft
        .text(prefix + "StateCode", state.map(Entry::value).orElse(""))
        .text(prefix + "CountryCode", country.map(Entry::value).orElse(""));
  }
}

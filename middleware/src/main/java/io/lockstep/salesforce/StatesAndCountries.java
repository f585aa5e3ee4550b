package io.lockstep.salesforce;

import io.lockstep.salesforce.ObjectShape.Entry;
import io.lockstep.salesforce.ObjectShape.FieldShape;
import java.util.List;
import java.util.Optional;

/**
 * The state and country picklists of an org that has switched them on: free text is refused then,
 * and a state is valid for one country only.
 */
final class StatesAndCountries {
  private final List<Entry> countries;
  private final List<Entry> states;

  private StatesAndCountries(List<Entry> countries, List<Entry> states) {
    this.countries = countries;
    this.states = states;
  }

  /** What the address fields with this prefix take; empty where they take any text. */
  static Optional<StatesAndCountries> of(ObjectShape shape, String prefix) {
    FieldShape country = shape.fields().get(prefix + "CountryCode");
    FieldShape state = shape.fields().get(prefix + "StateCode");
    return country == null || state == null
        ? Optional.empty()
        : Optional.of(new StatesAndCountries(country.entries(), state.entries()));
  }

  /** By code or label, any case. */
  Optional<Entry> country(String text) {
    return find(countries, text);
  }

  /** The state of that country, by code or label; two countries may share a state's name. */
  Optional<Entry> state(String text, Entry country) {
    int index = countries.indexOf(country);
    return find(states.stream().filter(entry -> entry.validFor(index)).toList(), text);
  }

  private static Optional<Entry> find(List<Entry> entries, String text) {
    String wanted = text.strip();
    return entries.stream()
        .filter(Entry::active)
        .filter(
            entry ->
                entry.label().equalsIgnoreCase(wanted) || entry.value().equalsIgnoreCase(wanted))
        .findFirst();
  }
}

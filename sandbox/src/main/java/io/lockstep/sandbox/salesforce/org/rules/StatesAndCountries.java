package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.schema.Territories;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State and country picklists: a name or a code of the list, each setting the other; free text is
 * refused.
 */
final class StatesAndCountries {
  private StatesAndCountries() {}

  static void settle(Save save) {
    for (String prefix : List.of("", "Mailing", "Other", "Billing", "Shipping")) {
      if (save.type().has(prefix + "StateCode") && save.type().has(prefix + "CountryCode")) {
        settle(save, prefix);
      }
    }
  }

  private static void settle(Save save, String prefix) {
    pair(
        save,
        prefix + "Country",
        prefix + "CountryCode",
        Territories.countries(),
        "country",
        prefix);
    String country = save.text(prefix + "CountryCode");
    boolean anyState = save.get(prefix + "State") != null || save.get(prefix + "StateCode") != null;
    boolean touched =
        List.of("Country", "CountryCode", "State", "StateCode").stream()
            .anyMatch(f -> save.sent(prefix + f));
    if (!touched) {
      return;
    }
    if (country == null && anyState) {
      throw new RowFailure(
          "FIELD_INTEGRITY_EXCEPTION",
          "A country/territory must be specified before specifying a state value for field: "
              + label(prefix, "State/Province"),
          prefix + "State");
    }
    Map<String, String> states = country == null ? Map.of() : Territories.states(country);
    pair(save, prefix + "State", prefix + "StateCode", states, "state", prefix);
  }

  /** Makes name and code agree; the one that was sent rules, the code before the name. */
  private static void pair(
      Save save,
      String nameField,
      String codeField,
      Map<String, String> list,
      String what,
      String prefix) {
    String code = save.text(codeField);
    String name = save.text(nameField);
    if (save.sentValue(codeField) != null && code != null) {
      String known = list.get(code.toUpperCase(Locale.ROOT));
      boolean agrees =
          save.sentValue(nameField) == null || name == null || name.equalsIgnoreCase(known);
      if (known == null || !agrees) {
        throw problem(what, prefix, codeField);
      }
      save.set(codeField, code.toUpperCase(Locale.ROOT));
      save.set(nameField, known);
    } else if (save.sentValue(nameField) != null && name != null) {
      String found = codeOf(list, name);
      if (found == null) {
        throw problem(what, prefix, nameField);
      }
      save.set(codeField, found);
      save.set(nameField, list.get(found));
    } else if (save.sent(codeField) || save.sent(nameField)) {
      save.set(codeField, null);
      save.set(nameField, null);
    } else if (code != null && !list.containsKey(code)) {
      throw problem(what, prefix, codeField);
    }
  }

  private static @Nullable String codeOf(Map<String, String> list, String name) {
    for (Map.Entry<String, String> e : list.entrySet()) {
      if (e.getValue().equalsIgnoreCase(name) || e.getKey().equals(name)) {
        return e.getKey();
      }
    }
    return null;
  }

  private static RowFailure problem(String what, String prefix, String field) {
    String list = what.equals("country") ? "countries" : "states";
    String thing = what.equals("country") ? "Country" : "State/Province";
    return new RowFailure(
        "FIELD_INTEGRITY_EXCEPTION",
        "There's a problem with this "
            + what
            + ", even though it may appear correct. Please select a "
            + (what.equals("country") ? "country/territory" : what)
            + " from the list of valid "
            + list
            + ".: "
            + label(prefix, thing),
        field);
  }

  private static String label(String prefix, String thing) {
    return prefix.isEmpty() ? thing : prefix + " " + thing;
  }
}

package io.lockstep.sandbox.salesforce.org.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State and country picklists: a name or a code of the list, each setting the other; free text is
 * refused. Countries are those of ISO 3166; states exist for a few of them.
 */
final class StatesAndCountries {
  private static final Map<String, String> COUNTRIES = new HashMap<>();
  private static final Map<String, Map<String, String>> STATES =
      Map.of(
          "US",
          states(
              "AL=Alabama,AK=Alaska,AZ=Arizona,AR=Arkansas,CA=California,CO=Colorado,CT=Connecticut,"
                  + "DE=Delaware,DC=District of Columbia,FL=Florida,GA=Georgia,HI=Hawaii,ID=Idaho,"
                  + "IL=Illinois,IN=Indiana,IA=Iowa,KS=Kansas,KY=Kentucky,LA=Louisiana,ME=Maine,"
                  + "MD=Maryland,MA=Massachusetts,MI=Michigan,MN=Minnesota,MS=Mississippi,"
                  + "MO=Missouri,MT=Montana,NE=Nebraska,NV=Nevada,NH=New Hampshire,NJ=New Jersey,"
                  + "NM=New Mexico,NY=New York,NC=North Carolina,ND=North Dakota,OH=Ohio,"
                  + "OK=Oklahoma,OR=Oregon,PA=Pennsylvania,RI=Rhode Island,SC=South Carolina,"
                  + "SD=South Dakota,TN=Tennessee,TX=Texas,UT=Utah,VT=Vermont,VA=Virginia,"
                  + "WA=Washington,WV=West Virginia,WI=Wisconsin,WY=Wyoming"),
          "CA",
          states(
              "AB=Alberta,BC=British Columbia,MB=Manitoba,NB=New Brunswick,"
                  + "NL=Newfoundland and Labrador,NT=Northwest Territories,NS=Nova Scotia,"
                  + "NU=Nunavut,ON=Ontario,PE=Prince Edward Island,QC=Quebec,SK=Saskatchewan,"
                  + "YT=Yukon Territories"),
          "AU",
          states(
              "ACT=Australian Capital Territory,NSW=New South Wales,NT=Northern Territory,"
                  + "QLD=Queensland,SA=South Australia,TAS=Tasmania,VIC=Victoria,"
                  + "WA=Western Australia"));

  static {
    for (String code : Locale.getISOCountries()) {
      COUNTRIES.put(code, Locale.of("", code).getDisplayCountry(Locale.ENGLISH));
    }
  }

  private StatesAndCountries() {}

  private static Map<String, String> states(String list) {
    Map<String, String> states = new HashMap<>();
    for (String pair : list.split(",")) {
      String[] kv = pair.split("=", 2);
      states.put(kv[0], kv[1]);
    }
    return states;
  }

  static void settle(Save save) {
    for (String prefix : List.of("", "Mailing", "Other", "Billing", "Shipping")) {
      if (save.type().has(prefix + "StateCode") && save.type().has(prefix + "CountryCode")) {
        settle(save, prefix);
      }
    }
  }

  private static void settle(Save save, String prefix) {
    pair(save, prefix + "Country", prefix + "CountryCode", COUNTRIES, "country", prefix);
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
    Map<String, String> states =
        country == null ? Map.of() : STATES.getOrDefault(country, Map.of());
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

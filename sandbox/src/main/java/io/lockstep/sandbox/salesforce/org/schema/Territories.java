package io.lockstep.sandbox.salesforce.org.schema;

import io.lockstep.sandbox.salesforce.org.Org;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The lists behind state and country picklists: countries are those of ISO 3166, states exist for a
 * few of them.
 */
public final class Territories {
  private static final Map<String, String> COUNTRIES = countriesByName();
  private static final Map<String, Map<String, String>> STATES = new LinkedHashMap<>();

  static {
    STATES.put(
        "AU",
        list(
            "ACT=Australian Capital Territory,NSW=New South Wales,NT=Northern Territory,"
                + "QLD=Queensland,SA=South Australia,TAS=Tasmania,VIC=Victoria,"
                + "WA=Western Australia"));
    STATES.put(
        "CA",
        list(
            "AB=Alberta,BC=British Columbia,MB=Manitoba,NB=New Brunswick,"
                + "NL=Newfoundland and Labrador,NT=Northwest Territories,NS=Nova Scotia,"
                + "NU=Nunavut,ON=Ontario,PE=Prince Edward Island,QC=Quebec,SK=Saskatchewan,"
                + "YT=Yukon Territories"));
    STATES.put(
        "US",
        list(
            "AL=Alabama,AK=Alaska,AZ=Arizona,AR=Arkansas,CA=California,CO=Colorado,CT=Connecticut,"
                + "DE=Delaware,DC=District of Columbia,FL=Florida,GA=Georgia,HI=Hawaii,ID=Idaho,"
                + "IL=Illinois,IN=Indiana,IA=Iowa,KS=Kansas,KY=Kentucky,LA=Louisiana,ME=Maine,"
                + "MD=Maryland,MA=Massachusetts,MI=Michigan,MN=Minnesota,MS=Mississippi,"
                + "MO=Missouri,MT=Montana,NE=Nebraska,NV=Nevada,NH=New Hampshire,NJ=New Jersey,"
                + "NM=New Mexico,NY=New York,NC=North Carolina,ND=North Dakota,OH=Ohio,"
                + "OK=Oklahoma,OR=Oregon,PA=Pennsylvania,RI=Rhode Island,SC=South Carolina,"
                + "SD=South Dakota,TN=Tennessee,TX=Texas,UT=Utah,VT=Vermont,VA=Virginia,"
                + "WA=Washington,WV=West Virginia,WI=Wisconsin,WY=Wyoming"));
  }

  private Territories() {}

  private static Map<String, String> countriesByName() {
    Map<String, String> byName = new LinkedHashMap<>();
    List<String> codes = new ArrayList<>(List.of(Locale.getISOCountries()));
    codes.sort(Comparator.comparing(Territories::nameOf));
    codes.forEach(code -> byName.put(code, nameOf(code)));
    return Collections.unmodifiableMap(byName);
  }

  private static String nameOf(String code) {
    return Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
  }

  private static Map<String, String> list(String pairs) {
    Map<String, String> states = new LinkedHashMap<>();
    for (String pair : pairs.split(",")) {
      String[] kv = pair.split("=", 2);
      states.put(kv[0], kv[1]);
    }
    return Collections.unmodifiableMap(states);
  }

  /** Names of countries by their code, in the order of names. */
  public static Map<String, String> countries() {
    return COUNTRIES;
  }

  /** Names of a country's states by their code; empty where the list has none. */
  public static Map<String, String> states(String country) {
    return STATES.getOrDefault(country, Map.of());
  }

  /** What describe lists for a field named so; empty where it is no state and no country. */
  static List<Org.Picklist> picklist(String field) {
    List<Org.Picklist> entries = new ArrayList<>();
    if (field.endsWith("CountryCode")) {
      COUNTRIES.forEach((code, name) -> entries.add(new Org.Picklist(code, name, false, true)));
    } else if (field.endsWith("StateCode")) {
      STATES.forEach(
          (country, states) ->
              states.forEach(
                  (code, name) ->
                      entries.add(new Org.Picklist(code, name, false, true, onlyFor(country)))));
    }
    return entries;
  }

  /**
   * The bitmap that says for which entries of the controlling picklist an entry can be chosen: the
   * highest bit of the first byte is the first entry.
   */
  private static String onlyFor(String country) {
    int index = List.copyOf(COUNTRIES.keySet()).indexOf(country);
    byte[] bits = new byte[(COUNTRIES.size() + 7) / 8];
    bits[index / 8] = (byte) (0x80 >> (index % 8));
    return Base64.getEncoder().encodeToString(bits);
  }
}

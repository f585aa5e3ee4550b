package io.lockstep.sandbox.google.people;

import io.lockstep.sandbox.google.GoogleError;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a person: which can be read, which written, and what each holds. */
final class PersonFields {
  private static final String TYPED = "type formattedType ";

  /** Writable fields and the parts of their values. */
  static final Map<String, Set<String>> WRITABLE =
      Map.ofEntries(
          field(
              "addresses",
              TYPED
                  + "city country countryCode extendedAddress formattedValue poBox"
                  + " postalCode region streetAddress"),
          field("biographies", "value contentType"),
          field("birthdays", "date text"),
          field("calendarUrls", TYPED + "url"),
          field("clientData", "key value"),
          field("emailAddresses", TYPED + "value displayName"),
          field("events", TYPED + "date"),
          field("externalIds", TYPED + "value"),
          field("fileAses", "value"),
          field("genders", "value addressMeAs formattedValue"),
          field("imClients", TYPED + "username protocol formattedProtocol"),
          field("interests", "value"),
          field("locales", "value"),
          field("locations", "value type current buildingId deskCode floor floorSection"),
          field("memberships", "contactGroupMembership domainMembership"),
          field("miscKeywords", TYPED + "value"),
          field(
              "names",
              "displayName displayNameLastFirst familyName givenName middleName"
                  + " honorificPrefix honorificSuffix phoneticFamilyName phoneticFullName"
                  + " phoneticGivenName phoneticHonorificPrefix phoneticHonorificSuffix"
                  + " phoneticMiddleName unstructuredName"),
          field("nicknames", "value type"),
          field("occupations", "value"),
          field(
              "organizations",
              TYPED
                  + "name title department current startDate endDate location"
                  + " domain costCenter jobDescription symbol phoneticName"
                  + " fullTimeEquivalentMillipercent"),
          field("phoneNumbers", TYPED + "value canonicalForm"),
          field("relations", TYPED + "person"),
          field("sipAddresses", TYPED + "value"),
          field("urls", TYPED + "value"),
          field("userDefined", "key value"));

  /** Readable beside the writable ones. */
  private static final Set<String> READ_ONLY =
      Set.of("ageRanges", "coverPhotos", "metadata", "photos", "skills");

  /** In a body but never taken over. */
  static final Set<String> IGNORED =
      Set.of(
          "resourceName",
          "etag",
          "metadata",
          "photos",
          "coverPhotos",
          "ageRange",
          "ageRanges",
          "skills",
          "braggingRights",
          "relationshipInterests",
          "relationshipStatuses",
          "residences",
          "taglines");

  /** At most one of each in a contact. */
  static final Set<String> SINGLE = Set.of("biographies", "birthdays", "genders", "names");

  private PersonFields() {}

  private static Map.Entry<String, Set<String>> field(String name, String parts) {
    return Map.entry(name, Set.of(parts.split(" ")));
  }

  /**
   * The fields that a mask names.
   *
   * @param parameter the mask's name, for the refusal
   */
  static Set<String> readMask(@Nullable String mask, String parameter) {
    if (mask == null || mask.isBlank()) {
      throw GoogleError.argument(
          parameter + " mask is required. Please specify one or more valid paths.");
    }
    Set<String> out = new LinkedHashSet<>();
    for (String path : mask.split(",")) {
      String name = path.strip();
      name = name.startsWith("person.") ? name.substring(7) : name;
      if (!WRITABLE.containsKey(name) && !READ_ONLY.contains(name)) {
        throw GoogleError.argument(
            "Invalid "
                + parameter
                + " mask path: \""
                + path
                + "\". Valid paths are documented at"
                + " https://developers.google.com/people/api/rest/v1/people.");
      }
      out.add(name);
    }
    return out;
  }

  static Set<String> updateMask(@Nullable String mask, String parameter) {
    if (mask == null || mask.isBlank()) {
      throw GoogleError.argument(
          parameter + " mask is required. Please specify one or more valid paths.");
    }
    Set<String> out = new LinkedHashSet<>();
    for (String path : mask.split(",")) {
      if (!WRITABLE.containsKey(path) || path.equals("fileAses")) {
        throw GoogleError.argument(
            "Invalid "
                + parameter
                + " mask path: \""
                + path
                + "\". Valid paths are documented at"
                + " https://developers.google.com/people/api/rest/v1/people/updateContact.");
      }
      out.add(path);
    }
    return out;
  }
}

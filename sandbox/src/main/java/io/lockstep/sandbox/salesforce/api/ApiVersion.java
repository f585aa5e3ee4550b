package io.lockstep.sandbox.salesforce.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Which API versions the org answers: 31.0 to 68.0; 21.0 to 30.0 were retired in 2025. */
public final class ApiVersion {
  public static final int OLDEST = 31;
  public static final int NEWEST = 68;
  private static final int OLDEST_RETIRED = 20;
  private static final Pattern FORM = Pattern.compile("v?(\\d{1,3})\\.0");

  private ApiVersion() {}

  /**
   * @param text {@code 65.0} or {@code v65.0}
   * @throws ApiException 410 for a retired version, 404 for one that never was
   */
  public static double parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw ApiException.notFound();
    }
    int number = Integer.parseInt(matcher.group(1));
    if (number >= OLDEST_RETIRED && number < OLDEST) {
      throw new ApiException(
          410, "UNSUPPORTED_API_VERSION", "API version " + number + ".0 has been retired");
    }
    if (number < OLDEST || number > NEWEST) {
      throw ApiException.notFound();
    }
    return number;
  }

  /** All versions, oldest first, as {@code 31.0}. */
  public static List<String> all() {
    List<String> versions = new ArrayList<>();
    for (int v = OLDEST; v <= NEWEST; v++) {
      versions.add(v + ".0");
    }
    return versions;
  }

  /** The release a version came with, as the list of versions labels it. */
  public static String label(String version) {
    int number = Integer.parseInt(version.substring(0, version.indexOf('.')));
    // Version 65 is Winter '26; three releases a year.
    int since = number - 65 + 3 * 26;
    int year = Math.floorDiv(since, 3);
    return switch (Math.floorMod(since, 3)) {
          case 0 -> "Winter '";
          case 1 -> "Spring '";
          default -> "Summer '";
        }
        + year;
  }
}

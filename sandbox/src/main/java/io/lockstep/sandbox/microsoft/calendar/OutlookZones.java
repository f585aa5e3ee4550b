package io.lockstep.sandbox.microsoft.calendar;

import com.ibm.icu.util.TimeZone;
import io.lockstep.sandbox.microsoft.GraphError;
import java.time.ZoneId;
import java.time.zone.ZoneRulesException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names of time zones as Exchange takes them: all Windows names, and IANA names
 * (reference/microsoft.md B4).
 */
final class OutlookZones {
  static final String CUSTOM = "tzone://Microsoft/Custom";

  private static final Map<String, String> WINDOWS = windowsNames();
  private static final Set<String> IANA =
      ZoneId.getAvailableZoneIds().stream()
          .filter(id -> id.contains("/") && !id.startsWith("SystemV/"))
          .collect(Collectors.toUnmodifiableSet());

  /** What the documentation lists: one IANA name for each Windows name. */
  private static final Set<String> DOCUMENTED = Set.copyOf(WINDOWS.values());

  /** Names that are in the lists, but that mailboxes have been seen to refuse. */
  private static final Set<String> REFUSED = Set.of("Africa/Casablanca");

  private final CalendarSettings settings;

  OutlookZones(CalendarSettings settings) {
    this.settings = settings;
  }

  private static Map<String, String> windowsNames() {
    Map<String, String> out = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String id : TimeZone.getAvailableIDs()) {
      String windows = TimeZone.getWindowsID(id);
      if (windows != null) {
        out.put(windows, TimeZone.getIDForWindowsID(windows, "001"));
      }
    }
    out.put("UTC", "UTC");
    return out;
  }

  /**
   * The zone of this name.
   *
   * @throws GraphError 400 for a name that is not supported; 500 for an offset, on which the real
   *     service breaks
   */
  ZoneId read(@Nullable String name) {
    String given = name == null ? "" : name.strip();
    if (given.toUpperCase(Locale.ROOT).matches("(GMT|UTC)[+-].+")) {
      throw new GraphError(
          500,
          "ErrorInternalServerError",
          "An internal server error occurred. The operation failed.");
    }
    if (given.equalsIgnoreCase("tzone://Microsoft/Utc")) {
      return ZoneId.of("UTC");
    }
    String windows = WINDOWS.get(given);
    if (windows != null) {
      return ZoneId.of(windows);
    }
    if (REFUSED.contains(given)) {
      throw GraphError.invalidProperty("At least one property failed validation.");
    }
    boolean known =
        IANA.contains(given) && (settings.undocumentedZones || DOCUMENTED.contains(given));
    if (!known) {
      throw new GraphError(
          400,
          "TimeZoneNotSupportedException",
          "A valid TimeZone value must be specified. The following TimeZone value is not"
              + " supported: '"
              + given
              + "'.");
    }
    try {
      return ZoneId.of(given);
    } catch (ZoneRulesException e) {
      throw new IllegalStateException("a zone of the list that is not there", e);
    }
  }

  /** The name under which the zone is shown as an event's original one. */
  String original(String written, ZoneId zone) {
    return settings.originalZoneAsWindows ? windows(zone) : written;
  }

  /** The Windows name; the IANA one where there is none. */
  static String windows(ZoneId zone) {
    if (zone.getId().equals("UTC")) {
      return "UTC";
    }
    String name = TimeZone.getWindowsID(zone.getId());
    return name == null ? zone.getId() : name;
  }
}

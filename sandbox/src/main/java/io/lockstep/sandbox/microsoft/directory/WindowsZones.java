package io.lockstep.sandbox.microsoft.directory;

import com.ibm.icu.util.TimeZone;
import java.time.ZoneId;
import java.util.Set;
import java.util.TreeSet;

/** Names of time zones as Windows has them, from CLDR. */
final class WindowsZones {
  private WindowsZones() {}

  /** The Windows name of an IANA zone; UTC where there is none. */
  static String of(ZoneId zone) {
    String name = TimeZone.getWindowsID(zone.getId());
    return name == null ? "UTC" : name;
  }

  static Set<String> all() {
    Set<String> names = new TreeSet<>();
    for (String id : ZoneId.getAvailableZoneIds()) {
      String name = TimeZone.getWindowsID(id);
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }
}

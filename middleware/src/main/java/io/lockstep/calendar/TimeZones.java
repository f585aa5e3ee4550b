package io.lockstep.calendar;

import com.ibm.icu.util.TimeZone;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names of time zones: IANA's, and those of Windows by way of Unicode's CLDR. */
public final class TimeZones {
  private static final String UNKNOWN = "Etc/Unknown";
  private static final TreeMap<String, String> IANA = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private static final TreeSet<String> WINDOWS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    Set<String> known = ZoneId.getAvailableZoneIds();
    for (String id : known) {
      if (!id.startsWith("SystemV/")) {
        IANA.put(id, id);
      }
    }
    // Links of IANA that java.time does not count among its names.
    IANA.putIfAbsent("EST", "America/Panama");
    IANA.putIfAbsent("MST", "America/Phoenix");
    IANA.putIfAbsent("HST", "Pacific/Honolulu");
    IANA.putIfAbsent("ROC", "Asia/Taipei");
    IANA.putIfAbsent("GMT+0", "Etc/GMT");
    IANA.putIfAbsent("GMT-0", "Etc/GMT");
    for (String id : TimeZone.getAvailableIDs()) {
      String windows = TimeZone.getWindowsID(id);
      if (windows != null) {
        WINDOWS.add(windows);
      }
    }
  }

  private TimeZones() {}

  /**
   * The zone with a name of either kind, in any case; an alias gives today's name ({@code
   * Asia/Calcutta} is {@code Asia/Kolkata}). Empty for what names no zone: an offset, Outlook's
   * {@code Customized Time Zone}, {@code tzone://Microsoft/Custom}.
   */
  public static Optional<ZoneId> find(String name) {
    String wanted = name.strip();
    // Outlook Web names UTC so, where a client left the zone out.
    if (wanted.toLowerCase(Locale.ROOT).equals("tzone://microsoft/utc")) {
      wanted = "UTC";
    }
    String iana = IANA.get(wanted);
    if (iana == null && WINDOWS.contains(wanted)) {
      iana = TimeZone.getIDForWindowsID(WINDOWS.floor(wanted), "001");
    }
    return Optional.ofNullable(iana).map(TimeZones::current);
  }

  private static ZoneId current(String id) {
    String canonical = TimeZone.getIanaID(id);
    boolean usable = canonical != null && !canonical.equals(UNKNOWN) && IANA.containsKey(canonical);
    return ZoneId.of(usable ? canonical : id);
  }

  /** The Windows name by CLDR; null where there is none. */
  public static @Nullable String windows(ZoneId zone) {
    return TimeZone.getWindowsID(zone.getId());
  }

  /**
   * The Windows name, if the zone it leads back to keeps the same time from an instant on for ten
   * years.
   */
  public static Optional<String> windowsExactly(ZoneId zone, Instant from) {
    String windows = windows(zone);
    if (windows == null) {
      return Optional.empty();
    }
    return find(windows)
        .filter(back -> agree(zone.getRules(), back.getRules(), from))
        .map(z -> windows);
  }

  private static boolean agree(ZoneRules a, ZoneRules b, Instant from) {
    Instant at = from;
    Instant end = from.plusSeconds(10L * 366 * 86_400);
    while (at.isBefore(end)) {
      if (!a.getOffset(at).equals(b.getOffset(at))) {
        return false;
      }
      Instant nextA = after(a, at, end);
      Instant nextB = after(b, at, end);
      if (!nextA.equals(nextB)) {
        return false;
      }
      at = nextA;
    }
    return true;
  }

  private static Instant after(ZoneRules rules, Instant at, Instant end) {
    ZoneOffsetTransition next = rules.nextTransition(at);
    return next == null || next.getInstant().isAfter(end) ? end : next.getInstant();
  }

  /**
   * The instant of a Graph {@code dateTimeTimeZone}: a wall time without offset (up to nine digits
   * of a fraction) in a named zone. A time in a gap moves forward by the gap's length; a time that
   * comes twice is the first one.
   *
   * @throws IllegalArgumentException where the time cannot be read, or carries an offset
   * @throws Unsupported where the zone is not known
   */
  public static Instant instant(String dateTime, String timeZone) {
    ZoneId zone =
        find(timeZone)
            .orElseThrow(() -> new Unsupported("The time zone is not known: " + timeZone));
    try {
      return LocalDateTime.parse(dateTime.strip()).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "dateTime is a wall time without offset, such as 2026-03-01T09:00:00.0000000: "
              + dateTime,
          e);
    }
  }
}

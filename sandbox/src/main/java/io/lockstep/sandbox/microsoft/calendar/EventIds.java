package io.lockstep.sandbox.microsoft.calendar;

import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.ItemIds;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ids of events and occurrences. Immutable ids follow the key alone; regular ones also change when
 * the event moves to another calendar, and when an occurrence becomes an exception.
 */
final class EventIds {
  private static final String GLOBAL_OBJECT_ID = "040000008200E00074C5B7101A82E008";
  private static final Pattern KEY =
      Pattern.compile("([^.~]+)(?:\\.(\\d+)\\.(\\d{4}-\\d{2}-\\d{2}))?(?:~.*)?");

  private EventIds() {}

  static String id(MailboxCalendars box, Seen seen, boolean immutable) {
    return id(box, seen.key(), seen.event().moves, seen.exception() != null, immutable);
  }

  static String id(
      MailboxCalendars box, String key, int moves, boolean exception, boolean immutable) {
    ItemIds ids = box.mailbox.ids();
    return immutable ? ids.immutable(key) : ids.regular(regularKey(key, moves, exception));
  }

  private static String regularKey(String key, int moves, boolean exception) {
    return moves == 0 && !exception ? key : key + "~" + moves + (exception ? "x" : "");
  }

  /**
   * What an id of either form names now.
   *
   * @throws GraphError 400 where it is no id, 404 where it names nothing (any more)
   */
  static Seen find(MailboxCalendars box, String id) {
    String found = box.mailbox.ids().key(id);
    Seen seen = byKey(box, found);
    if (seen == null) {
      throw GraphError.itemNotFound();
    }
    boolean current =
        box.mailbox.ids().immutable(seen.key()).equals(id) || id(box, seen, false).equals(id);
    if (!current) {
      throw GraphError.itemNotFound();
    }
    return seen;
  }

  /** What a key of the change log names now; null where it is gone. */
  static @Nullable Seen byKey(MailboxCalendars box, String key) {
    Matcher m = KEY.matcher(key);
    StoredEvent event = m.matches() ? box.events.get(m.group(1)) : null;
    if (event == null || event.deleted) {
      return null;
    }
    if (m.group(2) == null) {
      return Seen.of(event);
    }
    return Integer.parseInt(m.group(2)) == event.series
        ? Seen.occurrence(event, LocalDate.parse(m.group(3)))
        : null;
  }

  /** The key of the event or series that a key belongs to. */
  static String eventKey(String key) {
    Matcher m = KEY.matcher(key);
    return m.matches() ? m.group(1) : key;
  }

  /** The iCalUId of one day's occurrence: the series' with the day written into it. */
  static String occurrenceUid(String uid, LocalDate day) {
    if (!uid.startsWith(GLOBAL_OBJECT_ID) || uid.length() < 48) {
      // An identifier from elsewhere has no place for a day.
      return uid;
    }
    String date =
        String.format("%04X%02X%02X", day.getYear(), day.getMonthValue(), day.getDayOfMonth());
    return uid.substring(0, 32) + date + uid.substring(40);
  }

  /** A new iCalUId in the form of Exchange. */
  static String newUid(Instant now, String guid) {
    long fileTime = (now.getEpochSecond() + 11_644_473_600L) * 10_000_000L;
    return GLOBAL_OBJECT_ID
        + "00000000"
        + String.format("%016X", Long.reverseBytes(fileTime))
        + "0000000000000000"
        + "10000000"
        + guid.replace("-", "").toUpperCase(Locale.ROOT);
  }

  /** {@code OID.…}, as {@code cancelledOccurrences} names a day. */
  static String occurrenceId(String masterId, LocalDate day) {
    return "OID." + masterId + "." + day;
  }
}

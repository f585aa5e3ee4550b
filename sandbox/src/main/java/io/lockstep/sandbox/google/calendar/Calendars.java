package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All calendars of all users, and the one order of their changes. Guarded by the engine's lock. */
final class Calendars {
  private static final List<String> ROLES =
      List.of("freeBusyReader", "reader", "writerWithoutPrivateAccess", "writer", "owner");

  private final SandboxClock clock;
  private final Supplier<String> ids;
  private final Map<String, CalendarBox> boxes = new LinkedHashMap<>();
  private Consumer<CalendarBox> listener = box -> {};
  private long lastVersion;
  private Instant lastUpdated = Instant.EPOCH;

  Calendars(SandboxClock clock, Supplier<String> ids) {
    this.clock = clock;
    this.ids = ids;
  }

  /** Told of every change of a calendar's events. */
  void onChange(Consumer<CalendarBox> newListener) {
    listener = newListener;
  }

  CalendarBox addPrimary(GoogleUser user) {
    CalendarBox box = new CalendarBox(user.email(), user, true, user.email(), now());
    box.version = nextVersion();
    boxes.put(box.id, box);
    return box;
  }

  CalendarBox addSecondary(GoogleUser owner, String summary, @Nullable ZoneId zone) {
    String id = "c_" + ids.get() + ids.get() + "@group.calendar.google.com";
    CalendarBox box = new CalendarBox(id, owner, false, summary, now());
    if (zone != null) {
      box.zone = zone;
    }
    box.version = nextVersion();
    boxes.put(id, box);
    return box;
  }

  void remove(CalendarBox box) {
    boxes.remove(box.id);
  }

  /** The user's own primary calendar; null where the user does not use Calendar. */
  @Nullable CalendarBox primary(GoogleUser user) {
    return user.usesCalendar() ? boxes.get(user.email()) : null;
  }

  /** The primary calendar that invitations to this address reach; null where there is none. */
  @Nullable CalendarBox byAddress(String address) {
    for (CalendarBox box : boxes.values()) {
      if (box.primary && box.owner.owns(address) && box.owner.usesCalendar()) {
        return box;
      }
    }
    return null;
  }

  /**
   * The calendar as this user may use it.
   *
   * @param id {@code primary}, an address or a calendar's id
   * @param needed the least role
   * @throws GoogleError 404 without any role, 403 with too small a one
   */
  CalendarBox get(Actor actor, String id, String needed) {
    if (!actor.user().usesCalendar()) {
      throw GoogleError.of(
          403, "calendar", "notACalendarUser", "The user must be signed up for Google Calendar.");
    }
    CalendarBox box =
        id.equals("primary")
            ? boxes.get(actor.user().email())
            : boxes.get(id.toLowerCase(Locale.ROOT));
    if (box == null) {
      box = byAddress(id);
    }
    String role = box == null ? null : box.roles.get(actor.user().email());
    if (box == null || role == null) {
      throw GoogleError.notFound();
    }
    if (ROLES.indexOf(role) < ROLES.indexOf(needed)) {
      throw GoogleError.of(
          403,
          "calendar",
          "requiredAccessLevel",
          "You need to have " + needed + " access to this calendar.");
    }
    return box;
  }

  /** The calendars in this user's list. */
  List<CalendarBox> listed(GoogleUser user) {
    List<CalendarBox> out = new ArrayList<>();
    for (CalendarBox box : boxes.values()) {
      if (box.roles.containsKey(user.email())) {
        out.add(box);
      }
    }
    return out;
  }

  /** Notes that a calendar's own properties changed. */
  void changed(CalendarBox box) {
    box.version = nextVersion();
    box.updated = now();
  }

  /** Gives or (null) takes a role; every sync token of the calendar dies with it. */
  void share(CalendarBox box, String email, @Nullable String role) {
    if (role == null) {
      box.roles.remove(email);
    } else {
      box.roles.put(email, role);
    }
    box.generation++;
    box.version = nextVersion();
  }

  /** Stores an entry as changed now. */
  void touch(CalendarBox box, Entry entry, boolean contentChanged) {
    entry.version = nextVersion();
    if (contentChanged) {
      entry.updated = now();
    }
    box.version = entry.version;
    box.updated = now();
    box.entries.put(entry.id, entry);
    listener.accept(box);
  }

  Entry add(CalendarBox box, String id, ObjectNode doc) {
    Entry entry = new Entry(id, doc, now());
    if (!Json.has(doc, "created")) {
      doc.put("created", EventView.millis(now().truncatedTo(ChronoUnit.SECONDS)));
    }
    touch(box, entry, true);
    return entry;
  }

  String newId() {
    return ids.get();
  }

  /** The sandbox's time, in milliseconds, never going back. */
  Instant now() {
    Instant now = clock.now().truncatedTo(ChronoUnit.MILLIS);
    if (!now.isAfter(lastUpdated)) {
      now = lastUpdated.plusMillis(1);
    }
    lastUpdated = now;
    return now;
  }

  /** The time without moving the order of changes on. */
  Instant time() {
    return clock.now();
  }

  private long nextVersion() {
    lastVersion = Math.max(lastVersion + 2, clock.now().toEpochMilli() * 2000);
    return lastVersion;
  }
}

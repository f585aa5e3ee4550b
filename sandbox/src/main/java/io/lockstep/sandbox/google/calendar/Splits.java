package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.Json;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** "This and following events", as Google's own page does it. */
final class Splits {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

  private Splits() {}

  static ObjectNode split(
      CalendarEngine engine,
      GoogleUser user,
      CalendarBox box,
      Entry series,
      ObjectNode instance,
      ObjectNode change) {
    EventTime at = Series.originalStart(box, instance);
    if (!Organizers.isOrganizerCopy(box, series.doc)) {
      throw GoogleError.of(
          403,
          "calendar",
          "forbiddenForNonOrganizer",
          "Shared properties can only be changed by the organizer of the event.");
    }
    List<String> lines = Json.texts(series.doc, "recurrence");
    ObjectNode fresh = series.doc.deepCopy();
    ObjectNode slot = Series.instance(box, series, at);
    fresh.set("start", slot.path("start"));
    fresh.set("end", slot.path("end"));
    fresh.set("recurrence", remaining(box, series, at, lines));
    change.properties().forEach(p -> fresh.set(p.getKey(), p.getValue()));
    ArrayNode ended = Json.array();
    lines.forEach(l -> ended.add(isRule(l) ? until(l, at) : l));
    Actor actor = Actor.person(user);
    WriteOptions options = WriteOptions.sending(SendUpdates.all);
    ObjectNode end = Json.object();
    end.set("recurrence", ended);
    engine.writes.update(actor, box, series.id, end, true, options);
    String id = series.id.replaceFirst("_R[0-9T]+$", "") + "_R" + name(at);
    fresh.put("iCalUID", id + "@google.com").put("sequence", 0);
    fresh.remove("created");
    EventRules.apply(fresh, box.zone);
    Entry entry = engine.calendars.add(box, id, fresh);
    engine.copies.spread(box, id, null, fresh, SendUpdates.all);
    return EventView.of(box, user).show(entry, true);
  }

  private static ArrayNode remaining(
      CalendarBox box, Entry series, EventTime at, List<String> lines) {
    ArrayNode out = Json.array();
    for (String line : lines) {
      java.util.regex.Matcher count =
          java.util.regex.Pattern.compile("COUNT=([0-9]+)").matcher(line);
      if (isRule(line) && count.find()) {
        EventTime start = Series.start(box, series.doc);
        int before = Recurrence.read(series.doc, start).starts(at.instant(box.zone)).size();
        int left = Math.max(1, Integer.parseInt(count.group(1)) - before);
        out.add(count.replaceFirst("COUNT=" + left));
      } else {
        out.add(line);
      }
    }
    return out;
  }

  private static boolean isRule(String line) {
    return line.toUpperCase(Locale.ROOT).startsWith("RRULE");
  }

  private static String until(String line, EventTime at) {
    String bare = line.replaceAll(";?(UNTIL|COUNT)=[^;]*", "").replace(":;", ":");
    String last =
        switch (at) {
          case EventTime.Day d -> d.date().minusDays(1).format(DateTimeFormatter.BASIC_ISO_DATE);
          case EventTime.Moment m ->
              EventTime.BASIC_UTC.format(m.at().minusSeconds(1).atZone(ZoneOffset.UTC));
        };
    return bare + ";UNTIL=" + last;
  }

  private static String name(EventTime at) {
    return switch (at) {
      case EventTime.Day d -> d.date().format(DateTimeFormatter.BASIC_ISO_DATE);
      case EventTime.Moment m -> LOCAL.format(m.at().atZone(ZoneOffset.UTC));
    };
  }
}

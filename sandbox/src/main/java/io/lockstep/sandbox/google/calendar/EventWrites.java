package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.GoogleSettings;
import io.lockstep.sandbox.google.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that changes events. Guarded by the engine's lock. */
final class EventWrites {
  private static final List<String> TIMES = List.of("start", "end", "recurrence");

  private final Calendars calendars;
  private final Copies copies;
  private final Organizers organizers;
  private final GoogleSettings settings;

  EventWrites(Calendars calendars, Copies copies, GoogleSettings settings) {
    this.calendars = calendars;
    this.copies = copies;
    this.organizers = new Organizers(calendars, copies);
    this.settings = settings;
  }

  /** Creates an event; its id, if the client chose one, must never have been used here. */
  Entry insert(Actor actor, CalendarBox box, ObjectNode body, WriteOptions options) {
    String wanted = Json.text(body, "id");
    EventRules.checkClientId(wanted);
    if (wanted != null && box.find(wanted) != null) {
      throw duplicate();
    }
    EventTypes.checkNew(body);
    if ("cancelled".equals(Json.text(body, "status"))) {
      throw GoogleError.invalid("Invalid value for: cancelled is not a valid value");
    }
    ObjectNode doc = created(actor, box, body, options);
    String id = wanted == null ? calendars.newId() : wanted;
    doc.put("iCalUID", Json.text(body, "iCalUID", id + "@google.com"));
    doc.set("organizer", Organizers.of(box));
    doc.put("sequence", body.path("sequence").asInt(0));
    EventRules.apply(doc, box.zone);
    checkPlace(box, doc);
    Conferences.create(doc, body, options);
    Entry entry = calendars.add(box, id, doc);
    copies.spread(box, id, null, entry.doc, options.send());
    return entry;
  }

  /** Adds a private copy of an event that exists elsewhere; nobody is told. */
  Entry importEvent(Actor actor, CalendarBox box, ObjectNode body, WriteOptions options) {
    if (Json.has(body, "id")) {
      throw GoogleError.invalid("Invalid resource id value.");
    }
    String uid = Json.text(body, "iCalUID");
    if (uid == null) {
      throw GoogleError.required("Missing iCal UID.");
    }
    if (!"default".equals(Json.text(body, "eventType", "default"))) {
      throw GoogleError.invalid("Only events of type default can be imported.");
    }
    String organizer = Json.text(body.path("organizer"), "email");
    boolean guest =
        Json.list(body, "attendees").stream()
            .anyMatch(a -> box.owner.owns(Json.text(a, "email", "")));
    if (organizer != null && !box.isOrganizer(organizer) && !guest) {
      throw GoogleError.of(
          400,
          "calendar",
          "participantIsNeitherOrganizerNorAttendee",
          "The owner of the calendar must either be the organizer or an attendee of an event that"
              + " is imported.");
    }
    ObjectNode doc = created(actor, box, body, options);
    doc.put("iCalUID", uid);
    doc.set(
        "organizer", organizer == null ? Organizers.of(box) : body.path("organizer").deepCopy());
    doc.put("sequence", body.path("sequence").asInt(0));
    EventRules.apply(doc, box.zone);
    for (Entry there : box.entries.values()) {
      if (uid.equals(Json.text(there.doc, "iCalUID")) && there.seriesId() == null) {
        checkSequence(there.doc, body);
        ObjectNode before = there.doc;
        there.doc = doc;
        doc.set("created", before.get("created"));
        there.deleted = false;
        calendars.touch(box, there, true);
        Series.follow(calendars, box, there, before);
        return there;
      }
    }
    return calendars.add(box, "_" + calendars.newId(), doc);
  }

  private ObjectNode created(Actor actor, CalendarBox box, ObjectNode body, WriteOptions options) {
    if (actor.undelegated() && !Json.list(body, "attendees").isEmpty()) {
      throw serviceAccount();
    }
    ObjectNode doc = Json.object();
    body.properties().stream()
        .filter(p -> EventRules.isWritable(p.getKey()))
        .filter(p -> !p.getKey().equals("conferenceData"))
        .filter(p -> !p.getKey().equals("attachments") || options.attachments())
        .forEach(p -> doc.set(p.getKey(), p.getValue().deepCopy()));
    if (!Json.has(doc, "status")) {
      doc.put("status", "confirmed");
    }
    doc.set("creator", Organizers.person(actor.user()));
    return doc;
  }

  /**
   * Changes an event, or one instance of a series, which becomes an exception by it.
   *
   * @param patch true: only what the body names, arrays whole, null clears; false: everything
   */
  Entry update(
      Actor actor,
      CalendarBox box,
      String id,
      ObjectNode body,
      boolean patch,
      WriteOptions options) {
    Entry stored = box.find(id);
    Series.Slot slot = stored == null ? Series.slot(box, id) : null;
    if (stored == null && slot == null) {
      throw GoogleError.notFound();
    }
    long version = stored != null ? stored.version : seriesVersion(box, id);
    checkMatch(options.ifMatch(), version);
    ObjectNode before = stored != null ? stored.doc : slot(slot).doc();
    ObjectNode after = EventMerge.merge(before, body, patch, options);
    boolean cancelled = "cancelled".equals(Json.text(before, "status"));
    if ("cancelled".equals(Json.text(after, "status"))) {
      if (cancelled) {
        throw forbidden();
      }
      delete(actor, box, id, WriteOptions.sending(options.send()));
      return java.util.Objects.requireNonNull(box.find(id));
    }
    if (cancelled
        && (!settings.updateRestoresDeleted || !Organizers.isOrganizerCopy(box, before))) {
      throw forbidden();
    }
    EventMerge.ownAnswerOnly(box, before, after, body);
    checkSequence(before, body);
    EventRules.apply(after, box.zone);
    if (actor.undelegated()
        && Json.has(after, "attendees")
        && !after.path("attendees").equals(before.path("attendees"))) {
      throw serviceAccount();
    }
    EventTypes.checkChange(before, after);
    Organizers.checkSource(actor, before, after);
    Conferences.create(after, body, options);
    boolean mine = Organizers.isOrganizerCopy(box, before);
    if (!mine) {
      organizers.checkGuestMayChange(box, before, after);
    } else if (TIMES.stream().anyMatch(EventTypes.changed(before, after)::contains)) {
      after.put("sequence", before.path("sequence").asInt() + 1);
    }
    Entry entry = store(box, id, stored, before, after);
    if (mine) {
      copies.spread(box, id, cancelled ? null : before, entry.doc, options.send());
    } else {
      organizers.passOn(box, entry, before, options.send());
    }
    return entry;
  }

  private Entry store(
      CalendarBox box, String id, @Nullable Entry stored, ObjectNode before, ObjectNode after) {
    if (stored == null) {
      return calendars.add(box, id, after);
    }
    ObjectNode old = before.deepCopy();
    stored.doc = after;
    stored.deleted = false;
    // A change of reminders alone moves the etag, not "updated".
    calendars.touch(box, stored, !EventTypes.changed(old, after).equals(List.of("reminders")));
    if (stored.isSeries() || Json.has(old, "recurrence")) {
      Series.follow(calendars, box, stored, old);
    }
    return stored;
  }

  /** Deletes an event, a series or one instance. */
  void delete(Actor actor, CalendarBox box, String id, WriteOptions options) {
    Entry stored = box.find(id);
    Series.Slot slot = stored == null ? Series.slot(box, id) : null;
    if (stored == null && slot == null) {
      throw GoogleError.notFound();
    }
    ObjectNode doc = (stored != null ? stored.doc : slot(slot).doc()).deepCopy();
    if ("cancelled".equals(Json.text(doc, "status"))) {
      throw GoogleError.deleted();
    }
    checkMatch(options.ifMatch(), stored != null ? stored.version : seriesVersion(box, id));
    if ("birthday".equals(Json.text(doc, "eventType")) && !actor.isPerson() && slot != null) {
      throw GoogleError.of(
          400, "calendar", "eventTypeRestriction", "A birthday can only be deleted as a whole.");
    }
    boolean mine = Organizers.isOrganizerCopy(box, doc);
    if (mine && stored != null && stored.isSeries()) {
      box.exceptions(id).forEach(e -> copies.spread(box, e.id, e.doc, null, SendUpdates.none));
    }
    Series.cancel(calendars, box, id);
    if (mine) {
      copies.spread(box, id, doc, null, options.send());
    } else {
      Entry gone = box.find(id);
      if (gone != null) {
        copies.answer(box, gone, Json.object().put("responseStatus", "declined"), options.send());
      }
    }
  }

  /** Moves an event to another calendar, which becomes its organizer. */
  Entry move(Actor actor, CalendarBox from, String id, CalendarBox to, WriteOptions options) {
    Entry stored = from.find(id);
    if (stored == null || stored.deleted) {
      throw GoogleError.notFound();
    }
    if (!"default".equals(Json.text(stored.doc, "eventType", "default"))
        || stored.seriesId() != null) {
      throw GoogleError.invalid("Only events of type default, and only whole series, can move.");
    }
    if (!Organizers.isOrganizerCopy(from, stored.doc)) {
      throw GoogleError.of(
          403,
          "calendar",
          "cannotChangeOrganizer",
          "Cannot change the organizer of an event that is organized elsewhere.");
    }
    if (from == to) {
      throw GoogleError.invalid("The event is in that calendar already.");
    }
    Entry there = to.find(id);
    if (there != null && !there.deleted) {
      throw duplicate();
    }
    ObjectNode before = stored.doc.deepCopy();
    ObjectNode doc = stored.doc.deepCopy();
    doc.set("organizer", Organizers.of(to));
    List<Entry> exceptions = from.exceptions(id);
    Entry moved;
    if (there != null) {
      there.doc = doc;
      there.deleted = false;
      calendars.touch(to, there, true);
      moved = there;
    } else {
      moved = calendars.add(to, id, doc);
    }
    for (Entry exception : exceptions) {
      ObjectNode copy = exception.doc.deepCopy();
      copy.set("organizer", Organizers.of(to));
      calendars.add(to, exception.id, copy);
    }
    Series.cancel(calendars, from, id);
    // What stays behind is the bare form: the organizer is elsewhere now.
    stored.doc.set("organizer", Organizers.of(to));
    copies.spread(to, id, before, doc, options.send());
    return moved;
  }

  private static void checkPlace(CalendarBox box, ObjectNode doc) {
    if (!box.primary && !"default".equals(Json.text(doc, "eventType", "default"))) {
      throw GoogleError.of(
          400,
          "calendar",
          "eventTypeRestriction",
          "Events of this type can only be on primary calendars.");
    }
  }

  private static long seriesVersion(CalendarBox box, String instanceId) {
    Entry series = box.find(instanceId.substring(0, instanceId.lastIndexOf('_')));
    return series == null ? 0 : series.version;
  }

  private static Series.Slot slot(Series.@Nullable Slot slot) {
    return java.util.Objects.requireNonNull(slot);
  }

  private static void checkMatch(@Nullable String ifMatch, long version) {
    if (ifMatch != null && !ifMatch.equals("*") && !ifMatch.equals("\"" + version + "\"")) {
      throw GoogleError.of(412, "global", "conditionNotMet", "Precondition Failed")
          .at("header", "If-Match");
    }
  }

  private static void checkSequence(ObjectNode stored, JsonNode body) {
    if (Json.has(body, "sequence")
        && body.path("sequence").asInt() < stored.path("sequence").asInt()) {
      throw GoogleError.invalid(
          "Invalid sequence value. The specified sequence number is below the current sequence"
              + " number of the resource. Re-fetch the resource and use its sequence number on the"
              + " following request.");
    }
  }

  private static GoogleError duplicate() {
    return GoogleError.of(409, "global", "duplicate", "The requested identifier already exists.");
  }

  private static GoogleError forbidden() {
    return GoogleError.of(403, "global", "forbidden", "Forbidden");
  }

  private static GoogleError serviceAccount() {
    return GoogleError.of(
        403,
        "calendar",
        "forbiddenForServiceAccounts",
        "Service accounts cannot invite attendees without Domain-Wide Delegation of Authority.");
  }
}

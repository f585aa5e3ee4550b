package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.GoogleSettings;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.Json;
import io.lockstep.sandbox.google.Mail;
import io.lockstep.sandbox.itip.Meeting;
import io.lockstep.sandbox.itip.PostOffice;
import io.lockstep.sandbox.itip.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The calendars behind the API, and what people do with them in Google's own pages. Guarded by the
 * engine's lock.
 */
public final class CalendarEngine implements AutoCloseable {
  final Calendars calendars;
  final Copies copies;
  final EventWrites writes;
  final Channels channels;

  public CalendarEngine(
      GoogleSettings settings,
      SandboxClock clock,
      RandomGenerator random,
      Supplier<String> ids,
      Consumer<Mail> mails) {
    this.calendars = new Calendars(clock, ids);
    this.copies = new Copies(calendars, mails);
    this.writes = new EventWrites(calendars, copies, settings);
    this.channels = new Channels(settings, clock, random);
    calendars.onChange(box -> channels.changed(box.id));
  }

  public void addUser(GoogleUser user) {
    calendars.addPrimary(user);
  }

  /** A further calendar of this person's; its id. */
  public String addCalendar(GoogleUser user, String name, @Nullable ZoneId zone) {
    return calendars.addSecondary(user, name, zone).id;
  }

  /** Gives somebody a role on a calendar, or (null) takes it. */
  public void share(GoogleUser owner, String calendarId, String with, @Nullable String role) {
    calendars.share(calendars.get(Actor.person(owner), calendarId, "owner"), with, role);
  }

  /** As the person sees it after creating an event; guests get invitations. */
  public ObjectNode create(GoogleUser user, String calendarId, ObjectNode event) {
    CalendarBox box = writable(user, calendarId);
    Entry entry =
        writes.insert(Actor.person(user), box, event, WriteOptions.sending(SendUpdates.all));
    return EventView.of(box, user).show(entry, true);
  }

  /**
   * Changes an event, a series or (by an instance's id) one instance.
   *
   * @param change merged into the event; null clears a field
   */
  public ObjectNode edit(GoogleUser user, String calendarId, String id, ObjectNode change) {
    CalendarBox box = writable(user, calendarId);
    Entry entry =
        writes.update(
            Actor.person(user), box, id, change, true, WriteOptions.sending(SendUpdates.all));
    return EventView.of(box, user).show(entry, true);
  }

  public void delete(GoogleUser user, String calendarId, String id) {
    writes.delete(
        Actor.person(user), writable(user, calendarId), id, WriteOptions.sending(SendUpdates.all));
  }

  public void move(GoogleUser user, String calendarId, String id, String destination) {
    writes.move(
        Actor.person(user),
        writable(user, calendarId),
        id,
        writable(user, destination),
        WriteOptions.sending(SendUpdates.all));
  }

  /**
   * Answers an invitation.
   *
   * @param response {@code accepted}, {@code declined} or {@code tentative}
   */
  public void answer(GoogleUser user, String id, String response) {
    CalendarBox box = writable(user, "primary");
    ObjectNode change = Json.object().put("attendeesOmitted", true);
    change
        .putArray("attendees")
        .addObject()
        .put("email", ownAddress(box, id))
        .put("responseStatus", response);
    writes.update(Actor.person(user), box, id, change, true, WriteOptions.sending(SendUpdates.all));
  }

  private static String ownAddress(CalendarBox box, String id) {
    Entry entry = box.find(id);
    Series.Slot slot = entry == null ? Series.slot(box, id) : null;
    ObjectNode doc = entry != null ? entry.doc : slot != null ? slot.doc() : null;
    if (doc == null) {
      throw GoogleError.notFound();
    }
    for (JsonNode guest : Json.list(doc, "attendees")) {
      String email = Json.text(guest, "email", "");
      if (box.owner.owns(email)) {
        return email;
      }
    }
    throw GoogleError.invalid("There is no invitation to answer.");
  }

  /**
   * "This and following events": ends the series before one of its instances and begins a new one
   * there, with a change.
   *
   * @param instanceId the first instance of the new series
   * @return the new series
   */
  public ObjectNode editFollowing(
      GoogleUser user, String calendarId, String instanceId, ObjectNode change) {
    CalendarBox box = writable(user, calendarId);
    Entry stored = box.find(instanceId);
    Series.Slot slot = stored == null ? Series.slot(box, instanceId) : null;
    ObjectNode instance = stored != null ? stored.doc : slot != null ? slot.doc() : null;
    String seriesId = instance == null ? null : Json.text(instance, "recurringEventId");
    Entry series = seriesId == null ? null : box.find(seriesId);
    if (instance == null || seriesId == null || series == null) {
      throw GoogleError.notFound();
    }
    return Splits.split(this, user, box, series, instance, change);
  }

  /**
   * An invitation from somebody outside this simulation, or a change of it.
   *
   * @param event with {@code id}, {@code organizer} and this user among the {@code attendees}
   */
  public void receive(GoogleUser user, ObjectNode event) {
    CalendarBox box = writable(user, "primary");
    String id = Json.text(event, "id");
    if (id == null || !Json.has(event, "organizer")) {
      throw GoogleError.required("An invitation needs an id and an organizer.");
    }
    ObjectNode doc = event.deepCopy();
    doc.remove("id");
    doc.put("status", Json.text(event, "status", "confirmed"));
    doc.put("iCalUID", Json.text(event, "iCalUID", id + "@example.org"));
    doc.set("creator", event.path("organizer").deepCopy());
    if (!Json.has(doc, "sequence")) {
      doc.put("sequence", 0);
    }
    if ("cancelled".equals(Json.text(event, "status"))) {
      Series.cancel(calendars, box, id);
      return;
    }
    EventRules.apply(doc, box.zone);
    copies.deliver(box, id, doc);
  }

  /** Mails to people at other services go by this post from now on. */
  public void mailBy(PostOffice post, Supplier<Duration> underWay) {
    copies.outside(
        new Copies.Outside() {
          @Override
          public void tell(Meeting meeting, String address) {
            post.send(meeting, address, underWay.get());
          }

          @Override
          public void answer(Reply reply) {
            post.send(reply, underWay.get());
          }
        });
  }

  /** An invitation from another service, or a change or cancellation of one. */
  public void receive(GoogleUser user, Meeting meeting) {
    receive(user, OutsideGuests.resource(meeting));
  }

  /** A guest at another service answers a meeting that this user organizes. */
  public void receive(GoogleUser user, Reply reply) {
    CalendarBox box = writable(user, "primary");
    for (Entry entry : List.copyOf(box.entries.values())) {
      boolean meant =
          !entry.deleted
              && entry.seriesId() == null
              && reply.uid().equals(Json.text(entry.doc, "iCalUID"));
      if (meant) {
        answered(box, entry, reply);
      }
    }
  }

  private void answered(CalendarBox box, Entry event, Reply reply) {
    Instant recurrenceId = reply.recurrenceId();
    if (recurrenceId == null || !event.isSeries()) {
      copies.answered(box, event, reply);
      return;
    }
    EventTime original =
        Series.start(box, event.doc) instanceof EventTime.Moment m
            ? new EventTime.Moment(recurrenceId, m.zone())
            : new EventTime.Day(recurrenceId.atZone(box.zone).toLocalDate());
    String id = Series.instanceId(event.id, original);
    Entry stored = box.find(id);
    Series.Slot slot = stored == null ? Series.slot(box, id) : null;
    if (stored == null && slot != null) {
      stored = calendars.add(box, id, slot.doc());
    }
    if (stored != null) {
      copies.answered(box, stored, reply);
    }
  }

  /** Puts something on the calendar that no client can create, such as {@code fromGmail}. */
  public ObjectNode plant(GoogleUser user, ObjectNode event) {
    CalendarBox box = writable(user, "primary");
    ObjectNode doc = event.deepCopy();
    String id = Json.text(event, "id", calendars.newId());
    doc.remove("id");
    doc.put("status", "confirmed").put("iCalUID", id + "@google.com").put("sequence", 0);
    doc.set("organizer", Organizers.of(box));
    doc.set("creator", Organizers.person(user));
    EventRules.apply(doc, box.zone);
    return EventView.of(box, user).show(calendars.add(box, id, doc), true);
  }

  /** What the person sees: every event, series and exception that is not cancelled. */
  public List<ObjectNode> seen(GoogleUser user, String calendarId) {
    CalendarBox box = calendars.get(Actor.person(user), calendarId, "reader");
    EventView view = EventView.of(box, user);
    return box.entries.values().stream()
        .filter(e -> !"cancelled".equals(Json.text(e.doc, "status")))
        .map(e -> view.show(e, true))
        .toList();
  }

  /** All that is stored of a calendar, tombstones and cancelled instances included. */
  public List<ObjectNode> stored(GoogleUser user, String calendarId) {
    CalendarBox box = calendars.get(Actor.person(user), calendarId, "reader");
    EventView view = EventView.of(box, user);
    return box.entries.values().stream().map(e -> view.show(e, true)).toList();
  }

  /** The calendars of a person: id, name, role. */
  public ArrayNode calendars(GoogleUser user) {
    ArrayNode out = Json.array();
    for (CalendarBox box : calendars.listed(user)) {
      out.addObject()
          .put("id", box.id)
          .put("summary", box.summary)
          .put("accessRole", box.roles.get(user.email()));
    }
    return out;
  }

  /** Makes every sync token given so far for this person's calendars worthless. */
  public void expireSyncTokens(GoogleUser user) {
    calendars.listed(user).forEach(box -> box.generation++);
  }

  private CalendarBox writable(GoogleUser user, String calendarId) {
    return calendars.get(Actor.person(user), calendarId, "writer");
  }

  Instant now() {
    return calendars.time();
  }

  @Override
  public void close() {
    channels.close();
  }
}

package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.itip.MailService;
import io.lockstep.sandbox.itip.Meeting;
import io.lockstep.sandbox.itip.PostOffice;
import io.lockstep.sandbox.itip.Reply;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import io.lockstep.sandbox.microsoft.subscription.Items;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The calendars of all mailboxes, and what their owners do with them in Outlook. Every method may
 * be called from any thread. Refusals are {@code GraphError}s, as a client would get them.
 */
public final class CalendarEngine implements MailService, Items {
  final CalendarSettings settings;
  final OutlookZones zones;
  final SandboxClock clock;
  final EventWrites writes;
  final Responses responses;

  final SimulatedMicrosoft microsoft;
  private final Arrivals arrivals;
  private final Map<GraphMailbox, MailboxCalendars> boxes = new HashMap<>();

  /**
   * @param post takes what is sent to guests of other services, and to organizers there
   */
  public CalendarEngine(SimulatedMicrosoft microsoft, CalendarSettings settings, PostOffice post) {
    this.microsoft = microsoft;
    this.settings = settings;
    this.clock = microsoft.clock();
    this.zones = new OutlookZones(settings);
    Deliveries deliveries =
        new Deliveries(this::byAddress, microsoft.outbox(), post, settings, clock);
    this.writes =
        new EventWrites(
            settings,
            zones,
            clock,
            microsoft::guid,
            new OnlineMeetings(microsoft.random()),
            new Invitations(deliveries));
    this.responses = new Responses(zones, deliveries);
    this.arrivals = new Arrivals(settings, zones);
    post.join(this);
  }

  public CalendarSettings settings() {
    return settings;
  }

  Instant now() {
    return clock.now();
  }

  RandomGenerator random() {
    return microsoft.random();
  }

  boolean chance(double probability) {
    return microsoft.chance(probability);
  }

  synchronized MailboxCalendars box(GraphMailbox mailbox) {
    return boxes.computeIfAbsent(mailbox, MailboxCalendars::new);
  }

  private @Nullable MailboxCalendars byAddress(String address) {
    GraphMailbox mailbox = microsoft.find(address);
    return mailbox == null ? null : box(mailbox);
  }

  private MailboxCalendars of(String user) {
    return box(microsoft.mailbox(user));
  }

  /** A new event in the default calendar; attendees are invited. */
  public synchronized ObjectNode create(String user, ObjectNode event) {
    MailboxCalendars box = of(user);
    return shown(box, Seen.of(writes.create(box, box.main, event)));
  }

  public synchronized ObjectNode create(String user, String calendarId, ObjectNode event) {
    MailboxCalendars box = of(user);
    return shown(box, Seen.of(writes.create(box, box.folder(calendarId), event)));
  }

  /**
   * Changes an event, a series or (by its id) one occurrence.
   *
   * @param change merged into the event; null clears a field
   */
  public synchronized ObjectNode edit(String user, String id, ObjectNode change) {
    MailboxCalendars box = of(user);
    return shown(box, writes.patch(box, EventIds.find(box, id), change));
  }

  public synchronized void delete(String user, String id) {
    MailboxCalendars box = of(user);
    writes.delete(box, EventIds.find(box, id));
  }

  /** The organizer cancels. */
  public synchronized void cancel(String user, String id) {
    MailboxCalendars box = of(user);
    writes.cancel(box, EventIds.find(box, id));
  }

  /**
   * Answers an invitation.
   *
   * @param response {@code accepted}, {@code tentativelyAccepted} or {@code declined}
   */
  public synchronized void answer(String user, String id, String response) {
    MailboxCalendars box = of(user);
    responses.respond(
        box, EventIds.find(box, id), Responses.Answer.valueOf(response), GraphJson.object(), now());
  }

  /** Moves an event or a whole series to another calendar of the same mailbox. */
  public synchronized void move(String user, String id, String calendarId) {
    MailboxCalendars box = of(user);
    box.move(EventIds.find(box, id).event(), box.folder(calendarId), now());
  }

  /** A further calendar; its id. */
  public synchronized String addCalendar(String user, String name) {
    MailboxCalendars box = of(user);
    CalendarFolder folder = box.addFolder(name, false, box.main.groupKey);
    return box.mailbox.ids().container(folder.key);
  }

  /** Shares all calendars of a person with another one, who may also write. */
  public synchronized void share(String user, String with, boolean canViewPrivateItems) {
    of(user).readers.put(microsoft.mailbox(with).user().id(), canViewPrivateItems);
  }

  /** The id of the default calendar. */
  public synchronized String defaultCalendar(String user) {
    MailboxCalendars box = of(user);
    return box.mailbox.ids().container(box.main.key);
  }

  /** A calendar gets another id, as has been seen to happen; its new one. */
  public synchronized String renewCalendarId(String user, String calendarId) {
    MailboxCalendars box = of(user);
    CalendarFolder folder = box.folder(calendarId);
    box.mailbox.ids().moved(folder.key);
    return box.mailbox.ids().container(folder.key);
  }

  /** The service changes an event by itself: only its change key is new. */
  public synchronized void serviceWrite(String user, String id) {
    MailboxCalendars box = of(user);
    box.touch(EventIds.find(box, id).event(), now());
  }

  /** Events and series of all calendars that are not deleted, complete, with immutable ids. */
  public synchronized List<ObjectNode> events(String user) {
    MailboxCalendars box = of(user);
    List<ObjectNode> out = new ArrayList<>();
    for (CalendarFolder folder : box.folders.values()) {
      box.in(folder).forEach(event -> out.add(shown(box, Seen.of(event))));
    }
    return out;
  }

  private ObjectNode shown(MailboxCalendars box, Seen seen) {
    return EventView.plain(box, settings).full(seen);
  }

  @Override
  public synchronized String id(GraphMailbox mailbox, String key, boolean immutable) {
    MailboxCalendars box = box(mailbox);
    Seen seen = EventIds.byKey(box, key);
    if (seen != null) {
      return EventIds.id(box, seen, immutable);
    }
    StoredEvent gone = box.events.get(EventIds.eventKey(key));
    return EventIds.id(box, key, gone == null ? 0 : gone.moves, false, immutable);
  }

  @Override
  public synchronized @Nullable String etag(GraphMailbox mailbox, String key) {
    Seen seen = EventIds.byKey(box(mailbox), key);
    return seen == null ? null : GraphMailbox.etag(seen.changeKey());
  }

  @Override
  public boolean hosts(String address) {
    return microsoft.find(address) != null;
  }

  @Override
  public synchronized void receive(Meeting meeting, String address) {
    MailboxCalendars box = byAddress(address);
    if (box != null) {
      arrivals.receive(box, meeting, now());
    }
  }

  @Override
  public synchronized void receive(Reply reply) {
    MailboxCalendars home = byAddress(reply.organizer());
    if (home != null) {
      arrivals.receive(home, reply, now());
    }
  }
}

package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.GoogleSettings;
import io.lockstep.sandbox.google.Json;
import io.lockstep.sandbox.google.Pages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Listings of events: pages, sync tokens, and the faults that listings can have. */
final class EventsList {
  private static final List<String> NOT_WITH_SYNC_TOKEN =
      List.of(
          "iCalUID",
          "orderBy",
          "privateExtendedProperty",
          "q",
          "sharedExtendedProperty",
          "timeMin",
          "timeMax",
          "updatedMin");

  private final CalendarEngine engine;
  private final Faults faults;
  private final Pages pages;
  private final GoogleSettings settings;

  EventsList(CalendarEngine engine, Faults faults, Pages pages, GoogleSettings settings) {
    this.engine = engine;
    this.faults = faults;
    this.pages = pages;
    this.settings = settings;
  }

  Response list(CalendarApi.Call call) {
    Request request = call.request();
    CalendarBox box = engine.calendars.get(call.actor(), call.calendarId(), "reader");
    EventQuery query = query(request, box, 250);
    String syncToken = request.param("syncToken");
    String pageToken = request.param("pageToken");
    SyncToken from = syncToken == null ? null : use(syncToken, call, box, query);
    Pages.Page page =
        pageToken != null
            ? pages.next(pageToken, signature(call, box), query.maxResults())
            : first(call, box, query, from);
    if (page == null) {
      throw GoogleError.invalid("Invalid page token value.").at("parameter", "pageToken");
    }
    return page(box, call, page);
  }

  private Pages.Page first(
      CalendarApi.Call call, CalendarBox box, EventQuery query, @Nullable SyncToken from) {
    String subject = subject(call.request());
    Instant now = engine.now();
    EventListing listing = new EventListing(box, query, call.session().user(), now);
    List<ObjectNode> items;
    long upTo = box.version;
    if (from == null) {
      items = damaged(listing.all(), subject);
    } else if (faults.strikes("google", Fault.Kind.lateFeed, subject)) {
      items = List.of();
      upTo = from.version();
    } else {
      items = listing.since(from.version());
    }
    SyncToken next =
        new SyncToken(
            call.session().user().email(),
            box.id,
            query.signature(),
            upTo,
            box.generation,
            now.toEpochMilli());
    boolean gives = from != null || givesSyncToken(call.request());
    return pages.first(signature(call, box), items, gives ? next.text() : null, query.maxResults());
  }

  /** A full listing that leaves every third thing out, or everything. */
  private List<ObjectNode> damaged(List<ObjectNode> items, String subject) {
    if (faults.strikes("google", Fault.Kind.emptyListing, subject)) {
      return List.of();
    }
    if (!faults.strikes("google", Fault.Kind.shortListing, subject)) {
      return items;
    }
    List<ObjectNode> left = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (i % 3 != 0) {
        left.add(items.get(i));
      }
    }
    return left;
  }

  /** Queries that a sync token cannot repeat give none, windows in time excepted. */
  private static boolean givesSyncToken(Request request) {
    return NOT_WITH_SYNC_TOKEN.stream()
        .filter(p -> !List.of("timeMin", "timeMax").contains(p))
        .noneMatch(request.query()::containsKey);
  }

  private SyncToken use(String text, CalendarApi.Call call, CalendarBox box, EventQuery query) {
    Request request = call.request();
    for (String name : NOT_WITH_SYNC_TOKEN) {
      if (request.query().containsKey(name)) {
        throw GoogleError.of(
                400,
                "global",
                "badRequest",
                "Sync token cannot be used with other request restrictions")
            .at("parameter", name);
      }
    }
    if ("false".equals(request.param("showDeleted"))) {
      throw GoogleError.of(
              400,
              "global",
              "badRequest",
              "Sync token cannot be used with other request restrictions")
          .at("parameter", "showDeleted");
    }
    SyncToken token = SyncToken.read(text);
    if (token == null) {
      throw GoogleError.invalid("Invalid sync token value.").at("parameter", "syncToken");
    }
    Instant issued = Instant.ofEpochMilli(token.issuedMillis());
    boolean good =
        token.user().equals(call.session().user().email())
            && token.calendar().equals(box.id)
            && token.signature().equals(query.signature())
            && token.generation() == box.generation
            && !issued.plus(settings.calendarSyncTokenLife).isBefore(engine.now());
    boolean firstPage = request.param("pageToken") == null;
    if (!good
        || (firstPage && faults.strikes("google", Fault.Kind.expireSyncTokens, subject(request)))) {
      throw GoogleError.of(
              410,
              "calendar",
              "fullSyncRequired",
              "Sync token is no longer valid, a full sync is required.")
          .at("parameter", "syncToken");
    }
    return token;
  }

  Response instances(CalendarApi.Call call) {
    Request request = call.request();
    CalendarBox box = engine.calendars.get(call.actor(), call.calendarId(), "reader");
    Entry series = box.find(call.eventId());
    if (series == null || series.deleted) {
      throw GoogleError.notFound();
    }
    if (!series.isSeries()) {
      throw GoogleError.invalid("The event is not a recurring event.");
    }
    EventQuery query = query(request, box, 250);
    String pageToken = request.param("pageToken");
    Pages.Page page =
        pageToken != null
            ? pages.next(pageToken, signature(call, box), query.maxResults())
            : pages.first(
                signature(call, box),
                EventListing.instances(
                    box,
                    series,
                    query,
                    request.param("originalStart"),
                    call.session().user(),
                    engine.now()),
                null,
                query.maxResults());
    if (page == null) {
      throw GoogleError.invalid("Invalid page token value.").at("parameter", "pageToken");
    }
    return page(box, call, page);
  }

  private static Response page(CalendarBox box, CalendarApi.Call call, Pages.Page page) {
    ObjectNode body = Json.object().put("kind", "calendar#events");
    body.put("etag", "\"p" + box.version + "\"");
    body.put("summary", box.summary).put("description", "");
    body.put("updated", EventView.millis(box.updated)).put("timeZone", box.zone.getId());
    body.put("accessRole", box.roles.get(call.session().user().email()));
    body.set("defaultReminders", box.defaultReminders);
    if (page.next() != null) {
      body.put("nextPageToken", page.next());
    }
    if (page.syncToken() != null) {
      body.put("nextSyncToken", page.syncToken());
    }
    ArrayNode items = body.putArray("items");
    page.items().forEach(items::add);
    return CalendarApi.ok(body);
  }

  private static EventQuery query(Request request, CalendarBox box, int size) {
    String most = request.param("maxAttendees");
    String results = request.param("maxResults");
    String deleted = request.param("showDeleted");
    return new EventQuery(
        "true".equals(request.param("singleEvents")),
        deleted == null ? null : Boolean.valueOf(deleted),
        time(request, "timeMin"),
        time(request, "timeMax"),
        time(request, "updatedMin"),
        request.param("iCalUID"),
        request.param("q"),
        request.params("eventTypes"),
        properties(request, "privateExtendedProperty"),
        properties(request, "sharedExtendedProperty"),
        "startTime".equals(request.param("orderBy")),
        "updated".equals(request.param("orderBy")),
        EventsApi.zone(request, box),
        most == null ? 0 : Integer.parseInt(most),
        results == null ? size : Math.min(2500, Integer.parseInt(results)));
  }

  private static List<String> properties(Request request, String name) {
    List<String> pairs = request.params(name);
    if (pairs.stream().anyMatch(p -> p.indexOf('=') < 1)) {
      throw GoogleError.invalid("Invalid Value").at("parameter", name);
    }
    return pairs;
  }

  private static @Nullable Instant time(Request request, String name) {
    String value = request.param(name);
    return value == null ? null : EventTime.parameter(name, value);
  }

  /** Which listing a page token belongs to: the same request, the same reader. */
  private static String signature(CalendarApi.Call call, CalendarBox box) {
    TreeMap<String, List<String>> query = new TreeMap<>(call.request().query());
    query
        .keySet()
        .removeAll(
            List.of("pageToken", "maxResults", "fields", "prettyPrint", "alt", "quotaUser", "key"));
    return call.session().user().email() + "|" + box.id + "|" + call.eventId() + "|" + query;
  }

  private static String subject(Request request) {
    return request.method() + " " + request.path() + "?" + request.query();
  }
}

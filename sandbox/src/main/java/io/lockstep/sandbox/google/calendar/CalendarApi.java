package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.Json;
import io.lockstep.sandbox.google.Pages;
import io.lockstep.sandbox.google.Session;
import io.lockstep.sandbox.google.SimulatedGoogle;
import java.util.List;

/** The Calendar API v3, below {@code /calendar/v3/}. */
public final class CalendarApi {
  private final SimulatedGoogle google;
  private final CalendarEngine engine;
  private final EventsList eventsList;
  private final EventsApi events;
  private final ChannelsApi channels;
  private final CalendarsApi calendars;
  private final AclApi acl;
  private final FreeBusy freeBusy;

  public CalendarApi(SimulatedGoogle google, CalendarEngine engine, Faults faults, Pages pages) {
    this.google = google;
    this.engine = engine;
    this.eventsList = new EventsList(engine, faults, pages, google.settings());
    this.events = new EventsApi(engine);
    this.channels = new ChannelsApi(engine, google);
    this.calendars = new CalendarsApi(engine, pages);
    this.acl = new AclApi(engine);
    this.freeBusy = new FreeBusy(engine);
  }

  /** What a request calls, e.g. {@code calendar.events.insert}; empty where there is no such. */
  public static String operation(Request request) {
    CalendarMethod method = CalendarMethod.of(request);
    return method == null ? "" : method.operation();
  }

  /** Quota units of a call: a patch costs three. */
  public static int cost(String operation) {
    return operation.equals("calendar.events.patch") ? 3 : 1;
  }

  /**
   * Answers one authenticated call.
   *
   * @throws GoogleError every refusal
   */
  public Response handle(Request request, Session session) {
    CalendarMethod method = CalendarMethod.of(request);
    if (method == null) {
      throw CalendarMethod.isReal(request)
          ? GoogleError.notImplemented(
              "The simulated Google does not have this method of the Calendar API.")
          : GoogleError.notFound();
    }
    method.parameters().checkClassic(request, google.settings().strictCalendarParameters);
    if (!session.hasOneOf(method.scopes())) {
      throw insufficientScope(method.operation());
    }
    List<String> path = request.segments().subList(2, request.segments().size());
    String calendarId = path.size() > 1 && path.getFirst().equals("calendars") ? path.get(1) : "";
    String eventId = path.size() > 3 ? path.get(3) : "";
    Call call = new Call(request, session, actor(session), calendarId, eventId);
    checkOwned(method, call);
    return switch (method) {
      case EVENTS_LIST -> eventsList.list(call);
      case EVENTS_INSTANCES -> eventsList.instances(call);
      case EVENTS_GET -> events.get(call);
      case EVENTS_INSERT -> events.insert(call);
      case EVENTS_IMPORT -> events.importEvent(call);
      case EVENTS_UPDATE -> events.update(call, false);
      case EVENTS_PATCH -> events.update(call, true);
      case EVENTS_DELETE -> events.delete(call);
      case EVENTS_MOVE -> events.move(call);
      case EVENTS_QUICK_ADD ->
          throw GoogleError.notImplemented(
              "The simulated Google does not read events from text: use events.insert.");
      case EVENTS_WATCH -> channels.watch(call);
      case CHANNELS_STOP -> channels.stop(call);
      case CALENDAR_LIST_LIST -> calendars.list(call);
      case CALENDAR_LIST_GET -> calendars.listEntry(call, path.get(3));
      case CALENDARS_GET -> calendars.get(call);
      case CALENDARS_INSERT -> calendars.insert(call);
      case CALENDARS_CLEAR -> calendars.clear(call);
      case ACL_LIST -> acl.list(call);
      case ACL_GET -> acl.get(call, eventId);
      case CALENDARS_DELETE -> calendars.delete(call);
      case CALENDARS_PATCH -> calendars.change(call, true);
      case CALENDARS_UPDATE -> calendars.change(call, false);
      case FREE_BUSY_QUERY -> freeBusy.query(call);
      case SETTINGS_LIST -> calendars.settings(call);
      case SETTINGS_GET -> calendars.setting(call, path.get(3));
      case COLORS_GET -> calendars.colors();
    };
  }

  /** One call, its ids taken out of the path. */
  record Call(Request request, Session session, Actor actor, String calendarId, String eventId) {
    ObjectNode body() {
      return Json.parse(request.text());
    }
  }

  static Response ok(ObjectNode body) {
    return Response.json(200, Json.write(body));
  }

  private static Actor actor(Session session) {
    return new Actor(session.user(), session.token().clientId(), session.undelegated());
  }

  /** Two scopes reach only some calendars: those the user owns, those the app made. */
  private void checkOwned(CalendarMethod method, Call call) {
    if (call.calendarId().isEmpty() || call.session().hasOneOf("calendar", "calendar.events")) {
      return;
    }
    CalendarBox box = engine.calendars.get(call.actor(), call.calendarId(), "reader");
    boolean owned =
        call.session().hasOneOf("calendar.events.owned")
            && "owner".equals(box.roles.get(call.session().user().email()));
    boolean made =
        call.session().hasOneOf("calendar.app.created")
            && call.actor().client().equals(box.createdByClient);
    boolean reading =
        !method.writes()
            && call.session()
                .hasOneOf(
                    "calendar.readonly",
                    "calendar.events.readonly",
                    "calendar.calendars",
                    "calendar.calendars.readonly");
    boolean ownReading =
        !method.writes()
            && call.session().hasOneOf("calendar.events.owned.readonly")
            && "owner".equals(box.roles.get(call.session().user().email()));
    boolean managing = method.changesCalendar() && call.session().hasOneOf("calendar.calendars");
    if (!owned && !made && !reading && !ownReading && !managing) {
      throw insufficientScope(method.operation());
    }
  }

  private static GoogleError insufficientScope(String operation) {
    var details = Json.array();
    ObjectNode info = details.addObject();
    info.put("@type", "type.googleapis.com/google.rpc.ErrorInfo");
    info.put("reason", "ACCESS_TOKEN_SCOPE_INSUFFICIENT").put("domain", "googleapis.com");
    info.putObject("metadata")
        .put("service", "calendar-json.googleapis.com")
        .put("method", rpcName(operation));
    return GoogleError.of(403, "global", "insufficientPermissions", "Insufficient Permission")
        .details(details);
  }

  /** {@code calendar.events.insert} as {@code calendar.v3.Events.Insert}. */
  private static String rpcName(String operation) {
    String[] parts = operation.split("\\.");
    return "calendar.v3." + capital(parts[1]) + "." + capital(parts[2]);
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}

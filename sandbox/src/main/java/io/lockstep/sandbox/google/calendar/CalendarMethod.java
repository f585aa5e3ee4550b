package io.lockstep.sandbox.google.calendar;

import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.google.Parameters;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The methods of Calendar v3 that are simulated: name, parameters, scopes that allow them. */
enum CalendarMethod {
  EVENTS_LIST("calendar.events.list", Words.LIST, Words.READ),
  EVENTS_INSTANCES(
      "calendar.events.instances",
      Words.SHOW + " maxResults:int originalStart pageToken showDeleted:bool timeMax timeMin",
      Words.READ),
  EVENTS_GET("calendar.events.get", Words.SHOW, Words.READ),
  EVENTS_INSERT("calendar.events.insert", Words.WRITE + " maxAttendees:int", Words.EVENTS),
  EVENTS_IMPORT("calendar.events.import", Words.WRITE, Words.EVENTS),
  EVENTS_UPDATE("calendar.events.update", Words.WRITE + Words.SHOW, Words.EVENTS),
  EVENTS_PATCH("calendar.events.patch", Words.WRITE + Words.SHOW, Words.EVENTS),
  EVENTS_DELETE("calendar.events.delete", Words.SEND, Words.EVENTS),
  EVENTS_MOVE(
      "calendar.events.move",
      Words.SEND + " destination",
      "calendar calendar.events calendar.events.owned"),
  EVENTS_QUICK_ADD("calendar.events.quickAdd", Words.SEND + " text", Words.EVENTS),
  EVENTS_WATCH("calendar.events.watch", Words.LIST, Words.READ),
  CHANNELS_STOP(
      "calendar.channels.stop",
      "",
      Words.READ + " calendar.calendarlist.readonly calendar.settings.readonly"),
  CALENDAR_LIST_LIST(
      "calendar.calendarList.list",
      "maxResults:int pageToken showDeleted:bool showHidden:bool syncToken"
          + " showOwnOrganizationOnly:bool"
          + " minAccessRole:freeBusyReader|owner|reader|writer|writerWithoutPrivateAccess",
      "calendar calendar.readonly calendar.calendarlist calendar.calendarlist.readonly"),
  CALENDAR_LIST_GET(
      "calendar.calendarList.get",
      "",
      "calendar calendar.readonly calendar.calendarlist calendar.calendarlist.readonly"
          + " calendar.app.created"),
  CALENDARS_GET(
      "calendar.calendars.get",
      "",
      "calendar calendar.readonly calendar.calendars calendar.calendars.readonly"
          + " calendar.app.created"),
  CALENDARS_INSERT(
      "calendar.calendars.insert", "", "calendar calendar.calendars calendar.app.created"),
  CALENDARS_DELETE(
      "calendar.calendars.delete", "", "calendar calendar.calendars calendar.app.created"),
  CALENDARS_CLEAR("calendar.calendars.clear", "", "calendar calendar.calendars"),
  CALENDARS_PATCH(
      "calendar.calendars.patch", "", "calendar calendar.calendars calendar.app.created"),
  CALENDARS_UPDATE(
      "calendar.calendars.update", "", "calendar calendar.calendars calendar.app.created"),
  ACL_LIST(
      "calendar.acl.list",
      "maxResults:int pageToken showDeleted:bool syncToken",
      "calendar calendar.acls calendar.acls.readonly"),
  ACL_GET(
      "calendar.acl.get", "", "calendar calendar.readonly calendar.acls calendar.acls.readonly"),
  FREE_BUSY_QUERY(
      "calendar.freebusy.query",
      "",
      "calendar calendar.readonly calendar.freebusy calendar.events.freebusy"),
  SETTINGS_LIST(
      "calendar.settings.list",
      "maxResults:int pageToken syncToken",
      "calendar calendar.readonly calendar.settings.readonly"),
  SETTINGS_GET(
      "calendar.settings.get", "", "calendar calendar.readonly calendar.settings.readonly"),
  COLORS_GET("calendar.colors.get", "", Words.READ + " calendar.calendarlist.readonly");

  /** Words that several methods share. */
  private static final class Words {
    static final String EVENTS =
        "calendar calendar.events calendar.events.owned calendar.app.created";
    static final String READ =
        EVENTS + " calendar.readonly calendar.events.readonly calendar.events.owned.readonly";
    static final String SEND = " sendNotifications:bool sendUpdates:all|externalOnly|none";
    static final String SHOW = " alwaysIncludeEmail:bool maxAttendees:int timeZone";
    static final String WRITE =
        SEND + " conferenceDataVersion:int1 eventLabelVersion:int1 supportsAttachments:bool";
    static final String LIST =
        SHOW
            + " eventTypes:birthday|default|focusTime|fromGmail|outOfOffice|workingLocation*"
            + " iCalUID maxResults:int orderBy:startTime|updated pageToken"
            + " privateExtendedProperty* q sharedExtendedProperty* showDeleted:bool"
            + " showHiddenInvitations:bool singleEvents:bool syncToken timeMax timeMin updatedMin";

    private Words() {}
  }

  private static final Pattern REAL =
      Pattern.compile(
          "POST calendar/v3/calendars/[^/]+/acl"
              + "|(PUT|PATCH|DELETE) calendar/v3/calendars/[^/]+/acl/[^/]+"
              + "|POST calendar/v3/calendars/[^/]+/(acl/watch|transferOwnership)"
              + "|POST calendar/v3/users/me/calendarList(/watch)?"
              + "|(PUT|PATCH|DELETE) calendar/v3/users/me/calendarList/[^/]+"
              + "|POST calendar/v3/users/me/settings/watch");

  private final String operation;
  private final Parameters parameters;
  private final String[] scopes;

  CalendarMethod(String operation, String parameters, String scopes) {
    this.operation = operation;
    this.parameters = Parameters.of(parameters);
    this.scopes = scopes.split(" ");
  }

  String operation() {
    return operation;
  }

  Parameters parameters() {
    return parameters;
  }

  String[] scopes() {
    return scopes.clone();
  }

  boolean writes() {
    return switch (this) {
      case EVENTS_INSERT,
          EVENTS_IMPORT,
          EVENTS_UPDATE,
          EVENTS_PATCH,
          EVENTS_DELETE,
          EVENTS_MOVE,
          EVENTS_QUICK_ADD,
          CALENDARS_CLEAR,
          CALENDARS_DELETE,
          CALENDARS_PATCH,
          CALENDARS_UPDATE ->
          true;
      default -> false;
    };
  }

  /** Whether it changes a calendar itself, not what is in it. */
  boolean changesCalendar() {
    return switch (this) {
      case CALENDARS_CLEAR, CALENDARS_DELETE, CALENDARS_PATCH, CALENDARS_UPDATE -> true;
      default -> false;
    };
  }

  /** The method that a request calls; null where there is none. */
  static @Nullable CalendarMethod of(Request request) {
    List<String> path = request.segments();
    if (path.size() < 3) {
      return null;
    }
    List<String> rest = path.subList(2, path.size());
    String verb = request.method();
    return switch (rest.getFirst()) {
      case "calendars" -> inCalendar(verb, rest);
      case "channels" ->
          verb.equals("POST") && rest.size() == 2 && rest.get(1).equals("stop")
              ? CHANNELS_STOP
              : null;
      case "colors" -> verb.equals("GET") && rest.size() == 1 ? COLORS_GET : null;
      case "freeBusy" -> verb.equals("POST") && rest.size() == 1 ? FREE_BUSY_QUERY : null;
      case "users" -> ofUser(verb, rest);
      default -> null;
    };
  }

  /** Whether Google has a method there that is not simulated. */
  static boolean isReal(Request request) {
    return REAL.matcher(request.method() + " " + String.join("/", request.segments())).matches();
  }

  private static @Nullable CalendarMethod ofUser(String verb, List<String> rest) {
    if (!verb.equals("GET") || rest.size() < 3 || !rest.get(1).equals("me")) {
      return null;
    }
    boolean one = rest.size() == 4;
    return switch (rest.get(2)) {
      case "calendarList" -> one ? CALENDAR_LIST_GET : CALENDAR_LIST_LIST;
      case "settings" -> one ? SETTINGS_GET : SETTINGS_LIST;
      default -> null;
    };
  }

  private static @Nullable CalendarMethod inCalendar(String verb, List<String> rest) {
    if (rest.size() > 2 && !rest.get(2).equals("events")) {
      return switch (verb + " " + rest.get(2) + " " + rest.size()) {
        case "POST clear 3" -> CALENDARS_CLEAR;
        case "GET acl 3" -> ACL_LIST;
        case "GET acl 4" -> ACL_GET;
        default -> null;
      };
    }
    String last = rest.size() > 3 ? rest.get(3) : "";
    return switch (rest.size()) {
      case 1 -> verb.equals("POST") ? CALENDARS_INSERT : null;
      case 2 ->
          switch (verb) {
            case "GET" -> CALENDARS_GET;
            case "DELETE" -> CALENDARS_DELETE;
            case "PATCH" -> CALENDARS_PATCH;
            case "PUT" -> CALENDARS_UPDATE;
            default -> null;
          };
      case 3 ->
          !rest.get(2).equals("events")
              ? null
              : switch (verb) {
                case "GET" -> EVENTS_LIST;
                case "POST" -> EVENTS_INSERT;
                default -> null;
              };
      case 4 ->
          !rest.get(2).equals("events")
              ? null
              : switch (verb) {
                case "GET" -> EVENTS_GET;
                case "PUT" -> EVENTS_UPDATE;
                case "PATCH" -> EVENTS_PATCH;
                case "DELETE" -> EVENTS_DELETE;
                case "POST" ->
                    switch (last) {
                      case "import" -> EVENTS_IMPORT;
                      case "quickAdd" -> EVENTS_QUICK_ADD;
                      case "watch" -> EVENTS_WATCH;
                      default -> null;
                    };
                default -> null;
              };
      case 5 ->
          switch (verb + " " + rest.get(4)) {
            case "GET instances" -> EVENTS_INSTANCES;
            case "POST move" -> EVENTS_MOVE;
            default -> null;
          };
      default -> null;
    };
  }
}

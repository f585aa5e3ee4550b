package io.lockstep.sandbox.microsoft.calendar;

import io.lockstep.sandbox.microsoft.odata.ExtendedProperties;
import io.lockstep.sandbox.microsoft.odata.Shape;

/** The properties of calendars, calendar groups and events in Graph v1.0. */
final class EventShape {
  private static final String[] DAYS = {
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"
  };

  static final Shape EMAIL_ADDRESS =
      new Shape("microsoft.graph.emailAddress").texts("name", "address");
  static final Shape RECIPIENT =
      new Shape("microsoft.graph.recipient").complex("emailAddress", EMAIL_ADDRESS);
  static final Shape DATE_TIME =
      new Shape("microsoft.graph.dateTimeTimeZone").texts("dateTime", "timeZone");
  static final Shape TIME_SLOT =
      new Shape("microsoft.graph.timeSlot").complex("start", DATE_TIME).complex("end", DATE_TIME);
  private static final Shape RESPONSE =
      new Shape("microsoft.graph.responseStatus")
          .choice(
              "response",
              "none",
              "organizer",
              "tentativelyAccepted",
              "accepted",
              "declined",
              "notResponded")
          .times("time");
  private static final Shape ATTENDEE =
      new Shape("microsoft.graph.attendee")
          .choice("type", "required", "optional", "resource")
          .complex("status", RESPONSE)
          .complex("emailAddress", EMAIL_ADDRESS)
          .complex("proposedNewTime", TIME_SLOT);
  private static final Shape ADDRESS =
      new Shape("microsoft.graph.physicalAddress")
          .texts("street", "city", "state", "postalCode", "countryOrRegion");
  private static final Shape LOCATION =
      new Shape("microsoft.graph.location")
          .texts("displayName", "locationEmailAddress", "locationUri", "uniqueId")
          .choice(
              "locationType",
              "default",
              "conferenceRoom",
              "homeAddress",
              "businessAddress",
              "geoCoordinates",
              "streetAddress",
              "hotel",
              "restaurant",
              "localBusiness",
              "postalAddress")
          .choice("uniqueIdType", "unknown", "locationStore", "directory", "private", "bing")
          .complex("address", ADDRESS)
          .complex(
              "coordinates",
              new Shape("microsoft.graph.outlookGeoCoordinates")
                  .decimals("latitude", "longitude", "accuracy", "altitude", "altitudeAccuracy"));
  private static final Shape RECURRENCE =
      new Shape("microsoft.graph.patternedRecurrence")
          .complex(
              "pattern",
              new Shape("microsoft.graph.recurrencePattern")
                  .choice(
                      "type",
                      "daily",
                      "weekly",
                      "absoluteMonthly",
                      "relativeMonthly",
                      "absoluteYearly",
                      "relativeYearly")
                  .wholes("interval", "month", "dayOfMonth")
                  .manyChoices("daysOfWeek", DAYS)
                  .choice("firstDayOfWeek", DAYS)
                  .choice("index", "first", "second", "third", "fourth", "last"))
          .complex(
              "range",
              new Shape("microsoft.graph.recurrenceRange")
                  .choice("type", "endDate", "noEnd", "numbered")
                  .dates("startDate", "endDate")
                  .texts("recurrenceTimeZone")
                  .wholes("numberOfOccurrences"));
  private static final Shape ATTACHMENT =
      new Shape("microsoft.graph.attachment").texts("id", "name", "contentType");

  static final Shape CALENDAR =
      new Shape("microsoft.graph.calendar")
          .texts("id", "name", "hexColor", "changeKey")
          .choice(
              "color",
              "auto",
              "lightBlue",
              "lightGreen",
              "lightOrange",
              "lightGray",
              "lightYellow",
              "lightTeal",
              "lightPink",
              "lightBrown",
              "lightRed",
              "maxColor")
          .flags(
              "isDefaultCalendar",
              "canShare",
              "canViewPrivateItems",
              "canEdit",
              "isTallyingResponses",
              "isRemovable")
          .manyChoices(
              "allowedOnlineMeetingProviders",
              "unknown",
              "skypeForBusiness",
              "skypeForConsumer",
              "teamsForBusiness")
          .choice(
              "defaultOnlineMeetingProvider",
              "unknown",
              "skypeForBusiness",
              "skypeForConsumer",
              "teamsForBusiness")
          .complex("owner", EMAIL_ADDRESS)
          .readOnly(
              "id",
              "hexColor",
              "changeKey",
              "canShare",
              "canViewPrivateItems",
              "canEdit",
              "isTallyingResponses",
              "isRemovable",
              "owner");

  static final Shape GROUP =
      new Shape("microsoft.graph.calendarGroup")
          .texts("id", "name", "classId", "changeKey")
          .readOnly("id", "classId", "changeKey");

  static final Shape EVENT =
      event()
          .navigation("calendar", false, CALENDAR)
          .navigation("exceptionOccurrences", true, event());

  private EventShape() {}

  private static Shape event() {
    return new Shape("microsoft.graph.event")
        .texts(
            "id",
            "changeKey",
            "subject",
            "bodyPreview",
            "iCalUId",
            "uid",
            "occurrenceId",
            "transactionId",
            "webLink",
            "onlineMeetingUrl",
            "originalStartTimeZone",
            "originalEndTimeZone",
            "seriesMasterId")
        .manyTexts("categories", "cancelledOccurrences")
        .times("createdDateTime", "lastModifiedDateTime", "originalStart")
        .flags(
            "isAllDay",
            "isCancelled",
            "isDraft",
            "isOrganizer",
            "isReminderOn",
            "responseRequested",
            "allowNewTimeProposals",
            "hideAttendees",
            "isOnlineMeeting",
            "hasAttachments")
        .wholes("reminderMinutesBeforeStart")
        .choice("importance", "low", "normal", "high")
        .choice("sensitivity", "normal", "personal", "private", "confidential")
        .choice("showAs", "unknown", "free", "tentative", "busy", "oof", "workingElsewhere")
        .choice("type", "singleInstance", "occurrence", "exception", "seriesMaster")
        .choice(
            "onlineMeetingProvider",
            "unknown",
            "skypeForBusiness",
            "skypeForConsumer",
            "teamsForBusiness")
        .complex(
            "onlineMeeting",
            new Shape("microsoft.graph.onlineMeetingInfo")
                .texts("joinUrl", "conferenceId", "tollNumber", "quickDial")
                .manyTexts("tollFreeNumbers"))
        .complex(
            "body",
            new Shape("microsoft.graph.itemBody")
                .choice("contentType", "text", "html")
                .texts("content"))
        .complex("start", DATE_TIME)
        .complex("end", DATE_TIME)
        .complex("location", LOCATION)
        .manyComplex("locations", LOCATION)
        .manyComplex("attendees", ATTENDEE)
        .complex("organizer", RECIPIENT)
        .complex("responseStatus", RESPONSE)
        .complex("recurrence", RECURRENCE)
        .navigation("attachments", true, ATTACHMENT)
        .navigation(ExtendedProperties.FIELD, true, ExtendedProperties.SHAPE)
        .notKept("extensions", "multiValueExtendedProperties", "instances")
        .readOnly(
            "id",
            "changeKey",
            "bodyPreview",
            "iCalUId",
            "uid",
            "occurrenceId",
            "webLink",
            "onlineMeetingUrl",
            "originalStartTimeZone",
            "originalEndTimeZone",
            "cancelledOccurrences",
            "createdDateTime",
            "lastModifiedDateTime",
            "originalStart",
            "isCancelled",
            "isDraft",
            "isOrganizer",
            "hasAttachments",
            "type",
            "onlineMeeting",
            "organizer",
            "responseStatus");
  }
}

package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphAnswer;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.odata.Listing;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code calendarView} and {@code instances}: occurrences one by one in a window of time. */
final class ViewsApi {
  private final CalendarEngine engine;
  private final ListingFaults faults;

  ViewsApi(CalendarEngine engine, ListingFaults faults) {
    this.engine = engine;
    this.faults = faults;
  }

  GraphAnswer calendarView(GraphCall call, MailboxCalendars box, CalendarPath path) {
    DeltaWindow window = window(call);
    EventAnswers answers = new EventAnswers(call, engine, box);
    List<Seen> seen = new ArrayList<>();
    for (StoredEvent event : box.in(path.folder(box))) {
      if (event.isSeries()) {
        seen.addAll(Seen.occurrences(event, window.from(), window.until()));
      } else if (event.span.overlaps(window.from(), window.until())) {
        seen.add(Seen.of(event));
      }
    }
    seen.sort(Comparator.comparing(s -> s.span().startsAt()));
    List<ObjectNode> items = faults.damaged(answers.complete(seen), call);
    return GraphAnswer.ok(Listing.page(call, items, EventShape.EVENT, call.context("calendarView")))
        .operation("calendarView.list");
  }

  GraphAnswer instances(GraphCall call, MailboxCalendars box, CalendarPath path) {
    DeltaWindow window = window(call);
    Seen seen = path.event(box);
    if (seen.day() != null || !seen.event().isSeries()) {
      throw GraphError.badRequest(
          "ErrorInvalidRequest",
          "Your request can't be completed. Instances can only be listed of a series.");
    }
    EventAnswers answers = new EventAnswers(call, engine, box);
    List<ObjectNode> items =
        answers.complete(Seen.occurrences(seen.event(), window.from(), window.until()));
    return GraphAnswer.ok(
            Listing.page(
                call,
                faults.damaged(items, call),
                EventShape.EVENT,
                call.context("events('" + path.rest().get(1) + "')/instances")))
        .operation("events.instances");
  }

  /**
   * The window that the query names.
   *
   * @throws GraphError 400 where there is none, or it is too long
   */
  DeltaWindow window(GraphCall call) {
    if (!call.query().has("startDateTime") || !call.query().has("endDateTime")) {
      throw GraphError.badRequest(
          "ErrorInvalidParameter",
          "This request requires a time window specified by the query string parameters"
              + " StartDateTime and EndDateTime.");
    }
    Instant from = time(call, "StartDateTime");
    Instant until = time(call, "EndDateTime");
    if (until.isBefore(from)) {
      throw GraphError.badRequest(
          "ErrorInvalidParameter", "The EndDateTime must not be before the StartDateTime.");
    }
    if (Duration.between(from, until).toDays() > engine.settings.longestView) {
      throw GraphError.badRequest(
          "ErrorInvalidRequest",
          "Your request can't be completed. The range between the start and end dates is greater"
              + " than the allowed range. Maximum number of days: "
              + engine.settings.longestView);
    }
    return new DeltaWindow(from, until, true);
  }

  /** A time of the query; without an offset it is in UTC. */
  static Instant time(GraphCall call, String name) {
    String text = String.valueOf(call.query().get(name)).strip();
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException withoutOffset) {
      try {
        return text.length() == 10
            ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        throw GraphError.badRequest(
            "ErrorInvalidParameter",
            "The value '" + text + "' of parameter '" + name + "' is invalid.");
      }
    }
  }
}

package io.lockstep.microsoft;

import com.microsoft.graph.models.Event;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.graph.users.item.calendar.calendarview.delta.DeltaGetResponse;
import com.microsoft.graph.users.item.calendar.calendarview.delta.DeltaRequestBuilder;
import com.microsoft.kiota.RequestInformation;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.port.Mailbox.Page;
import io.lockstep.sync.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The change feed of the default calendar: Graph's delta over a window of days. When the window is
 * outgrown, a feed over the next one is read to its end, then the old one once more, and only then
 * the cursor moves: nothing falls between the two. Absence is never deletion.
 */
final class EventFeed {
  private static final int PAGE = 500;

  private final UserItemRequestBuilder user;
  private final GraphCalls calls;
  private final GraphEvents events;
  private final MailboxContext context;

  EventFeed(
      UserItemRequestBuilder user, GraphCalls calls, GraphEvents events, MailboxContext context) {
    this.user = user;
    this.calls = calls;
    this.events = events;
    this.context = context;
  }

  /** See {@link io.lockstep.port.Mailbox#changes}. */
  Page changes(@Nullable String cursor, @Nullable String page) {
    FeedStep last = cursor == null ? null : parsed(cursor);
    FeedStep step = page != null ? parsed(page) : begin(last);
    DeltaGetResponse answer = read(step);
    List<Event> entries = answer.getValue() == null ? List.of() : answer.getValue();
    List<String> gone = new ArrayList<>();
    List<Event> there = new ArrayList<>();
    for (Event event : entries) {
      if (event.getAdditionalData().containsKey("@removed")) {
        // Also for events that only left the window, or never were in it: each is looked at by id.
        gone.add(String.valueOf(event.getId()));
      } else if (!isKnown(step, last, event)) {
        there.add(event);
      }
    }
    List<Snapshot> seen = events.snapshots(there);
    String next = answer.getOdataNextLink();
    if (next != null) {
      return new Page(seen, gone, step.at(next).text(), null, cursor == null);
    }
    String delta = answer.getOdataDeltaLink();
    if (delta == null) {
      throw new CallFailed(Failure.unavailable("neitherNextNorDeltaLink", null));
    }
    return switch (step.round()) {
      case LISTING, CHANGES ->
          new Page(
              seen,
              gone,
              null,
              new FeedStep(FeedStep.Round.CHANGES, step.window(), delta, "").text(),
              cursor == null);
      case NEXT ->
          new Page(
              seen,
              gone,
              new FeedStep(
                      FeedStep.Round.OLD, step.window(), last == null ? "" : last.link(), delta)
                  .text(),
              null,
              false);
      case OLD ->
          new Page(
              seen,
              gone,
              null,
              new FeedStep(FeedStep.Round.CHANGES, step.window(), step.ahead(), "").text(),
              false);
    };
  }

  private static FeedStep parsed(String text) {
    return FeedStep.parse(text)
        .orElseThrow(
            () -> new CallFailed(Failure.of(FailureKind.CURSOR_EXPIRED, "cursorOfAnotherVersion")));
  }

  private FeedStep begin(@Nullable FeedStep last) {
    Instant now = context.clock().instant();
    EventWindow wanted = EventWindow.at(now, context.pastDays(), context.futureDays());
    if (last == null) {
      return FeedStep.listing(wanted);
    }
    return last.window().isOutgrown(now, context.pastDays(), context.futureDays())
        ? new FeedStep(FeedStep.Round.NEXT, wanted, "", "")
        : last;
  }

  /** What the old feed covers too is told by the old feed, if it changed. */
  private static boolean isKnown(FeedStep step, @Nullable FeedStep last, Event event) {
    return step.round() == FeedStep.Round.NEXT
        && last != null
        && last.window().covers(EventSnapshots.start(event));
  }

  private DeltaGetResponse read(FeedStep step) {
    try {
      return calls.read(() -> request(step), DeltaGetResponse::createFromDiscriminatorValue);
    } catch (CallFailed e) {
      Failure failure = e.failure();
      boolean token = !step.link().isEmpty();
      // A link that Graph cannot read at all is answered as a bad request: listing mends that.
      if (token && (failure.is(FailureKind.REFUSED) || failure.is(FailureKind.ABSENT))) {
        throw new CallFailed(Failure.of(FailureKind.CURSOR_EXPIRED, failure.code()));
      }
      throw e;
    }
  }

  private RequestInformation request(FeedStep step) {
    DeltaRequestBuilder delta = user.calendar().calendarView().delta();
    RequestInformation request =
        step.link().isEmpty()
            ? delta.toGetRequestInformation(
                asked -> {
                  asked.queryParameters.startDateTime = step.window().startDateTime();
                  asked.queryParameters.endDateTime = step.window().endDateTime();
                })
            : delta.withUrl(step.link()).toGetRequestInformation();
    return Preferences.paged(request, PAGE);
  }
}

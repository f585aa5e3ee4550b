package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.microsoft.GraphAnswer;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.StateTokens;
import java.time.Instant;
import java.util.List;

/** {@code calendarView/delta}, and {@code events/delta} where that is switched on. */
final class DeltaApi {
  private static final List<String> REFUSED =
      List.of("$select", "$filter", "$orderby", "$search", "$top", "$skip");
  private static final Instant FAR = Instant.parse("2200-01-01T00:00:00Z");

  private final CalendarEngine engine;
  private final ListingFaults faults;
  private final ViewsApi views;
  private final DeltaFeed feed;
  private final StateTokens tokens;

  DeltaApi(CalendarEngine engine, ListingFaults faults, ViewsApi views) {
    this.engine = engine;
    this.faults = faults;
    this.views = views;
    this.feed = new DeltaFeed(engine);
    this.tokens = new StateTokens(engine.random());
  }

  GraphAnswer calendarView(GraphCall call, MailboxCalendars box, CalendarPath path) {
    return answer(call, box, path, true).operation("calendarView.delta");
  }

  GraphAnswer events(GraphCall call, MailboxCalendars box, CalendarPath path) {
    if (!engine.settings.eventsDelta) {
      throw GraphError.badRequest(
          "BadRequest", "Change tracking is not supported against 'microsoft.graph.event'.");
    }
    return answer(call, box, path, false).operation("events.delta");
  }

  private GraphAnswer answer(
      GraphCall call, MailboxCalendars box, CalendarPath path, boolean expanded) {
    checkQuery(call);
    CalendarFolder folder = path.folder(box);
    EventView view = EventAnswers.view(call, engine, box);
    int size =
        call.prefer().maxPageSize(engine.settings.deltaPageSize, engine.settings.deltaPageSizeMost);
    DeltaFeed.Page page = page(call, folder, view, size, expanded);
    call.prefer().apply("odata.track-changes");
    ObjectNode out =
        GraphJson.object().put("@odata.context", call.root() + "/$metadata#Collection(event)");
    if (page.next() != null) {
      out.put("@odata.nextLink", call.link("$skiptoken", tokens.seal(page.next().json())));
    }
    if (page.delta() != null) {
      out.put("@odata.deltaLink", call.link("$deltatoken", tokens.seal(page.delta().json())));
    }
    out.set("value", page.items());
    return GraphAnswer.ok(out);
  }

  private DeltaFeed.Page page(
      GraphCall call, CalendarFolder folder, EventView view, int size, boolean expanded) {
    String skip = call.query().get("$skiptoken");
    String delta = call.query().get("$deltatoken");
    if (skip == null && delta == null) {
      DeltaWindow window = expanded ? views.window(call) : open(call);
      return feed.first(view, folder, window, size, struck(call, true));
    }
    DeltaToken token =
        token(call, String.valueOf(skip == null ? delta : skip), skip != null, expanded);
    try {
      feed.check(token, view.box(), folder, view.immutableIds());
      if (faults.strikes(Fault.Kind.expireDeltaLinks, call)) {
        folder.log.expireTokens();
      }
      return skip != null
          ? feed.page(view, folder, token, size)
          : feed.more(view, folder, token, size, struck(call, false));
    } catch (GraphError e) {
      throw e.status() == 410 ? e.with("Location", restart(call, token)) : e;
    }
  }

  private DeltaFeed.Faults struck(GraphCall call, boolean first) {
    return first
        ? new DeltaFeed.Faults(
            false,
            faults.strikes(Fault.Kind.shortListing, call),
            faults.strikes(Fault.Kind.emptyListing, call))
        : new DeltaFeed.Faults(faults.strikes(Fault.Kind.lateFeed, call), false, false);
  }

  private DeltaToken token(GraphCall call, String text, boolean skip, boolean expanded) {
    DeltaToken token = DeltaToken.read(tokens.open(text));
    boolean sameKind = token.round().isEmpty() != skip && token.window().expanded() == expanded;
    boolean again =
        call.query().has("startDateTime")
            || call.query().has("endDateTime")
            || (call.query().has("$skiptoken") && call.query().has("$deltatoken"));
    if (!sameKind || again) {
      throw GraphError.badSyncState();
    }
    return token;
  }

  /** Where the client can begin again. */
  private static String restart(GraphCall call, DeltaToken token) {
    String from = "?startDateTime=" + token.window().from();
    return call.url()
        + (token.window().expanded() ? from + "&endDateTime=" + token.window().until() : from);
  }

  private static DeltaWindow open(GraphCall call) {
    Instant from =
        call.query().has("startDateTime") ? ViewsApi.time(call, "StartDateTime") : Instant.EPOCH;
    return new DeltaWindow(from, FAR, false);
  }

  private static void checkQuery(GraphCall call) {
    if (call.query().has("$expand")) {
      // The real service breaks on it.
      throw new GraphError(
          500,
          "ErrorInternalServerError",
          "An internal server error occurred. The operation failed.");
    }
    for (String name : REFUSED) {
      if (call.query().has(name)) {
        throw GraphError.badRequest(
            "ErrorInvalidUrlQuery",
            "The following parameters are not supported with change tracking over the"
                + " 'CalendarView' resource: '$orderby, $filter, $select, $expand, $search, $top,"
                + " $skip'.");
      }
    }
  }
}

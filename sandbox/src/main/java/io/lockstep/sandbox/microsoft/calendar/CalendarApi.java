package io.lockstep.sandbox.microsoft.calendar;

import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.microsoft.GraphAnswer;
import io.lockstep.sandbox.microsoft.GraphApi;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphUser;

/** Graph's calendars and events: which call goes where. */
public final class CalendarApi implements GraphApi {
  private final CalendarEngine engine;
  private final CalendarsApi calendars;
  private final EventsApi events;
  private final ActionsApi actions;
  private final ViewsApi views;
  private final DeltaApi delta;

  public CalendarApi(CalendarEngine engine, Faults faults) {
    this.engine = engine;
    ListingFaults listings = new ListingFaults(faults);
    this.calendars = new CalendarsApi(engine.clock);
    this.events = new EventsApi(engine, listings);
    this.actions = new ActionsApi(engine);
    this.views = new ViewsApi(engine, listings);
    this.delta = new DeltaApi(engine, listings, views);
  }

  @Override
  public boolean answers(GraphCall call) {
    return CalendarPath.isOne(call);
  }

  @Override
  public String area(GraphCall call) {
    return "Calendars";
  }

  @Override
  public boolean shared(GraphCall call) {
    GraphUser reader = call.session().user();
    synchronized (engine) {
      return reader != null && engine.box(call.box()).readers.containsKey(reader.id());
    }
  }

  @Override
  public GraphAnswer answer(GraphCall call) {
    synchronized (engine) {
      MailboxCalendars box = engine.box(call.box());
      CalendarPath path = CalendarPath.of(call);
      if (path == null) {
        return calendars.several(call, box);
      }
      return path.rest().isEmpty() ? calendars.one(call, box, path) : inside(call, box, path);
    }
  }

  private GraphAnswer inside(GraphCall call, MailboxCalendars box, CalendarPath path) {
    if (path.is("calendarView")) {
      return views.calendarView(reading(call), box, path);
    }
    if (path.is("calendarView", "delta")) {
      return delta.calendarView(reading(call), box, path);
    }
    if (path.is("events", "delta")) {
      return delta.events(reading(call), box, path);
    }
    if (path.is("events")) {
      return call.is("POST")
          ? events.create(call, box, path)
          : events.list(reading(call), box, path);
    }
    if (path.is("events", "$count")) {
      return events.count(reading(call), box, path);
    }
    if (path.is("events", "*", "calendar")) {
      return calendars.ofEvent(reading(call), box, path);
    }
    if (path.is("events", "*")) {
      return events.one(call, box, path);
    }
    if (path.is("events", "*", "instances")) {
      return views.instances(reading(call), box, path);
    }
    if (path.is("events", "*", "*")) {
      return actions.answer(call, box, path);
    }
    throw GraphError.noSuchSegment(path.rest().getLast());
  }

  private static GraphCall reading(GraphCall call) {
    if (!call.is("GET")) {
      throw GraphError.methodNotAllowed();
    }
    return call;
  }
}

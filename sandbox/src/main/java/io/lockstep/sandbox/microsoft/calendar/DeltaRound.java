package io.lockstep.sandbox.microsoft.calendar;

import io.lockstep.sandbox.microsoft.ChangeLog;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The items of one round of change tracking, from the first page to the delta link. Items are shown
 * as they are when their page is fetched, not as they were when the round began.
 */
final class DeltaRound {
  /** One item to be told. */
  sealed interface Item {
    /** Something that was there when the round began; told as removed where it no longer is. */
    record Present(String key) implements Item {}

    /**
     * An id under which something was known and no longer is.
     *
     * @param regularOnly whether only a regular id ended
     */
    record Removed(String key, int moves, boolean exception, boolean regularOnly) implements Item {}
  }

  private final MailboxCalendars box;
  private final CalendarFolder folder;
  private final DeltaWindow window;
  private final CalendarEngine engine;
  private final Set<Item> items = new LinkedHashSet<>();

  DeltaRound(
      MailboxCalendars box, CalendarFolder folder, DeltaWindow window, CalendarEngine engine) {
    this.box = box;
    this.folder = folder;
    this.window = window;
    this.engine = engine;
  }

  /** Everything in the window. */
  List<Item> all() {
    for (StoredEvent event : box.in(folder)) {
      if (window.shows(Seen.of(event))) {
        // The series of occurrences may have begun long before: its master is then not always told.
        present(event, event.span.startsAt().isBefore(window.from()));
      }
    }
    return arranged();
  }

  /** What changed. */
  List<Item> since(long after, long upTo) {
    for (ChangeLog.Change change : folder.log.between(after, upTo)) {
      String key = change.key();
      if (key.isEmpty()) {
        continue;
      }
      StoredEvent event = box.events.get(EventIds.eventKey(key));
      if (event == null) {
        continue;
      }
      if (key.equals(event.key)) {
        changed(event, after, upTo);
      } else {
        occurrenceChanged(event, key);
      }
    }
    return arranged();
  }

  private void changed(StoredEvent event, long after, long upTo) {
    boolean here = !event.deleted && event.folder == folder;
    if (here && window.shows(Seen.of(event))) {
      present(event, true);
    } else if (here) {
      // Outside of the window, known to the client or not.
      items.add(new Item.Removed(event.key, event.moves, false, false));
    }
    for (StoredEvent.Former former : event.former) {
      if (former.folder() == folder && former.log() > after && former.log() <= upTo) {
        formerly(event, former);
      }
    }
  }

  private void present(StoredEvent event, boolean masterMayBeMissing) {
    if (!event.isSeries()) {
      items.add(new Item.Present(event.key));
      return;
    }
    boolean without =
        window.expanded()
            && masterMayBeMissing
            && engine.chance(engine.settings.deltaWithoutMaster);
    if (!without) {
      items.add(new Item.Present(event.key));
    }
    if (window.expanded()) {
      Seen.occurrences(event, window.from(), window.until())
          .forEach(seen -> items.add(new Item.Present(seen.key())));
    } else {
      event.exceptions.keySet().forEach(d -> items.add(new Item.Present(event.occurrenceKey(d))));
    }
  }

  private void formerly(StoredEvent event, StoredEvent.Former former) {
    if (former.whole()) {
      items.add(new Item.Removed(event.key, former.moves(), false, false));
    }
    Recurrence recurrence = former.recurrence();
    if (recurrence == null) {
      return;
    }
    String prefix = event.key + "." + former.series() + ".";
    if (window.expanded()) {
      for (LocalDate day : Seen.days(former.span(), recurrence, window.from(), window.until())) {
        if (Seen.slot(former.span(), recurrence, day).overlaps(window.from(), window.until())) {
          boolean exception = former.exceptionDays().contains(day);
          items.add(new Item.Removed(prefix + day, former.moves(), exception, false));
        }
      }
    }
    for (LocalDate day : former.exceptionDays()) {
      items.add(new Item.Removed(prefix + day, former.moves(), true, false));
    }
  }

  private void occurrenceChanged(StoredEvent event, String key) {
    Seen now = EventIds.byKey(box, key);
    Seen seen = event.folder == folder ? now : null;
    if (!window.expanded()) {
      if (seen != null && seen.exception() != null && window.shows(seen)) {
        items.add(new Item.Present(key));
      } else if (!event.deleted && event.folder == folder) {
        items.add(new Item.Removed(key, event.moves, true, false));
        items.add(new Item.Present(event.key));
      }
      return;
    }
    if (seen != null && window.shows(seen)) {
      items.add(new Item.Present(key));
    } else {
      items.add(new Item.Removed(key, event.moves, true, false));
    }
    // Where ids are regular ones, an exception has another id than the occurrence it was.
    items.add(new Item.Removed(key, event.moves, false, true));
  }

  /** In no order, some of them twice. */
  private List<Item> arranged() {
    List<Item> out = new ArrayList<>(items);
    if (engine.settings.deltaShuffled) {
      Collections.shuffle(out, new Random(engine.random().nextLong()));
    }
    for (Item item : List.copyOf(out)) {
      if (engine.chance(engine.microsoft.settings().replays)) {
        out.add(item);
      }
    }
    return List.copyOf(out);
  }
}

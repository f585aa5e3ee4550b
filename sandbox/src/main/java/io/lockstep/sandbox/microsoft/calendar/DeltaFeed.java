package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rounds of change tracking, page by page. Guarded by the engine's lock. */
final class DeltaFeed {
  /** Rounds under way that are remembered; of older ones the service no longer knows the state. */
  private static final int ROUNDS = 1_000;

  private final CalendarEngine engine;
  private final Map<String, List<DeltaRound.Item>> rounds =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<DeltaRound.Item>> eldest) {
          return size() > ROUNDS;
        }
      };

  DeltaFeed(CalendarEngine engine) {
    this.engine = engine;
  }

  /**
   * One page.
   *
   * @param next the token of the next page; null on the last one
   * @param delta the token for the next round; only on the last page
   */
  record Page(ArrayNode items, @Nullable DeltaToken next, @Nullable DeltaToken delta) {}

  /** Faults that strike this call. */
  record Faults(boolean late, boolean shortened, boolean empty) {}

  /** The first page of a first round. */
  Page first(EventView view, CalendarFolder folder, DeltaWindow window, int size, Faults faults) {
    DeltaRound round = round(view, folder, window);
    List<DeltaRound.Item> items = damaged(round.all(), faults);
    return begin(view, folder, window, folder.log.generation(), items, size);
  }

  /** The first page of a further round. */
  Page more(EventView view, CalendarFolder folder, DeltaToken token, int size, Faults faults) {
    folder.log.check(token.generation());
    long upTo = folder.log.generation();
    if (upTo - token.generation() > engine.microsoft.settings().generationsKept) {
      throw GraphError.syncStateNotFound(token.generation(), upTo);
    }
    if (faults.late()) {
      Instant shown = engine.now().minus(engine.clock.scaled(engine.microsoft.settings().lateFeed));
      upTo = Math.max(token.generation(), folder.log.generationAt(shown));
    }
    List<DeltaRound.Item> items =
        round(view, folder, token.window()).since(token.generation(), upTo);
    return begin(view, folder, token.window(), upTo, items, size);
  }

  private DeltaRound round(EventView view, CalendarFolder folder, DeltaWindow window) {
    return new DeltaRound(view.box(), folder, window, engine);
  }

  private static List<DeltaRound.Item> damaged(List<DeltaRound.Item> items, Faults faults) {
    if (faults.empty()) {
      return List.of();
    }
    List<DeltaRound.Item> out = new java.util.ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (!faults.shortened() || i % 3 != 0) {
        out.add(items.get(i));
      }
    }
    return out;
  }

  private Page begin(
      EventView view,
      CalendarFolder folder,
      DeltaWindow window,
      long generation,
      List<DeltaRound.Item> items,
      int size) {
    String id = UUID.randomUUID().toString();
    rounds.put(id, items);
    DeltaToken start =
        new DeltaToken(
            view.box().mailbox.user().id(),
            folder.key,
            window,
            generation,
            id,
            0,
            false,
            view.immutableIds(),
            engine.now());
    return page(view, folder, start, size);
  }

  /**
   * The page of a skip token; the same one again where it is asked for again.
   *
   * @throws GraphError 410 where the round is forgotten
   */
  Page page(EventView view, CalendarFolder folder, DeltaToken token, int size) {
    folder.log.check(token.generation());
    List<DeltaRound.Item> items = rounds.get(token.round());
    if (items == null) {
      throw GraphError.syncStateNotFound(token.generation(), folder.log.generation());
    }
    ArrayNode shown = GraphJson.array();
    if (!token.paused() && engine.chance(engine.microsoft.settings().emptyPages)) {
      return new Page(shown, token.at(token.position(), true), null);
    }
    int end = Math.min(items.size(), token.position() + size);
    for (DeltaRound.Item item : items.subList(token.position(), end)) {
      ObjectNode one = shown(view, folder, token.window(), item);
      if (one != null) {
        shown.add(one);
      }
    }
    return end < items.size()
        ? new Page(shown, token.at(end, false), null)
        : new Page(shown, null, done(token));
  }

  private DeltaToken done(DeltaToken token) {
    return new DeltaToken(
        token.mailbox(),
        token.folder(),
        token.window(),
        token.generation(),
        "",
        0,
        false,
        token.immutableIds(),
        engine.now());
  }

  private @Nullable ObjectNode shown(
      EventView view, CalendarFolder folder, DeltaWindow window, DeltaRound.Item item) {
    return switch (item) {
      case DeltaRound.Item.Present present -> {
        Seen seen = living(view.box(), folder, window, present.key());
        if (seen == null) {
          yield removed(EventIds.id(view.box(), present.key(), 0, false, view.immutableIds()));
        }
        yield "occurrence".equals(seen.type()) ? view.stub(seen) : whole(view, seen);
      }
      case DeltaRound.Item.Removed gone -> {
        String id =
            EventIds.id(
                view.box(), gone.key(), gone.moves(), gone.exception(), view.immutableIds());
        Seen seen = living(view.box(), folder, window, gone.key());
        if (gone.regularOnly() && view.immutableIds()) {
          yield null;
        }
        if (seen == null || !view.id(seen).equals(id)) {
          yield removed(id);
        }
        boolean movedBack = gone.moves() < seen.event().moves;
        yield movedBack && engine.settings.deltaLosesMovedBack ? removed(id) : null;
      }
    };
  }

  private static @Nullable Seen living(
      MailboxCalendars box, CalendarFolder folder, DeltaWindow window, String key) {
    Seen seen = EventIds.byKey(box, key);
    return seen != null && seen.event().folder == folder && window.shows(seen) ? seen : null;
  }

  private static ObjectNode whole(EventView view, Seen seen) {
    ObjectNode out = GraphJson.object().put("@odata.type", "#microsoft.graph.event");
    return out.setAll(view.visible(seen));
  }

  private static ObjectNode removed(String id) {
    ObjectNode out = GraphJson.object().put("@odata.type", "#microsoft.graph.event").put("id", id);
    out.putObject("@removed").put("reason", "deleted");
    return out;
  }

  /**
   * @throws GraphError 410 where it is too old, 400 where it is not of this calendar
   */
  void check(DeltaToken token, MailboxCalendars box, CalendarFolder folder, boolean immutable) {
    boolean own =
        token.mailbox().equals(box.mailbox.user().id()) && token.folder().equals(folder.key);
    if (!own || (engine.settings.deltaTokenKeepsIdType && token.immutableIds() != immutable)) {
      throw new GraphError(
          400, "SyncStateInvalid", "The sync state is not valid for this request.");
    }
    Instant end = token.issued().plus(engine.settings.deltaTokenLife);
    if (end.isBefore(engine.now())) {
      throw GraphError.syncStateNotFound(token.generation(), folder.log.generation());
    }
  }
}

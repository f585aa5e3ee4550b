package io.lockstep.sandbox.microsoft.contacts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.microsoft.ChangeLog;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphQuery;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import io.lockstep.sandbox.microsoft.StateTokens;
import io.lockstep.sandbox.microsoft.odata.Projection;
import io.lockstep.sandbox.microsoft.odata.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One page of change tracking. A round without a token lists everything; one with a delta token
 * lists what changed since. Tokens carry the state, headers do not belong to it
 * (reference/microsoft.md B2, C).
 */
final class DeltaRound {
  private static final int USUAL = 10;
  private static final int MOST = 500;

  private final SimulatedMicrosoft microsoft;
  private final Faults faults;
  private final StateTokens tokens;

  DeltaRound(SimulatedMicrosoft microsoft, Faults faults, StateTokens tokens) {
    this.microsoft = microsoft;
    this.faults = faults;
    this.tokens = tokens;
  }

  /** What a page is about to show: entries, and the state after it. */
  private record Page(List<ObjectNode> value, ObjectNode state, boolean last) {}

  ObjectNode page(GraphCall call, DeltaFeed feed, Shape shape, String typeName) {
    String skip = call.query().get("$skiptoken");
    String delta = call.query().get("$deltatoken");
    ObjectNode state;
    if (skip != null || delta != null) {
      state = continued(call, feed, skip != null ? skip : String.valueOf(delta), skip != null);
    } else {
      refuseOptions(call.query(), shape);
      state = first(call, feed);
    }
    call.prefer().apply("odata.track-changes");
    GraphQuery selection = selection(state);
    Projection projection = Projection.of(selection, shape);
    int size = call.prefer().maxPageSize(USUAL, MOST);
    Page page = state.has("after") ? changes(feed, state, size) : listing(call, feed, state, size);
    ObjectNode out = GraphJson.object();
    out.put("@odata.context", call.root() + "/$metadata#Collection(" + typeName + ")");
    if (page.last()) {
      ObjectNode next = GraphJson.object();
      copy(state, next, "log", "mailbox", "select");
      next.put("after", state.path("upTo").asLong());
      out.put("@odata.deltaLink", call.link("$deltatoken", tokens.seal(next)));
    } else {
      out.put("@odata.nextLink", call.link("$skiptoken", tokens.seal(page.state())));
    }
    ArrayNode value = out.putArray("value");
    page.value().forEach(d -> value.add(d.has("@removed") ? d : projection.apply(d)));
    return out;
  }

  private static void refuseOptions(GraphQuery query, Shape shape) {
    for (String option :
        List.of("$filter", "$expand", "$orderby", "$search", "$top", "$skip", "$count")) {
      if (query.has(option)) {
        throw GraphError.badRequest(
            "ErrorInvalidUrlQuery",
            "The following parameters are not supported with change tracking over the '"
                + shape.type()
                + "' resource: '"
                + option
                + "'.");
      }
    }
  }

  private ObjectNode first(GraphCall call, DeltaFeed feed) {
    ObjectNode state = GraphJson.object();
    state.put("log", feed.log().collection());
    state.put("mailbox", call.box().user().id());
    String select = call.query().get("$select");
    if (select != null) {
      state.put("select", select);
    }
    state.put("upTo", feed.log().generation());
    state.put("position", -1);
    return state;
  }

  private ObjectNode continued(GraphCall call, DeltaFeed feed, String token, boolean midway) {
    ObjectNode state = tokens.open(token);
    ChangeLog log = feed.log();
    boolean own =
        log.collection().equals(GraphJson.text(state, "log"))
            && call.box().user().id().equals(GraphJson.text(state, "mailbox"))
            && state.has("position") == midway;
    if (!own) {
      throw GraphError.badSyncState();
    }
    String subject = call.subject();
    if (faults.strikes("microsoft", Fault.Kind.expireDeltaLinks, subject)
        || faults.strikes("microsoft", Fault.Kind.expireSyncTokens, subject)) {
      log.expireTokens();
    }
    long generation = state.path(state.has("after") ? "after" : "upTo").asLong();
    try {
      log.check(generation);
      if (log.generation() - generation > microsoft.settings().generationsKept) {
        throw GraphError.syncStateNotFound(generation, log.generation());
      }
    } catch (GraphError e) {
      throw e.with("Location", call.url());
    }
    if (!midway) {
      state.put("upTo", Math.max(generation, newest(log, subject)));
      state.put("position", 0);
    }
    return state;
  }

  private long newest(ChangeLog log, String subject) {
    return faults.strikes("microsoft", Fault.Kind.lateFeed, subject)
        ? log.generationAt(
            microsoft.clock().now().minus(microsoft.clock().scaled(microsoft.settings().lateFeed)))
        : log.generation();
  }

  private Page listing(GraphCall call, DeltaFeed feed, ObjectNode state, int size) {
    long position = state.path("position").asLong();
    List<DeltaFeed.Entry> left = feed.all().stream().filter(e -> e.order() > position).toList();
    if (faults.strikes("microsoft", Fault.Kind.emptyListing, call.subject())) {
      left = List.of();
    }
    if (!left.isEmpty() && microsoft.chance(microsoft.settings().emptyPages)) {
      return new Page(List.of(), state, false);
    }
    boolean leavesOut = faults.strikes("microsoft", Fault.Kind.shortListing, call.subject());
    int to = Math.min(size, left.size());
    List<ObjectNode> value = new ArrayList<>();
    for (int i = 0; i < to; i++) {
      if (!leavesOut || i % 2 == 0) {
        value.add(left.get(i).document());
      }
    }
    replay(value);
    ObjectNode next = state.deepCopy();
    if (to > 0) {
      next.put("position", left.get(to - 1).order());
    }
    return new Page(value, next, to == left.size());
  }

  private Page changes(DeltaFeed feed, ObjectNode state, int size) {
    long after = state.path("after").asLong();
    long upTo = state.path("upTo").asLong();
    Map<String, ChangeLog.Change> byKey = new LinkedHashMap<>();
    for (ChangeLog.Change change : feed.log().between(after, upTo)) {
      if (!change.key().isEmpty()) {
        byKey.remove(change.key());
        byKey.put(change.key(), change);
      }
    }
    List<ChangeLog.Change> all = new ArrayList<>(byKey.values());
    int from = Math.min(state.path("position").asInt(), all.size());
    if (from < all.size() && microsoft.chance(microsoft.settings().emptyPages)) {
      return new Page(List.of(), state, false);
    }
    int to = Math.min(from + size, all.size());
    List<ObjectNode> value = new ArrayList<>();
    for (ChangeLog.Change change : all.subList(from, to)) {
      ObjectNode document = feed.document(change.key());
      value.add(document != null ? document : removed(feed.id(change.key())));
    }
    replay(value);
    ObjectNode next = state.deepCopy();
    next.put("position", to);
    return new Page(value, next, to == all.size());
  }

  private void replay(List<ObjectNode> value) {
    if (!value.isEmpty() && microsoft.chance(microsoft.settings().replays)) {
      value.add(value.getFirst());
    }
  }

  private static ObjectNode removed(String id) {
    ObjectNode out = GraphJson.object().put("id", id);
    out.putObject("@removed").put("reason", "deleted");
    return out;
  }

  private static GraphQuery selection(ObjectNode state) {
    String select = GraphJson.text(state, "select");
    return GraphQuery.of(select == null ? Map.of() : Map.of("$select", List.of(select)));
  }

  private static void copy(ObjectNode from, ObjectNode to, String... names) {
    for (String name : names) {
      if (from.has(name)) {
        to.set(name, from.get(name));
      }
    }
  }
}

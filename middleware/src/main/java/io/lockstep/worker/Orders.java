package io.lockstep.worker;

import io.lockstep.port.Answer;
import io.lockstep.port.Crm;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Decision;
import io.lockstep.sync.Link;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what people chose on issues: before the rounds of a pass it changes links so that the
 * rounds do the rest. An order that is carried out twice does no more than once.
 */
final class Orders {
  private final Pass pass;
  private final Map<String, Order.Outcome> outcomes = new HashMap<>();
  private final Map<String, Order> deletions = new HashMap<>();

  Orders(Pass pass) {
    this.pass = pass;
  }

  void begin(List<Order> orders) {
    for (Order order : orders) {
      outcomes.put(order.id(), begin(order));
    }
  }

  private Order.Outcome begin(Order order) {
    if (!pass.kinds().contains(order.kind())) {
      return Order.Outcome.IMPOSSIBLE;
    }
    Link link = linkOf(order);
    return switch (order.choice()) {
      case RESTORE -> order.field().isEmpty() ? restore(order, link) : restoreValue(order);
      case DELETE_HERE_TOO -> delete(order, link);
      case RETRY -> retry(link);
      case CREATE -> create(order);
      case LINK -> join(order, link);
    };
  }

  private @Nullable Link linkOf(Order order) {
    Link byRecord = find(order, Side.RECORD, order.recordId());
    return byRecord != null ? byRecord : find(order, Side.ITEM, order.itemId());
  }

  private @Nullable Link find(Order order, Side side, @Nullable String id) {
    return id == null
        ? null
        : pass.state.links(pass.mailbox, order.kind(), side, List.of(id)).get(id);
  }

  /** The side that still is there, of a link that lost one; null where it lost none or both. */
  private static @Nullable Side survivor(Link link) {
    return switch (link.state()) {
      case RECORD_GONE -> Side.ITEM;
      case ITEM_GONE -> Side.RECORD;
      case LIVE, HELD, BOTH_GONE, UNLINKED, FOLLOWER, RESTING -> null;
    };
  }

  /** The survivor begins a link of its own, and its other side is made anew. */
  private Order.Outcome restore(Order order, @Nullable Link link) {
    Side side = link == null ? null : survivor(link);
    String id = link == null || side == null ? null : link.id(side);
    if (link == null || side == null || id == null) {
      return link != null && link.recordId() != null && link.itemId() != null
          ? Order.Outcome.DONE
          : Order.Outcome.IMPOSSIBLE;
    }
    Link fresh =
        Link.begunBy(side, order.kind(), id)
            .withRevision(link.revision())
            .withGeneration(link.generation() + (side == Side.RECORD ? 1 : 0));
    pass.lease.commit(
        Commit.build()
            .add(new Change.DropLink(link))
            .add(new Change.PutLink(fresh))
            .add(new Change.AddWork(new WorkId(order.kind(), side, id)))
            .done());
    return Order.Outcome.DONE;
  }

  /** Into Salesforce like an edit of the person's own, from where it goes on to the mailbox. */
  private Order.Outcome restoreValue(Order order) {
    String id = order.recordId();
    if (id == null || !pass.rules(order.kind()).fieldsTo(Side.RECORD).contains(order.field())) {
      return Order.Outcome.IMPOSSIBLE;
    }
    pass.lease.beforeCall();
    Answer answer =
        pass.crm
            .write(
                List.of(
                    new Crm.Write.Update(
                        order.kind(), id, Map.of(order.field(), order.value()), "", Crm.ANYTHING)))
            .getFirst();
    if (answer instanceof Answer.Again || answer instanceof Answer.Lost) {
      return Order.Outcome.LATER;
    }
    if (!(answer instanceof Answer.Saved)) {
      return Order.Outcome.IMPOSSIBLE;
    }
    pass.lease.commit(
        Commit.build().add(new Change.AddWork(new WorkId(order.kind(), Side.RECORD, id))).done());
    return Order.Outcome.DONE;
  }

  private Order.Outcome delete(Order order, @Nullable Link link) {
    Side side = link == null ? null : survivor(link);
    String id = link == null || side == null ? null : link.id(side);
    if (link == null || side == null || id == null) {
      return link != null && link.state() == Link.State.BOTH_GONE
          ? Order.Outcome.DONE
          : Order.Outcome.IMPOSSIBLE;
    }
    deletions.put(link.id(), order);
    pass.lease.commit(
        Commit.build().add(new Change.AddWork(new WorkId(order.kind(), side, id))).done());
    return Order.Outcome.LATER;
  }

  /** The deletion that a person wants of what was edited; null where nobody does. */
  @Nullable Decision decision(Case one) {
    Side side = deletions.containsKey(one.link().id()) ? survivor(one.link()) : null;
    if (side == null) {
      return null;
    }
    Sighting sighting = side == Side.RECORD ? one.record() : one.item();
    return sighting instanceof Sighting.Present seen
        ? new Decision.Delete(one.link(), side, seen.snapshot())
        : null;
  }

  private Order.Outcome retry(@Nullable Link link) {
    if (link == null || link.state() != Link.State.HELD) {
      return link == null ? Order.Outcome.IMPOSSIBLE : Order.Outcome.DONE;
    }
    Side side = link.recordId() == null ? Side.ITEM : Side.RECORD;
    pass.lease.commit(
        Commit.build()
            .add(new Change.PutLink(link.withState(Link.State.LIVE)))
            .add(new Change.AddWork(new WorkId(link.kind(), side, String.valueOf(link.id(side)))))
            .done());
    return Order.Outcome.DONE;
  }

  /**
   * It is to be made on the other side although something there looks like it. Where the issue
   * names both, it is the item that has no record of its own yet.
   */
  private Order.Outcome create(Order order) {
    Side side = order.itemId() != null ? Side.ITEM : Side.RECORD;
    String id = side == Side.ITEM ? order.itemId() : order.recordId();
    if (id == null) {
      return Order.Outcome.IMPOSSIBLE;
    }
    return find(order, side, id) == null
        ? put(Link.begunBy(side, order.kind(), id), side, id)
        : Order.Outcome.DONE;
  }

  private Order.Outcome join(Order order, @Nullable Link link) {
    String recordId = order.recordId();
    String itemId = order.itemId();
    if (recordId == null || itemId == null) {
      return Order.Outcome.IMPOSSIBLE;
    }
    if (link != null) {
      boolean theirs = recordId.equals(link.recordId()) && itemId.equals(link.itemId());
      return theirs ? Order.Outcome.DONE : Order.Outcome.IMPOSSIBLE;
    }
    return put(
        Link.begunBy(Side.RECORD, order.kind(), recordId).withId(Side.ITEM, itemId),
        Side.RECORD,
        recordId);
  }

  private Order.Outcome put(Link link, Side side, String id) {
    pass.lease.commit(
        Commit.build()
            .add(new Change.PutLink(link))
            .add(new Change.AddWork(new WorkId(link.kind(), side, id)))
            .done());
    return Order.Outcome.DONE;
  }

  /** What came of the orders, by issue, once the rounds are done. */
  Map<String, Order.Outcome> outcomes() {
    deletions.values().forEach(order -> outcomes.put(order.id(), deleted(order)));
    return Map.copyOf(outcomes);
  }

  private Order.Outcome deleted(Order order) {
    Link link = linkOf(order);
    return link == null || link.state() == Link.State.BOTH_GONE
        ? Order.Outcome.DONE
        : Order.Outcome.LATER;
  }
}

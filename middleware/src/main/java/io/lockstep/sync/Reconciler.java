package io.lockstep.sync;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides about one link from what both sides were seen to be. Pure: the same input gives the same
 * decision.
 *
 * <p>Only {@link Sighting.Gone} leads to a deletion, and only of a side that is unchanged; an
 * unknown sighting changes nothing.
 */
public final class Reconciler {
  private final Rules rules;

  public Reconciler(Rules rules) {
    this.rules = rules;
  }

  /**
   * Decides about one link.
   *
   * @param record what the record was seen to be; ignored where the link has none
   * @param item what the item was seen to be; ignored where the link has none
   * @param basis how much the link's shadows say
   */
  public Decision decide(Link link, Sighting record, Sighting item, Merge.Basis basis) {
    return switch (link.state()) {
      case UNLINKED, FOLLOWER -> new Decision.Settle(link, List.of());
      case RECORD_GONE, ITEM_GONE, BOTH_GONE -> tombstone(link, record, item, basis);
      case HELD -> held(link, record, item, basis);
      case RESTING -> resting(link, record, item, basis);
      case LIVE -> live(link, record, item, basis);
    };
  }

  /** The item stood outside the selection when it was last seen: its end is no word to delete. */
  private Decision resting(Link link, Sighting record, Sighting item, Merge.Basis basis) {
    return switch (item) {
      case Sighting.Unknown unknown -> new Decision.Wait(link, unknown.code());
      case Sighting.Gone gone ->
          new Decision.Settle(
              link.withIntent(null)
                  .withState(
                      record instanceof Sighting.Gone
                          ? Link.State.BOTH_GONE
                          : Link.State.ITEM_GONE),
              List.of());
      case Sighting.Present present ->
          present.snapshot().traits().unselected()
              ? rest(link, record)
              : live(link.withState(Link.State.LIVE), record, item, basis);
    };
  }

  private boolean isUnselected(Sighting item) {
    return rules.on(Safeguard.UNSELECTED_RESTS)
        && item instanceof Sighting.Present present
        && present.snapshot().traits().unselected();
  }

  /** Nothing is carried over and nothing deleted; a write whose answer is open is settled later. */
  private static Decision rest(Link link, Sighting record) {
    Intent intent = link.intent();
    boolean deleting = intent != null && intent.operation() == Intent.Operation.DELETE;
    Link quiet = deleting ? link.withIntent(null) : link;
    return new Decision.Settle(
        record instanceof Sighting.Gone
            ? quiet.withState(Link.State.RECORD_GONE)
            : quiet.withState(Link.State.RESTING),
        List.of());
  }

  private Decision held(Link link, Sighting record, Sighting item, Merge.Basis basis) {
    Link.Held held = link.held();
    boolean same =
        held != null
            && versionOf(record).equals(held.recordVersion())
            && versionOf(item).equals(held.itemVersion());
    return same
        ? new Decision.Settle(link, List.of())
        : live(link.withState(Link.State.LIVE), record, item, basis);
  }

  private static String versionOf(Sighting sighting) {
    return sighting instanceof Sighting.Present present ? present.snapshot().version() : "";
  }

  private Decision live(Link link, Sighting record, Sighting item, Merge.Basis basis) {
    if (isUnselected(item)) {
      return rest(link, record);
    }
    if (link.recordId() == null) {
      return half(link, Side.ITEM, item);
    }
    if (link.itemId() == null) {
      return half(link, Side.RECORD, record);
    }
    if (record instanceof Sighting.Unknown unknown) {
      return new Decision.Wait(link, unknown.code());
    }
    if (item instanceof Sighting.Unknown unknown) {
      return new Decision.Wait(link, unknown.code());
    }
    Intent intent = link.intent();
    if (intent != null
        && intent.operation() == Intent.Operation.DELETE
        && (intent.target() == Side.RECORD ? record : item) instanceof Sighting.Gone deleted) {
      return weDeleted(link, intent.target(), deleted, record, item);
    }
    boolean recordGone = record instanceof Sighting.Gone;
    boolean itemGone = item instanceof Sighting.Gone;
    if (recordGone && itemGone) {
      return new Decision.Settle(link.withIntent(null).withState(Link.State.BOTH_GONE), List.of());
    }
    if (recordGone) {
      return gone(link, Side.RECORD, ((Sighting.Present) item).snapshot(), basis);
    }
    if (itemGone) {
      return gone(link, Side.ITEM, ((Sighting.Present) record).snapshot(), basis);
    }
    Snapshot recordSeen = ((Sighting.Present) record).snapshot();
    Snapshot itemSeen = ((Sighting.Present) item).snapshot();
    return merge(fold(link, recordSeen, itemSeen), recordSeen, itemSeen, basis);
  }

  /**
   * A deletion of ours whose answer was lost, or whose outcome was not looked at yet. It is no
   * person's word to delete the other side, which may have been restored since.
   */
  private Decision weDeleted(
      Link link, Side target, Sighting.Gone deleted, Sighting record, Sighting item) {
    Snapshot last = deleted.last();
    if (target == Side.RECORD
        && last != null
        && rules.on(Safeguard.DELETION_LOOKED_AT)
        && !unchanged(link, Side.RECORD, last)) {
      return new Decision.TakeBack(link);
    }
    return tombstone(
        link.withIntent(null).withState(Link.State.BOTH_GONE), record, item, Merge.Basis.SHADOWS);
  }

  /**
   * A link whose other side was never made: make it, or let go where this side has gone in the
   * meantime.
   */
  private Decision half(Link link, Side source, Sighting seen) {
    return switch (seen) {
      case Sighting.Unknown unknown -> new Decision.Wait(link, unknown.code());
      case Sighting.Gone gone ->
          new Decision.Settle(link.withIntent(null).withState(Link.State.BOTH_GONE), List.of());
      case Sighting.Present present ->
          new Decision.Create(
              link, source.other(), present.snapshot().fields(), present.snapshot());
    };
  }

  private Decision tombstone(Link link, Sighting record, Sighting item, Merge.Basis basis) {
    boolean recordThere = record instanceof Sighting.Present && link.recordId() != null;
    boolean itemThere = item instanceof Sighting.Present && link.itemId() != null;
    if (recordThere && itemThere) {
      // The deleted side is back, restored by a person: the pair goes on where it stopped.
      return live(link.withState(Link.State.LIVE), record, item, basis);
    }
    boolean recordBack =
        recordThere && link.state() != Link.State.ITEM_GONE && !(item instanceof Sighting.Unknown);
    boolean itemBack =
        itemThere
            && !isUnselected(item)
            && link.state() != Link.State.RECORD_GONE
            && !(record instanceof Sighting.Unknown);
    if (recordBack || itemBack) {
      // Restored where it was deleted, while the other side went too: a person's word to have it on
      // both sides again.
      Side back = recordBack ? Side.RECORD : Side.ITEM;
      Snapshot seen = ((Sighting.Present) (recordBack ? record : item)).snapshot();
      // A link of its own: the old one's name belongs to the thing that may yet be restored, too.
      Link fresh =
          Link.begunBy(back, link.kind(), seen.id())
              .withRevision(link.revision())
              .withGeneration(link.generation() + (recordBack ? 1 : 0));
      return new Decision.Create(fresh, back.other(), seen.fields(), seen);
    }
    boolean survivorGone =
        (link.state() == Link.State.RECORD_GONE && item instanceof Sighting.Gone)
            || (link.state() == Link.State.ITEM_GONE && record instanceof Sighting.Gone);
    return new Decision.Settle(
        survivorGone ? link.withIntent(null).withState(Link.State.BOTH_GONE) : link, List.of());
  }

  /**
   * One side is gone for certain, the other was seen. After a loss of state it is not known whether
   * the survivor was restored since: a person is asked.
   */
  private Decision gone(Link link, Side gone, Snapshot survivor, Merge.Basis basis) {
    Side side = gone.other();
    boolean edited = basis != Merge.Basis.SHADOWS || !unchanged(link, side, survivor);
    boolean wanted =
        (side == Side.ITEM ? rules.deletesItem() : rules.deletesRecord())
            && rules.direction().writes(side);
    boolean over =
        survivor.traits().completed()
            || (survivor.traits().end() != null && survivor.traits().end().isBefore(rules.now()));
    Link.State tombstone = gone == Side.RECORD ? Link.State.RECORD_GONE : Link.State.ITEM_GONE;
    if (edited && rules.on(Safeguard.ASK_BEFORE_LOSING_AN_EDIT)) {
      return new Decision.Part(link.withIntent(null).withState(tombstone), side, wanted);
    }
    if (!wanted || over) {
      return new Decision.Part(link.withIntent(null).withState(tombstone), side, false);
    }
    return new Decision.Delete(link, side, survivor);
  }

  /**
   * Whether a side still holds what was last known of it, counting a write of ours whose answer was
   * lost.
   */
  public boolean unchanged(Link link, Side side, Snapshot seen) {
    Shadow known = link.shadow(side);
    Intent intent = link.intent();
    Map<String, String> hashes = rules.hashes(seen.fields());
    for (String field : rules.fields()) {
      String hash = hashes.getOrDefault(field, "");
      boolean ours =
          intent != null
              && intent.target() == side
              && intent.held().containsKey(field)
              && intent.held().get(field).equals(hash);
      if (!known.holds(field, hash) && !ours) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes account of a write whose answer was lost: where the target holds what was sent, or still
   * carries the stamp of that write, it is our own value and no edit. An item keeps our mark when
   * others edit it: where the mark is that of this write, what was sent is what they edited.
   */
  private Link fold(Link link, Snapshot record, Snapshot item) {
    Intent intent = link.intent();
    if (intent == null) {
      return link;
    }
    Link folded = link.withIntent(null);
    if (intent.operation() == Intent.Operation.DELETE || !rules.on(Safeguard.UPDATE_INTENT)) {
      return folded;
    }
    Snapshot target = intent.target() == Side.RECORD ? record : item;
    Map<String, String> now = rules.hashes(target.fields());
    boolean stamped = !intent.stamp().isEmpty() && intent.stamp().equals(target.mark());
    boolean marked = intent.target() == Side.ITEM && isMarkOf(intent, link, item);
    Map<String, String> held = new TreeMap<>();
    Map<String, String> sent = new TreeMap<>();
    intent
        .held()
        .forEach(
            (field, expected) -> {
              String present = now.getOrDefault(field, "");
              if (stamped || marked || present.equals(expected)) {
                held.put(field, stamped ? present : expected);
                sent.put(field, intent.sent().getOrDefault(field, ""));
              }
            });
    Side source = intent.target().other();
    // It counts as made, so that the next write's mark is told from this one's.
    long revision = link.revision() + (stamped || marked ? 1 : 0);
    return folded
        .withRevision(revision)
        .withShadow(intent.target(), link.shadow(intent.target()).with(held))
        .withShadow(source, link.shadow(source).with(sent));
  }

  /**
   * Whether an item's mark was left by this very write. Its revision alone does not say so: a
   * copied item brings another one's mark along, and after a loss of state the count begins anew.
   */
  private boolean isMarkOf(Intent intent, Link link, Snapshot item) {
    return Mark.parse(item.mark(), rules.catalogue())
        .filter(mark -> mark.recordId().equals(link.recordId()))
        .map(Mark::baseline)
        .filter(left -> left.revision() == link.revision() + 1)
        .filter(
            left -> {
              Shadow said = left.shadow(Side.ITEM);
              return intent.held().entrySet().stream()
                  .allMatch(e -> said.holds(e.getKey(), e.getValue()));
            })
        .isPresent();
  }

  private Decision merge(Link link, Snapshot record, Snapshot item, Merge.Basis basis) {
    Merge.Result merged = Merge.of(link.record(), link.item(), record, item, rules, basis);
    Link accepted =
        link.withShadow(Side.RECORD, merged.record()).withShadow(Side.ITEM, merged.item());
    Map<String, String> toItem = effective(Side.ITEM, item, merged.toItem());
    Map<String, String> toRecord = effective(Side.RECORD, record, merged.toRecord());
    accepted = acceptHeld(accepted, merged.toItem(), toItem, record, item);
    accepted = acceptHeld(accepted, merged.toRecord(), toRecord, record, item);
    // The item first: it can be written on condition that nobody else wrote.
    if (!toItem.isEmpty()) {
      return update(accepted, Side.ITEM, record, item, toItem, merged, !toRecord.isEmpty());
    }
    if (!toRecord.isEmpty()) {
      return update(accepted, Side.RECORD, item, record, toRecord, merged, false);
    }
    // Only now are the versions known ones: a version whose changes were not all taken over must
    // show again.
    return new Decision.Settle(
        accepted
            .withShadow(Side.RECORD, accepted.record().at(record.version()))
            .withShadow(Side.ITEM, accepted.item().at(item.version())),
        merged.keptApart());
  }

  private Decision update(
      Link link,
      Side target,
      Snapshot source,
      Snapshot seen,
      Map<String, String> changes,
      Merge.Result merged,
      boolean again) {
    FieldValues after = rules.normal(target, seen.fields().overlaid(changes));
    Map<String, String> sent = rules.fingerprint().of(source.fields(), changes.keySet());
    Map<String, String> held = rules.fingerprint().of(after, changes.keySet());
    List<Conflict> conflicts =
        merged.conflicts().stream()
            .filter(c -> c.winner() == target.other() && changes.containsKey(c.field()))
            .toList();
    return new Decision.Update(link, target, seen, source, changes, sent, held, conflicts, again);
  }

  /** Only the changes after which the target would hold something else than now. */
  private Map<String, String> effective(Side target, Snapshot seen, Map<String, String> changes) {
    if (changes.isEmpty()) {
      return changes;
    }
    FieldValues after = rules.normal(target, seen.fields().overlaid(changes));
    Map<String, String> kept = new TreeMap<>(changes);
    kept.keySet().removeIf(f -> rules.fingerprint().same(f, after.get(f), seen.fields().get(f)));
    return kept;
  }

  /**
   * A change that the target cannot show is known from now on: it is not tried again until a side
   * changes.
   */
  private Link acceptHeld(
      Link link,
      Map<String, String> wanted,
      Map<String, String> effective,
      Snapshot record,
      Snapshot item) {
    Map<String, String> recordHashes = new TreeMap<>();
    Map<String, String> itemHashes = new TreeMap<>();
    for (String field : wanted.keySet()) {
      if (!effective.containsKey(field)) {
        recordHashes.put(field, rules.fingerprint().of(field, record.fields().get(field)));
        itemHashes.put(field, rules.fingerprint().of(field, item.fields().get(field)));
      }
    }
    return link.withShadow(Side.RECORD, link.record().with(recordHashes))
        .withShadow(Side.ITEM, link.item().with(itemHashes));
  }
}

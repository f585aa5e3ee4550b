package io.lockstep.sync;

import org.jspecify.annotations.Nullable;

/**
 * The pair (record, item) of one mailbox, with what is known of both.
 *
 * @param id stable: {@code r:} + record id or {@code i:} + item id, after the side on which the
 *     link began
 * @param recordId null while its create is pending
 * @param itemId null while its create is pending
 * @param generation counts the items created for this record, so that a new one never takes a
 *     deleted one's id; from 0
 * @param revision counts our writes; the newer of two baselines is the one with the higher revision
 * @param record shadow of the record
 * @param item shadow of the item
 * @param held why it is not being written now; null unless {@link State#HELD}
 * @param intent the write whose answer is not known; null = none
 */
public record Link(
    String id,
    Kind kind,
    @Nullable String recordId,
    @Nullable String itemId,
    int generation,
    long revision,
    Shadow record,
    Shadow item,
    State state,
    @Nullable Held held,
    @Nullable Intent intent) {

  public enum State {
    /** Kept equal. */
    LIVE,
    /** A write was refused for its content; tried again when either side changes. */
    HELD,
    /** The record is gone, the item stays; nothing is re-created without a person's word. */
    RECORD_GONE,
    /** The item is gone, the record stays. */
    ITEM_GONE,
    /** Both are gone; kept for a while so that a restored one is recognised. */
    BOTH_GONE,
    /** Taken out of the sync; both stay. */
    UNLINKED,
    /** Another mailbox carries the event; this one only follows. */
    FOLLOWER,
    /**
     * A person took the item out of the selection: nothing is carried over, nothing is deleted; it
     * goes on from what both held once the item is selected again.
     */
    RESTING
  }

  /**
   * A refusal, without content.
   *
   * @param side the side that refused
   * @param code the side's own code, for instance {@code FIELD_CUSTOM_VALIDATION_EXCEPTION}
   * @param field the field it named; empty = none
   * @param recordVersion the record's version when it was refused; empty = none
   * @param itemVersion the item's version when it was refused; empty = none
   */
  public record Held(
      Side side, String code, String field, String recordVersion, String itemVersion) {}

  public static Link begunBy(Side side, Kind kind, String id) {
    boolean byRecord = side == Side.RECORD;
    return new Link(
        (byRecord ? "r:" : "i:") + id,
        kind,
        byRecord ? id : null,
        byRecord ? null : id,
        0,
        0,
        Shadow.EMPTY,
        Shadow.EMPTY,
        State.LIVE,
        null,
        null);
  }

  public @Nullable String id(Side side) {
    return side == Side.RECORD ? recordId : itemId;
  }

  public Shadow shadow(Side side) {
    return side == Side.RECORD ? record : item;
  }

  public Link withId(Side side, @Nullable String newId) {
    return side == Side.RECORD ? copy(newId, itemId) : copy(recordId, newId);
  }

  private Link copy(@Nullable String newRecordId, @Nullable String newItemId) {
    return new Link(
        id, kind, newRecordId, newItemId, generation, revision, record, item, state, held, intent);
  }

  /** The same link under another id. */
  public Link withName(String newId) {
    return new Link(
        newId, kind, recordId, itemId, generation, revision, record, item, state, held, intent);
  }

  public Link withShadow(Side side, Shadow shadow) {
    return new Link(
        id,
        kind,
        recordId,
        itemId,
        generation,
        revision,
        side == Side.RECORD ? shadow : record,
        side == Side.ITEM ? shadow : item,
        state,
        held,
        intent);
  }

  public Link withIntent(@Nullable Intent newIntent) {
    return new Link(
        id, kind, recordId, itemId, generation, revision, record, item, state, held, newIntent);
  }

  public Link withState(State newState) {
    return new Link(
        id, kind, recordId, itemId, generation, revision, record, item, newState, null, intent);
  }

  public Link withHeld(Held why) {
    return new Link(
        id, kind, recordId, itemId, generation, revision, record, item, State.HELD, why, intent);
  }

  public Link withRevision(long newRevision) {
    return new Link(
        id, kind, recordId, itemId, generation, newRevision, record, item, state, held, intent);
  }

  public Link withGeneration(int newGeneration) {
    return new Link(
        id, kind, recordId, itemId, newGeneration, revision, record, item, state, held, intent);
  }

  /** Nothing is known yet of what the sides hold: the pair was just found. */
  public boolean unsettled() {
    return revision == 0 && record.equals(Shadow.EMPTY) && item.equals(Shadow.EMPTY);
  }
}

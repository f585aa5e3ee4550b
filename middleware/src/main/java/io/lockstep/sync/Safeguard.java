package io.lockstep.sync;

/**
 * The rules that keep the sync safe. Each can be taken away, by tests only, to prove that the
 * simulation misses it.
 */
public enum Safeguard {
  /** Each side is compared with its own shadow, in its own normal form. */
  TWO_SHADOWS,
  /** Conflicts are decided field by field. */
  FIELD_MERGE,
  /** A create carries a key by which it is found again. */
  CREATE_KEY,
  /** A thing that carries our mark is linked, not copied back. */
  ADOPT_MARKED,
  /** What a create sent is journaled before it is sent. */
  CREATE_INTENT,
  /** What an update sent is journaled before it is sent. */
  UPDATE_INTENT,
  /** What a listing leaves out is looked at by id before anything follows from it. */
  ABSENCE_IS_NOT_DELETION,
  /** Now and then everything is looked at again. */
  SWEEP,
  /** A cursor moves in the same transaction that notes the work it stands for. */
  CURSOR_WITH_WORK,
  /** One pass at a time for a mailbox, fenced by an epoch. */
  LEASE,
  /** An item is written only in the version that was compared. */
  CONDITIONAL_WRITE,
  /**
   * A record is written only in the state that was compared; the package's trigger refuses else.
   */
  RECORD_STAMP,
  /** After a write to a record its stamp shows whether somebody else wrote too. */
  STAMP_CHECK,
  /** A deleted record is looked at afterwards: edited since it was compared, it is taken back. */
  DELETION_LOOKED_AT,
  /** An edit against a deletion asks a person. */
  ASK_BEFORE_LOSING_AN_EDIT,
  /** What is about to be overwritten is kept in the org first. */
  LOSER_KEPT_FIRST,
  /** A hint that arrives during a pass outlives the pass. */
  HINTS_OUTLIVE_THE_PASS,
  /**
   * Before anything is made or deleted in a mailbox whose state was lost, all marks are read, and
   * read again once what was made just before the loss must show.
   */
  MARKS_BEFORE_WRITES,
  /** What a person no longer selects is kept as it is on both sides. */
  UNSELECTED_RESTS,
  /** Many deletions at once wait for a person. */
  BRAKE
}

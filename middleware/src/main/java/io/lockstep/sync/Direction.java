package io.lockstep.sync;

/** Which way a kind is synced, in Lightning Sync's words seen from Salesforce. */
public enum Direction {
  OFF(false, false),
  /** Mailbox to Salesforce. */
  IN(true, false),
  /** Salesforce to mailbox. */
  OUT(false, true),
  BOTH(true, true);

  private final boolean in;
  private final boolean out;

  Direction(boolean in, boolean out) {
    this.in = in;
    this.out = out;
  }

  /** Whether changes may be written to this side. */
  public boolean writes(Side target) {
    return target == Side.RECORD ? in : out;
  }
}

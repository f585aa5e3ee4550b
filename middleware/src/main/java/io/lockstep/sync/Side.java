package io.lockstep.sync;

/** The two sides of a link: the record in Salesforce and the item in the mailbox. */
public enum Side {
  RECORD,
  ITEM;

  public Side other() {
    return this == RECORD ? ITEM : RECORD;
  }
}

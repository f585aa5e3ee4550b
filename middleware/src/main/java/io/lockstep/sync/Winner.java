package io.lockstep.sync;

/**
 * Who wins a field that was changed to different values on both sides. The loser is always kept.
 */
public enum Winner {
  MAIL,
  SALESFORCE,
  /**
   * The side edited later; where that is unknown or within a minute, mail for events and Salesforce
   * for contacts.
   */
  LATEST
}

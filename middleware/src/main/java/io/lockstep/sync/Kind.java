package io.lockstep.sync;

/**
 * What is synced. In the order in which a pass takes them: contacts before events, since events
 * refer to people.
 */
public enum Kind {
  CONTACT,
  EVENT
}

package io.lockstep.salesforce;

import io.lockstep.sync.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/**
 * What one user may see and edit, and where the user's days begin. Costs two calls, so it is kept
 * for some hours.
 *
 * @param userId 18 characters
 * @param accounts whether the user may read accounts
 * @param at when it was looked up, UTC
 */
record UserView(
    String userId,
    ZoneId zone,
    ObjectShape event,
    ObjectShape contact,
    boolean accounts,
    Instant at) {

  RecordMapping mapping(Kind kind, InstantSource clock, FieldChoices choices) {
    return switch (kind) {
      case EVENT -> new EventMapping(event, zone, clock, choices);
      case CONTACT -> new ContactMapping(contact, accounts, choices);
    };
  }
}

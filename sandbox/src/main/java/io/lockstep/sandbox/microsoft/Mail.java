package io.lockstep.sandbox.microsoft;

import java.time.Instant;

/**
 * A message that Exchange would have sent for an event.
 *
 * @param service always {@code microsoft}
 * @param eventId the event's iCalUId
 * @param at on the sandbox's clock
 */
public record Mail(String service, String from, String to, Kind kind, String eventId, Instant at) {
  /** What the message is for. */
  public enum Kind {
    invitation,
    update,
    cancellation,
    reply
  }
}

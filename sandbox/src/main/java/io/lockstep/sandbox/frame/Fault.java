package io.lockstep.sandbox.frame;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A misbehaviour asked for through the control service.
 *
 * @param service {@code salesforce}, {@code google} or {@code microsoft}
 * @param kind one of {@link Kind}
 * @param count how often it still strikes; null = until removed
 * @param probability 0 to 1, of striking at a request that matches
 * @param match found in {@code METHOD path?query}, or in the user's name where the kind has no
 *     request; null = everything
 */
public record Fault(
    String id,
    String service,
    Kind kind,
    @Nullable Integer count,
    double probability,
    @Nullable Pattern match) {

  /** The names are the wire names of the control service. */
  public enum Kind {
    expireSyncTokens,
    expireDeltaLinks,
    expireSessions,
    revokeGrant,
    rateLimit,
    apiLimit,
    serverError,
    delay,
    resetBefore,
    /** The work is done, the answer is lost. */
    resetAfter,
    /** A listing leaves some things out. */
    shortListing,
    emptyListing,
    /** The change feed shows changes late. */
    lateFeed
  }
}

package io.lockstep.call;

import io.lockstep.port.PortException;
import io.lockstep.port.PortException.AccessLost.Mender;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call to a mail service, or one part of a batch, failed with, once understood.
 *
 * @param code the service's own reason: {@code rateLimitExceeded}, {@code ErrorItemNotFound}
 * @param field the parameter or field it named; empty = none
 * @param detail the service's sentence; may hold content, so it goes to the user only
 * @param delay how long to keep still, for {@link FailureKind#RATE_LIMITED}
 * @param mender who can mend it, for {@link FailureKind#ACCESS_LOST}
 * @param items what a batch call said of single contacts: by index or resource name, the code
 */
public record Failure(
    FailureKind kind,
    String code,
    String field,
    String detail,
    Duration delay,
    Mender mender,
    String advice,
    Map<String, Failure> items,
    @Nullable Throwable cause) {

  public static Failure of(FailureKind kind, String code) {
    return new Failure(kind, code, "", "", Duration.ZERO, Mender.OPERATOR, "", Map.of(), null);
  }

  public static Failure unavailable(String code, @Nullable Throwable cause) {
    return of(FailureKind.UNAVAILABLE, code).causedBy(cause);
  }

  public static Failure accessLost(String code, Mender mender, String advice) {
    return new Failure(
        FailureKind.ACCESS_LOST, code, "", "", Duration.ZERO, mender, advice, Map.of(), null);
  }

  public static Failure rateLimited(String code, Duration delay) {
    return new Failure(
        FailureKind.RATE_LIMITED, code, "", "", delay, Mender.OPERATOR, "", Map.of(), null);
  }

  public Failure causedBy(@Nullable Throwable newCause) {
    return new Failure(kind, code, field, detail, delay, mender, advice, items, newCause);
  }

  public Failure saying(String newField, String newDetail) {
    return new Failure(kind, code, newField, newDetail, delay, mender, advice, items, cause);
  }

  public Failure about(Map<String, Failure> newItems) {
    return new Failure(kind, code, field, detail, delay, mender, advice, newItems, cause);
  }

  public boolean is(FailureKind other) {
    return kind == other;
  }

  /** Whether the call is known to have changed nothing. */
  public boolean nothingDone() {
    return kind != FailureKind.UNAVAILABLE;
  }

  /** The exception for a call that failed as a whole. */
  public PortException asException() {
    return switch (kind) {
      case RATE_LIMITED -> new PortException.RateLimited(code, delay);
      case CURSOR_EXPIRED -> new PortException.CursorExpired(code);
      case ACCESS_LOST -> new PortException.AccessLost(code, mender, advice, cause);
      case UNAVAILABLE, CONFLICT, STALE -> new PortException.Unavailable(code, cause);
      case ABSENT, DUPLICATE, REFUSED ->
          new PortException.AccessLost(
              code,
              Mender.OPERATOR,
              "The mail service refused a call that it normally takes ("
                  + code
                  + "). Please report this.",
              cause);
    };
  }
}

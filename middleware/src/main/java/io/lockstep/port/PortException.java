package io.lockstep.port;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call to an outside system failed as a whole. The message is a code and a field at most, never
 * content; {@link #advice} is a sentence for the person who can mend it.
 */
public abstract sealed class PortException extends RuntimeException {
  private final String code;
  private final String advice;

  private PortException(String code, String advice, @Nullable Throwable cause) {
    super(code, cause);
    this.code = code;
    this.advice = advice;
  }

  /**
   * The system's own code, or ours where it gave none: {@code REQUEST_LIMIT_EXCEEDED}, {@code
   * invalid_grant}.
   */
  public String code() {
    return code;
  }

  public String advice() {
    return advice;
  }

  /** No answer, or one that says "later": whether the work was done is not known. */
  public static final class Unavailable extends PortException {
    public Unavailable(String code, @Nullable Throwable cause) {
      super(code, "The service did not answer; the work is tried again by itself.", cause);
    }
  }

  /** The service asked to wait; nothing was done. */
  public static final class RateLimited extends PortException {
    private final Duration wait;

    public RateLimited(String code, Duration wait) {
      super(code, "The service asked to slow down; the work goes on by itself.", null);
      this.wait = wait;
    }

    /** How long it asked to wait, or a guess; who meets it again and again waits longer. */
    public Duration retryAfter() {
      return wait;
    }
  }

  /** The change feed cannot be read on from this cursor: list everything. */
  public static final class CursorExpired extends PortException {
    public CursorExpired(String code) {
      super(
          code, "The change feed's cursor has expired; everything is listed anew by itself.", null);
    }
  }

  /** The connection or a right is lost until a person mends it. Nothing was done. */
  public static final class AccessLost extends PortException {
    /** Who can mend it. */
    public enum Mender {
      USER,
      ADMINISTRATOR,
      OPERATOR
    }

    private final Mender mender;

    public AccessLost(String code, Mender mender, String advice, @Nullable Throwable cause) {
      super(code, advice, cause);
      this.mender = mender;
    }

    public Mender mender() {
      return mender;
    }
  }
}

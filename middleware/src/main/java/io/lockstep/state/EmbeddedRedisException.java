package io.lockstep.state;

import org.jspecify.annotations.Nullable;

/** The embedded Redis cannot run; the message says why and what to do. */
public final class EmbeddedRedisException extends RuntimeException {
  EmbeddedRedisException(String message) {
    super(message);
  }

  EmbeddedRedisException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package io.lockstep.vault;

import org.jspecify.annotations.Nullable;

/** Something sealed cannot be read or written; the message says what to do and holds no secret. */
public final class VaultException extends RuntimeException {
  VaultException(String message) {
    super(message);
  }

  VaultException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package io.lockstep.microsoft;

import java.util.Optional;

/**
 * Where a person's refresh token is kept. Each use brings a new one, and the old one goes on
 * working for a time (reference/microsoft.md A3), so that a process stopped in between loses
 * nothing.
 */
public interface RefreshTokens {
  /** Empty where the person has not connected, or was disconnected. */
  Optional<String> current();

  /** Keeps the new one; durable when it returns. */
  void rotated(String refreshToken);
}

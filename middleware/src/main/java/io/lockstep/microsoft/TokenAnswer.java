package io.lockstep.microsoft;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Entra answered to a request for tokens. Secret.
 *
 * @param refreshToken null where none was issued
 * @param idToken null where none was issued
 * @param scopes what was granted, short names as they were asked for
 */
record TokenAnswer(
    String accessToken,
    Duration life,
    @Nullable String refreshToken,
    @Nullable String idToken,
    Set<String> scopes) {

  @Override
  public String toString() {
    return "TokenAnswer";
  }
}

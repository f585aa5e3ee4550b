package io.lockstep.salesforce;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An HTTP answer that is not one of the API's: a load balancer's page, a throttle. */
final class HttpStatusException extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final @Nullable Duration retryAfter;

  HttpStatusException(int status, @Nullable Duration retryAfter) {
    super("HTTP " + status);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  int status() {
    return status;
  }

  /** Null where the answer did not say. */
  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}

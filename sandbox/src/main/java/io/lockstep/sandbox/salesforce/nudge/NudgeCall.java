package io.lockstep.sandbox.salesforce.nudge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One callout as the package's {@code SyncNudgeCall} makes it through the Named Credential. */
record NudgeCall(HttpClient http, URI url, String orgId, String token) {
  private static final Logger log = LoggerFactory.getLogger(NudgeCall.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Whether it was answered with 2xx. As in Apex, a failure ends here. */
  boolean send() {
    String base = url.toString().replaceFirst("/+$", "");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/hooks/salesforce/" + orgId))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .header("User-Agent", "SFDC-Callout/65.0")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        log.debug("the middleware answered a nudge with {}", status);
      }
      return status < 300;
    } catch (IOException e) {
      log.debug("the middleware cannot be nudged", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

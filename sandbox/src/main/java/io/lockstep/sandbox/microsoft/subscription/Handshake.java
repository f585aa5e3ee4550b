package io.lockstep.sandbox.microsoft.subscription;

import io.lockstep.sandbox.microsoft.GraphError;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The proof that an address wants notifications: a POST with a validation token, which must come
 * back as plain text within ten seconds.
 */
final class Handshake {
  private final HttpClient http;
  private final SubscriptionSettings settings;

  Handshake(HttpClient http, SubscriptionSettings settings) {
    this.http = http;
    this.settings = settings;
  }

  /**
   * @throws GraphError 400 where the address does not answer as it must
   */
  void validate(URI url, String requestId) {
    String token =
        "Validation: Testing client application reachability for subscription Request-Id: "
            + requestId;
    String separator = url.getRawQuery() == null ? "?" : "&";
    URI called =
        URI.create(
            url
                + separator
                + "validationToken="
                + URLEncoder.encode(token, StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(called)
            .timeout(settings.validationTime)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      check(http.send(request, HttpResponse.BodyHandlers.ofString()), token);
    } catch (HttpTimeoutException e) {
      throw failed("Subscription validation request timed out.");
    } catch (IOException e) {
      throw failed("Subscription validation request failed. The endpoint could not be reached.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("Subscription validation request timed out.");
    }
  }

  private static void check(HttpResponse<String> answer, String token) {
    if (answer.statusCode() != 200) {
      throw failed(
          "Subscription validation request failed. Notification endpoint must respond with 200 OK"
              + " to validation request.");
    }
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (!type.toLowerCase(Locale.ROOT).startsWith("text/plain")) {
      throw failed(
          "Subscription validation request failed. Must respond with a text/plain content type.");
    }
    if (!answer.body().equals(token)) {
      throw failed(
          "Subscription validation request failed. Response must exactly match validationToken"
              + " query parameter.");
    }
  }

  private static GraphError failed(String message) {
    return new GraphError(400, "InvalidRequest", message);
  }
}

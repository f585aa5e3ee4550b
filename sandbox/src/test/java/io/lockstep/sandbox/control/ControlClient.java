package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Calls the control service as a script would. */
public final class ControlClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer: its status, and its body as JSON (missing where there is none). */
  public record Answer(int status, JsonNode body) {
    public String error() {
      return body.path("error").asText();
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;

  public ControlClient(String base) {
    this.base = base;
  }

  public Answer get(String path) {
    return call("GET", path, "");
  }

  public Answer post(String path, String body) {
    return call("POST", path, body);
  }

  public Answer call(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

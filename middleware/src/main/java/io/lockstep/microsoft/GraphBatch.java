package io.lockstep.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.kiota.HttpMethod;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
import com.microsoft.kiota.serialization.Parsable;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several requests in one HTTP call, each with its own outcome. The envelope is written and read
 * here: the SDK's reader answers null for an item that failed, and stumbles over some bodies
 * (reference/microsoft.md H7).
 */
final class GraphBatch {
  /**
   * Graph takes twenty, but Exchange runs four requests on a mailbox at a time and may refuse the
   * rest (reference/microsoft.md E3), and each item counts as a request anyway.
   */
  static final int SIZE = GraphCalls.AT_ONCE;

  /** Longer waits are the worker's. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

  private static final int TRIES = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the SDK puts where {@code /me} belongs; its interceptor does not look into batches. */
  private static final String ME = "/users/TokenToReplace";

  private final GraphCalls calls;

  GraphBatch(GraphCalls calls) {
    this.calls = calls;
  }

  /**
   * Results in order, however many there are. Items that were told to wait for a moment are sent
   * again.
   *
   * @throws CallFailed where the first call as a whole failed and no item has an answer
   */
  <T extends Parsable> List<Result<T>> run(List<BatchItem<T>> items) {
    List<Result<T>> results = new ArrayList<>();
    for (int from = 0; from < items.size(); from += SIZE) {
      List<BatchItem<T>> some = items.subList(from, Math.min(items.size(), from + SIZE));
      try {
        results.addAll(patient(some));
      } catch (CallFailed e) {
        if (from == 0) {
          throw e;
        }
        // What was answered before stands; nothing more is tried.
        for (int i = from; i < items.size(); i++) {
          Failure failure = e.failure();
          boolean sent = i < from + SIZE;
          results.add(
              new Result.Failed<>(
                  sent || failure.nothingDone()
                      ? failure
                      : Failure.of(FailureKind.CONFLICT, failure.code())));
        }
        return results;
      }
    }
    return results;
  }

  private <T extends Parsable> List<Result<T>> patient(List<BatchItem<T>> items) {
    List<Result<T>> results = new ArrayList<>(sent(items));
    for (int tries = 1; tries < TRIES; tries++) {
      List<Integer> limited = new ArrayList<>();
      Duration wait = Duration.ZERO;
      for (int i = 0; i < results.size(); i++) {
        if (results.get(i) instanceof Result.Failed<T>(Failure failure)
            && failure.is(FailureKind.RATE_LIMITED)) {
          limited.add(i);
          wait = failure.delay().compareTo(wait) > 0 ? failure.delay() : wait;
        }
      }
      if (limited.isEmpty() || wait.compareTo(LONGEST_WAIT) > 0) {
        return results;
      }
      calls.pause(wait);
      List<Result<T>> again = sent(limited.stream().map(items::get).toList());
      for (int i = 0; i < limited.size(); i++) {
        results.set(limited.get(i), again.get(i));
      }
    }
    return results;
  }

  private <T extends Parsable> List<Result<T>> sent(List<BatchItem<T>> items) {
    if (items.size() == 1) {
      BatchItem<T> only = items.getFirst();
      return List.of(calls.attempt(only.request(), only.answer()));
    }
    byte[] body = envelope(items);
    Result<InputStream> answer =
        calls.raw(
            items.size(),
            () -> {
              RequestInformation post =
                  new RequestInformation(HttpMethod.POST, "{+baseurl}/$batch", new HashMap<>());
              post.headers.add("Accept", "application/json");
              post.setStreamContent(new ByteArrayInputStream(body), "application/json");
              return post;
            });
    return switch (answer) {
      case Result.Failed<InputStream>(Failure failure) -> throw new CallFailed(failure);
      case Result.Done<InputStream>(InputStream stream) -> read(items, stream);
    };
  }

  private <T extends Parsable> byte[] envelope(List<BatchItem<T>> items) {
    ObjectNode envelope = JSON.createObjectNode();
    ArrayNode requests = envelope.putArray("requests");
    for (int i = 0; i < items.size(); i++) {
      requests.add(request(i, items.get(i).request().get()));
    }
    try {
      return JSON.writeValueAsBytes(envelope);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode request(int id, RequestInformation request) {
    String base = calls.adapter().getBaseUrl();
    request.pathParameters.put("baseurl", base);
    ObjectNode out = JSON.createObjectNode();
    out.put("id", Integer.toString(id));
    out.put("method", String.valueOf(request.httpMethod));
    try {
      String url = request.getUri().toString().substring(base.length());
      // The SDK encodes the dollar of query names, which Graph's batches need not undo.
      out.put("url", url.replaceFirst("^" + ME, "/me").replace("%24", "$"));
      ObjectNode headers = out.putObject("headers");
      request.headers.forEach(
          (name, values) -> {
            if (!name.equalsIgnoreCase("Content-Type")) {
              headers.put(name, String.join(", ", values));
            }
          });
      if (request.content != null) {
        headers.put("Content-Type", "application/json");
        out.set("body", JSON.readTree(request.content));
      }
      return out;
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the SDK made an address that is none", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T extends Parsable> List<Result<T>> read(
      List<BatchItem<T>> items, @Nullable InputStream stream) {
    Map<String, JsonNode> byId = new HashMap<>();
    try {
      JsonNode answer = stream == null ? JSON.missingNode() : JSON.readTree(stream);
      for (JsonNode one : answer.path("responses")) {
        byId.put(one.path("id").asText(), one);
      }
    } catch (IOException e) {
      throw new CallFailed(Failure.unavailable("unreadableAnswer", e));
    }
    List<Result<T>> results = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      JsonNode one = byId.get(Integer.toString(i));
      results.add(
          one == null
              ? new Result.Failed<>(Failure.unavailable("notAnswered", null))
              : result(items.get(i), one));
    }
    return results;
  }

  private <T extends Parsable> Result<T> result(BatchItem<T> item, JsonNode answer) {
    int status = answer.path("status").asInt();
    JsonNode body = answer.path("body");
    if (status < 200 || status > 299) {
      return new Result.Failed<>(
          calls.failures().read(status, ErrorBody.of(body), header(answer, "retry-after")));
    }
    if (item.answer() == null) {
      return new Result.Done<>(null);
    }
    if (!body.isObject()) {
      return new Result.Failed<>(Failure.unavailable("emptyAnswer", null));
    }
    try {
      return new Result.Done<>(
          new JsonParseNodeFactory()
              .getParseNode(
                  "application/json", new ByteArrayInputStream(JSON.writeValueAsBytes(body)))
              .getObjectValue(item.answer()));
    } catch (IOException | RuntimeException e) {
      return new Result.Failed<>(Failure.unavailable("unreadableAnswer", e));
    }
  }

  private static @Nullable String header(JsonNode answer, String name) {
    for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
      if (header.getKey().toLowerCase(Locale.ROOT).equals(name)) {
        return header.getValue().asText();
      }
    }
    return null;
  }
}

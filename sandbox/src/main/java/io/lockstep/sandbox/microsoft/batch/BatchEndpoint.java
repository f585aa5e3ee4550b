package io.lockstep.sandbox.microsoft.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.MicrosoftSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Runs the items of a batch. Those that depend on nothing that is left run at the same time; of one
 * mailbox only four do, and the others may be told to come again. The answers come in any order.
 */
public final class BatchEndpoint {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Function<Request, Response> call;
  private final BiFunction<Request, String, Response> refuse;
  private final BiConsumer<Request, Response> log;
  private final MicrosoftSettings settings;
  private final RandomGenerator random;

  /**
   * @param call answers one item
   * @param refuse the 429 of an item on this mailbox
   * @param log is told of each item and its answer
   */
  public BatchEndpoint(
      Function<Request, Response> call,
      BiFunction<Request, String, Response> refuse,
      BiConsumer<Request, Response> log,
      MicrosoftSettings settings,
      RandomGenerator random) {
    this.call = call;
    this.refuse = refuse;
    this.log = log;
    this.settings = settings;
    this.random = random;
  }

  /**
   * @throws io.lockstep.sandbox.microsoft.GraphError 400 for a malformed envelope
   */
  public Response answer(Request outer) {
    List<BatchItem> left = new ArrayList<>(BatchItem.all(outer));
    Map<String, Response> done = new LinkedHashMap<>();
    while (!left.isEmpty()) {
      List<BatchItem> now =
          left.stream().filter(i -> done.keySet().containsAll(i.dependsOn())).toList();
      left.removeAll(now);
      Map<String, Response> round = new LinkedHashMap<>();
      Map<String, Integer> running = new HashMap<>();
      for (BatchItem item : now) {
        round.put(item.id(), run(item, done, running));
      }
      done.putAll(round);
    }
    return Response.json(200, GraphJson.write(body(done)));
  }

  private Response run(BatchItem item, Map<String, Response> done, Map<String, Integer> running) {
    Response answer;
    if (item.dependsOn().stream().anyMatch(id -> failed(done.get(id)))) {
      answer = failedDependency();
    } else {
      String mailbox = item.mailbox();
      int place = mailbox.isEmpty() ? 0 : running.merge(mailbox, 1, Integer::sum);
      answer =
          place > settings.concurrencyPerMailbox && random.nextDouble() < settings.batchRefusal
              ? refuse.apply(item.request(), mailbox)
              : call.apply(item.request());
    }
    log.accept(item.request(), answer);
    return answer;
  }

  private static boolean failed(@org.jspecify.annotations.Nullable Response response) {
    return response == null || response.status() >= 300;
  }

  private static Response failedDependency() {
    return Response.json(
            424,
            "{\"error\":{\"code\":\"FailedDependency\",\"message\":\"A request that this one depends"
                + " on failed.\"}}")
        .operation("batch.failedDependency");
  }

  private ObjectNode body(Map<String, Response> done) {
    List<String> order = new ArrayList<>(done.keySet());
    for (int i = order.size() - 1; i > 0; i--) {
      java.util.Collections.swap(order, i, random.nextInt(i + 1));
    }
    ObjectNode body = GraphJson.object();
    ArrayNode responses = body.putArray("responses");
    for (String id : order) {
      Response response = java.util.Objects.requireNonNull(done.get(id));
      ObjectNode one = responses.addObject().put("id", id).put("status", response.status());
      ObjectNode headers = one.putObject("headers");
      response.headers().forEach(headers::put);
      headers.put("Cache-Control", "no-cache");
      if (response.body().length > 0) {
        one.set("body", json(response.body()));
      } else if (response.status() == 204) {
        one.putNull("body");
      }
    }
    return body;
  }

  private static JsonNode json(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw new IllegalStateException("an item's answer is no JSON", e);
    }
  }
}

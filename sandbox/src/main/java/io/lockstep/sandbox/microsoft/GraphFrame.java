package io.lockstep.sandbox.microsoft;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call of Graph from the request to the answer: token, mailbox, permission, budget, API. */
final class GraphFrame {
  static final String JSON =
      "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final Set<String> METHODS = Set.of("GET", "POST", "PATCH", "PUT", "DELETE");

  private final SimulatedMicrosoft microsoft;
  private final Faults faults;
  private final Gate gate;
  private final Throttle throttle;
  private final List<GraphApi> apis;

  GraphFrame(
      SimulatedMicrosoft microsoft,
      Faults faults,
      Gate gate,
      Throttle throttle,
      List<GraphApi> apis) {
    this.microsoft = microsoft;
    this.faults = faults;
    this.gate = gate;
    this.throttle = throttle;
    this.apis = List.copyOf(apis);
  }

  /**
   * @param root the service's address with the version
   * @param inBatch whether the request is an item of a batch
   */
  Response answer(Request request, String root, boolean inBatch) {
    String subject = subject(request);
    try {
      if (inBatch && faults.strikes("microsoft", Fault.Kind.serverError, subject)) {
        return error(
            request,
            new GraphError(503, "serviceNotAvailable", "The service is unavailable."),
            "unknown");
      }
      GraphSession session = gate.session(request.header("authorization"), subject);
      GraphCall call = call(request, root, session);
      GraphApi api = api(call);
      try {
        return response(request, call, within(call, api, subject));
      } catch (GraphError e) {
        return error(request, e, operation(call));
      }
    } catch (GraphError e) {
      return error(request, e, "unknown");
    }
  }

  private GraphAnswer within(GraphCall call, GraphApi api, String subject) {
    if (faults.strikes("microsoft", Fault.Kind.rateLimit, subject)) {
      throw throttle.refusal();
    }
    GraphMailbox mailbox = call.mailbox();
    if (mailbox == null || call.path().isEmpty()) {
      return permitted(call, api);
    }
    if (microsoft.settings().onPremisesMailboxes.stream().anyMatch(mailbox.user()::owns)) {
      throw new GraphError(
          404,
          "MailboxNotEnabledForRESTAPI",
          "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");
    }
    String key = call.session().appId() + "/" + mailbox.user().id();
    throttle.enter(key);
    try {
      pause();
      return permitted(call, api);
    } finally {
      throttle.leave(key);
    }
  }

  private GraphAnswer permitted(GraphCall call, GraphApi api) {
    String area = api.area(call);
    if (area != null) {
      gate.check(call, area, api);
    }
    if (!METHODS.contains(call.method())) {
      throw GraphError.methodNotAllowed();
    }
    if (call.body().length > 0 && call.writes()) {
      String type = call.header("content-type");
      if (type == null || !type.toLowerCase(java.util.Locale.ROOT).contains("json")) {
        throw GraphError.badRequest(
            "RequestBodyRead",
            "A missing or empty content type header was found when trying to read a message. The"
                + " content type header is required.");
      }
    }
    return api.answer(call);
  }

  private GraphApi api(GraphCall call) {
    for (GraphApi api : apis) {
      if (api.answers(call)) {
        return api;
      }
    }
    throw GraphError.noSuchSegment(call.path().isEmpty() ? "" : call.path().getFirst());
  }

  private GraphCall call(Request request, String root, GraphSession session) {
    List<String> segments = request.segments();
    GraphPath path = GraphPath.of(segments.subList(1, segments.size()));
    return new GraphCall(
        request.method(),
        path.below(),
        GraphQuery.of(request.query()),
        Preferences.of(request.header("prefer")),
        request.headers(),
        request.body(),
        path.names() ? mailbox(path, session) : null,
        session,
        root,
        root.substring(0, root.lastIndexOf('/')) + request.path());
  }

  private GraphMailbox mailbox(GraphPath path, GraphSession session) {
    if (path.me()) {
      GraphUser user = session.user();
      if (user == null) {
        throw GraphError.badRequest(
            "BadRequest", "/me request is only valid with delegated authentication flow.");
      }
      return microsoft.mailbox(user.id());
    }
    String name = String.valueOf(path.user());
    GraphMailbox found = microsoft.find(name);
    if (found != null) {
      return found;
    }
    throw path.below().isEmpty()
        ? new GraphError(
            404,
            "Request_ResourceNotFound",
            "Resource '"
                + name
                + "' does not exist or one of its queried reference-property objects are not"
                + " present.")
        : new GraphError(404, "ErrorInvalidUser", "The requested user '" + name + "' is invalid.");
  }

  private void pause() {
    try {
      Thread.sleep(microsoft.settings().callTime);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Response response(Request request, GraphCall call, GraphAnswer answer) {
    Response out =
        answer.body() == null
            ? Response.empty(answer.status())
            : new Response(
                answer.status(),
                Map.of("Content-Type", JSON),
                GraphJson.write(answer.body()).getBytes(StandardCharsets.UTF_8),
                "");
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      out = out.with(header.getKey(), header.getValue());
    }
    String applied = call.prefer().applied();
    if (applied != null) {
      out = out.with("Preference-Applied", applied);
    }
    out = traced(request, out).with("OData-Version", "4.0");
    return out.operation(answer.operation().isEmpty() ? operation(call) : answer.operation());
  }

  /** An error with its envelope and ids. */
  Response error(Request request, GraphError e, String operation) {
    String id = microsoft.guid();
    ObjectNode body = GraphJson.object();
    ObjectNode error = body.putObject("error");
    error.put("code", e.code()).put("message", e.message());
    ObjectNode inner = error.putObject("innerError");
    inner.put("date", DATE.format(microsoft.clock().now().truncatedTo(ChronoUnit.SECONDS)));
    inner.put("request-id", id);
    String client = request.header("client-request-id");
    inner.put("client-request-id", client == null ? id : client);
    Response out =
        new Response(
            e.status(),
            Map.of("Content-Type", "application/json"),
            GraphJson.write(body).getBytes(StandardCharsets.UTF_8),
            operation);
    for (Map.Entry<String, String> header : e.headers().entrySet()) {
      out = out.with(header.getKey(), header.getValue());
    }
    return traced(request, out.with("request-id", id));
  }

  private Response traced(Request request, Response response) {
    String id = response.headers().get("request-id");
    String known = id == null ? microsoft.guid() : id;
    String client = request.header("client-request-id");
    return response
        .with("request-id", known)
        .with("client-request-id", client == null ? known : client)
        .with(
            "x-ms-ags-diagnostic",
            "{\"ServerInfo\":{\"DataCenter\":\"Sandbox\",\"Slice\":\"E\",\"Ring\":\"5\"}}");
  }

  /** {@code contacts.list} where the API gives no name itself: method and path without ids. */
  private static String operation(GraphCall call) {
    StringBuilder name = new StringBuilder();
    for (String segment : call.path()) {
      if (segment.matches("[A-Za-z$]{1,30}")) {
        name.append(name.isEmpty() ? "" : ".").append(segment);
      }
    }
    return (name.isEmpty() ? "user" : name)
        + "."
        + call.method().toLowerCase(java.util.Locale.ROOT);
  }

  private static @Nullable String query(Request request) {
    StringBuilder query = new StringBuilder();
    request
        .query()
        .forEach(
            (name, values) ->
                values.forEach(
                    v -> query.append(query.isEmpty() ? "?" : "&").append(name + "=" + v)));
    return query.toString();
  }

  static String subject(Request request) {
    return request.method() + " " + request.path() + query(request);
  }
}

package io.lockstep.sandbox.microsoft;

import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.microsoft.batch.BatchEndpoint;
import io.lockstep.sandbox.microsoft.entra.EntraEndpoints;
import io.lockstep.sandbox.microsoft.entra.EntraToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The simulated Microsoft 365 over HTTP: the paths of {@code login.microsoftonline.com} and of
 * {@code graph.microsoft.com/v1.0} on one host.
 */
public final class MicrosoftService implements HttpService.Handler {
  private static final String NAME = "microsoft";
  private static final String VERSION = "/v1.0";
  private static final Pattern WRAPPED_LINK = Pattern.compile("/v1\\.0/http:/+[^/]+(/v1\\.0/.*)");

  private final EntraEndpoints entra;
  private final Gate gate;
  private final GraphFrame frame;
  private final BatchEndpoint batch;
  private final AtomicLong failures = new AtomicLong();

  /**
   * @param apis what Graph consists of, asked in this order
   */
  public MicrosoftService(
      SimulatedMicrosoft microsoft,
      Faults faults,
      RequestLog requests,
      SandboxClock clock,
      List<GraphApi> apis) {
    this.entra = new EntraEndpoints(microsoft, faults);
    this.gate = new Gate(microsoft, faults);
    Throttle throttle = new Throttle(microsoft.settings(), clock);
    this.frame = new GraphFrame(microsoft, faults, gate, throttle, new ArrayList<>(apis));
    this.batch =
        new BatchEndpoint(
            item -> frame.answer(item, base(item) + VERSION, true),
            (item, mailbox) -> frame.error(item, throttle.concurrency(), "batch.refused"),
            (item, answer) ->
                requests.add(
                    new RequestLog.Entry(
                        NAME,
                        answer.operation(),
                        item.method(),
                        item.path(),
                        user(item),
                        answer.status(),
                        clock.now().toEpochMilli())),
            microsoft.settings(),
            microsoft.random());
  }

  @Override
  public Response handle(Request sent) {
    Request request = unwrapped(sent);
    Response signIn = entra.handle(request, base(request));
    if (signIn != null) {
      return signIn;
    }
    List<String> path = request.segments();
    if (path.isEmpty() || !path.getFirst().equals("v1.0")) {
      String version = path.isEmpty() ? "" : path.getFirst();
      return frame.error(
          request,
          GraphError.badRequest("BadRequest", "Invalid version: " + version + "."),
          "unknown");
    }
    if (path.size() == 2 && path.get(1).equals("$batch")) {
      try {
        gate.session(request.header("authorization"), GraphFrame.subject(request));
        return batch.answer(request).operation("batch");
      } catch (GraphError e) {
        return frame.error(request, e, "batch");
      }
    }
    return frame.answer(request, base(request) + VERSION, false);
  }

  /**
   * The JavaScript client takes only links that begin with https for whole addresses and puts all
   * others behind the address of the service: here, where there is no certificate, its own pages'
   * links.
   */
  private static Request unwrapped(Request request) {
    Matcher link = WRAPPED_LINK.matcher(request.path());
    return link.matches()
        ? new Request(
            request.method(), link.group(1), request.query(), request.headers(), request.body())
        : request;
  }

  /** The address that the client called. */
  private static String base(Request request) {
    String host = request.header("host");
    return "http://" + (host == null ? "localhost" : host);
  }

  @Override
  public Response serverError(Request request) {
    GraphError error =
        switch ((int) (failures.getAndIncrement() % 4)) {
          case 0 -> new GraphError(503, "serviceNotAvailable", "The service is unavailable.");
          case 1 ->
              new GraphError(
                  500,
                  "ErrorInternalServerTransientError",
                  "An internal server error occurred. Try again later.");
          case 2 -> new GraphError(504, "UnknownError", "");
          default -> new GraphError(502, "BadGateway", "Failed to execute backend request.");
        };
    return frame.error(request, error, request.path().startsWith(VERSION) ? "graph" : "entra");
  }

  @Override
  public String user(Request request) {
    EntraToken token = gate.bearer(request.header("authorization"));
    if (token == null) {
      return "";
    }
    return token.userId() == null ? token.appId() : String.valueOf(token.userId());
  }
}

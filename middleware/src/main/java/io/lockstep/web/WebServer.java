package io.lockstep.web;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import io.lockstep.google.GoogleWatch;
import io.lockstep.microsoft.GraphWatch;
import io.lockstep.worker.MailServices;
import io.lockstep.worker.Worker;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server: {@code POST /hooks/google}, {@code POST /hooks/microsoft}, {@code POST
 * /hooks/salesforce/{org}}, {@code GET /health}, {@code GET /metrics}. Answers at once; the work is
 * the worker's.
 */
public final class WebServer implements AutoCloseable {
  private final Javalin server;

  /**
   * @param worker null in a process that only serves the web
   * @param stateReachable whether Redis answers
   */
  public WebServer(
      String host,
      int port,
      @Nullable Worker worker,
      MailServices services,
      NudgeCheck nudges,
      Signals signals,
      PrometheusMeterRegistry meters,
      BooleanSupplier stateReachable) {
    this.server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              // Graph puts many notifications into one request.
              config.http.maxRequestSize = 1024 * 1024L;
              config.routes.get("/health", context -> health(context, worker, stateReachable));
              config.routes.get(
                  "/metrics",
                  context ->
                      context.contentType("text/plain; version=0.0.4").result(meters.scrape()));
              config.routes.post(
                  "/hooks/google", context -> google(context, services.googleWatch(), signals));
              config.routes.post(
                  "/hooks/microsoft",
                  context -> microsoft(context, services.microsoftWatch(), signals));
              config.routes.post(
                  "/hooks/salesforce/{org}", context -> salesforce(context, nudges, signals));
            });
    try {
      server.start(host, port);
    } catch (JavalinBindException e) {
      throw new CannotListen(host, port, e);
    }
  }

  /** The address is taken, or this user may not listen there; a sentence for the operator. */
  public static final class CannotListen extends RuntimeException {
    private CannotListen(String host, int port, Throwable cause) {
      super(
          "The web server cannot listen on "
              + host
              + " port "
              + port
              + ": another program does, or this user may not. End it, or set LOCKSTEP_HTTP_PORT to"
              + " another port.",
          cause);
    }
  }

  public int port() {
    return server.port();
  }

  private static void google(Context context, @Nullable GoogleWatch watch, Signals signals) {
    Map<String, String> headers = new TreeMap<>();
    context.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    if (watch != null) {
      watch.hint(headers).ifPresent(hint -> signals.push(hint.mailbox()));
    }
    // The same answer for a forged one: it learns nothing.
    context.status(204);
  }

  /**
   * Graph waits three seconds: the work is queued, and the answer is the same for a forged one.
   * While a subscription is made, Graph wants its token back as plain text; that comes before any
   * look at the body, which is empty then.
   */
  private static void microsoft(Context context, @Nullable GraphWatch watch, Signals signals) {
    String validationToken = context.queryParam("validationToken");
    if (validationToken != null) {
      context.status(200).contentType("text/plain").result(validationToken);
      return;
    }
    if (watch != null) {
      watch.hints(context.body()).forEach(signals::push);
    }
    context.status(202);
  }

  private static void salesforce(Context context, NudgeCheck nudges, Signals signals) {
    String orgId = context.pathParam("org");
    if (!nudges.allows(orgId, context.header("Authorization"))) {
      context
          .status(401)
          .json(
              "{\"error\":\"The nudge is not signed with the certificate pinned for this org.\"}");
      return;
    }
    signals.nudge(orgId);
    context.status(202);
  }

  private static void health(
      Context context, @Nullable Worker worker, BooleanSupplier stateReachable) {
    boolean up = stateReachable.getAsBoolean();
    StringBuilder out = new StringBuilder("{\"status\":\"").append(up ? "up" : "down").append('"');
    if (!up) {
      out.append(
          ",\"redis\":\"Redis does not answer; syncing waits until it does. Check LOCKSTEP_REDIS_URL.\"");
    }
    out.append(",\"troubles\":").append(worker == null ? 0 : worker.troubles().size()).append('}');
    context.status(up ? 200 : 503).contentType("application/json").result(out.toString());
  }

  @Override
  public void close() {
    server.stop();
  }
}

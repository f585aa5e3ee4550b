package io.lockstep.web;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.lockstep.google.GoogleWatch;
import io.lockstep.worker.Worker;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server: {@code POST /hooks/google}, {@code POST /hooks/salesforce/{org}}, {@code GET
 * /health}, {@code GET /metrics}. Answers at once; the work is the worker's.
 */
public final class WebServer implements AutoCloseable {
  private final Javalin server;

  /**
   * @param worker null in a process that only serves the web
   * @param watch null where no public address is set: there is no push then
   * @param stateReachable whether Redis answers
   */
  public WebServer(
      String host,
      int port,
      @Nullable Worker worker,
      @Nullable GoogleWatch watch,
      NudgeCheck nudges,
      Signals signals,
      PrometheusMeterRegistry meters,
      BooleanSupplier stateReachable) {
    this.server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.http.maxRequestSize = 64 * 1024L;
              config.routes.get("/health", context -> health(context, worker, stateReachable));
              config.routes.get(
                  "/metrics",
                  context ->
                      context.contentType("text/plain; version=0.0.4").result(meters.scrape()));
              config.routes.post("/hooks/google", context -> google(context, watch, signals));
              config.routes.post(
                  "/hooks/salesforce/{org}", context -> salesforce(context, nudges, signals));
            });
    server.start(host, port);
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

package io.lockstep.sandbox.frame;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One simulated service on a loopback port. It unpacks requests, strikes with the faults that need
 * no knowledge of the service ({@code delay}, {@code resetBefore}, {@code resetAfter}, {@code
 * serverError}), calls the service and logs the call.
 */
public final class HttpService implements AutoCloseable {
  /** What a service is to this class. */
  public interface Handler {
    Response handle(Request request) throws Exception;

    /** The service's own body for an inner error (HTTP 500 or 503). */
    Response serverError(Request request);

    /** Whose token the request carries, for the log; empty where unknown. */
    default String user(Request request) {
      return "";
    }
  }

  private static final Logger log = LoggerFactory.getLogger(HttpService.class);

  static {
    // The JDK's server otherwise waits for delayed acknowledgements, 40 ms on each call.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final String name;
  private final Handler handler;
  private final Faults faults;
  private final RequestLog requests;
  private final SandboxClock clock;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param name the service's name in faults and in the log
   * @param port 0 takes a free one
   */
  public HttpService(
      String name,
      int port,
      Handler handler,
      Faults faults,
      RequestLog requests,
      SandboxClock clock)
      throws IOException {
    this.name = name;
    this.handler = handler;
    this.faults = faults;
    this.requests = requests;
    this.clock = clock;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
    server.createContext("/", this::exchange);
    server.setExecutor(threads);
    server.start();
  }

  /** The base URL, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void exchange(HttpExchange exchange) throws IOException {
    Request request = read(exchange);
    String subject = request.method() + " " + exchange.getRequestURI();
    if (faults.strikes(name, Fault.Kind.delay, subject)) {
      pause(clock.scaled(Duration.ofSeconds(30)));
    }
    if (faults.strikes(name, Fault.Kind.resetBefore, subject)) {
      record(request, "resetBefore", 0);
      exchange.close();
      return;
    }
    Response response = answer(request, subject);
    if (faults.strikes(name, Fault.Kind.resetAfter, subject)) {
      record(request, response.operation(), 0);
      exchange.close();
      return;
    }
    record(request, response.operation(), response.status());
    write(exchange, response);
  }

  private Response answer(Request request, String subject) {
    if (faults.strikes(name, Fault.Kind.serverError, subject)) {
      return handler.serverError(request);
    }
    try {
      return handler.handle(request);
    } catch (Exception e) {
      log.error("{} failed on {}", name, subject, e);
      return handler.serverError(request);
    }
  }

  private void record(Request request, String operation, int status) {
    requests.add(
        new RequestLog.Entry(
            name,
            operation,
            request.method(),
            request.path(),
            handler.user(request),
            status,
            clock.now().toEpochMilli()));
  }

  private static Request read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Map<String, String> headers = Request.lowerCased(exchange.getRequestHeaders());
    // Salesforce's client names an encoding on its GETs too, which have no body to unpack.
    if (body.length > 0
        && headers.getOrDefault("content-encoding", "").toLowerCase(Locale.ROOT).contains("gzip")) {
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
    URI uri = exchange.getRequestURI();
    String path = path(uri).replaceFirst("^/+", "/");
    Map<String, List<String>> query = Request.parseQuery(uri.getRawQuery());
    String method = exchange.getRequestMethod();
    String override = headers.get("x-http-method-override");
    if (override != null && method.equals("POST")) {
      method = override.toUpperCase(Locale.ROOT);
      if (method.equals("GET")) {
        // Google's client moves a query of more than 2,048 characters into the body.
        query.putAll(Request.parseQuery(new String(body, StandardCharsets.UTF_8)));
        body = new byte[0];
      }
    }
    return new Request(method, path, query, headers, body);
  }

  /** A path that starts with two slashes looks to the JDK as if a host came first. */
  private static String path(URI uri) {
    boolean misread = uri.getScheme() == null && uri.getRawAuthority() != null;
    return misread ? "//" + uri.getRawAuthority() + uri.getRawPath() : uri.getRawPath();
  }

  private static void write(HttpExchange exchange, Response response) throws IOException {
    response.headers().forEach((header, value) -> exchange.getResponseHeaders().set(header, value));
    byte[] body = response.body();
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    if (body.length > 512 && accepted != null && accepted.contains("gzip")) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(body);
      }
      body = packed.toByteArray();
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
    exchange.close();
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.lockstep.sandbox.frame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
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

  /** The longest address with its headers: Salesforce's own limit, and near that of the others. */
  private static final int REQUEST_HEADER_BYTES = 16 * 1024;

  private static final int RESPONSE_HEADER_BYTES = 64 * 1024;

  private final String name;
  private final Handler handler;
  private final Faults faults;
  private final RequestLog requests;
  private final SandboxClock clock;
  private final Server server;
  private final ServerConnector connector;

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
    QueuedThreadPool threads = new QueuedThreadPool(16, 1);
    threads.setName("sandbox-" + name);
    threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    this.server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(REQUEST_HEADER_BYTES);
    http.setResponseHeaderSize(RESPONSE_HEADER_BYTES);
    // Browsers' own rules for addresses leave braces and bars as they are, and so do clients on top
    // of fetch; clients also double slashes and put slashes into ids. The services take all of it.
    http.setUriCompliance(UriCompliance.UNSAFE);
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    connector.setPort(port);
    connector.setAcceptQueueSize(512);
    server.addConnector(connector);
    server.setHandler(new Exchange());
    try {
      server.start();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the " + name + " service did not start", e);
    }
  }

  /** The base URL, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the " + name + " service did not stop", e);
    }
  }

  /** What the server calls for each request. */
  private final class Exchange extends org.eclipse.jetty.server.Handler.Abstract {
    @Override
    public boolean handle(
        org.eclipse.jetty.server.Request in,
        org.eclipse.jetty.server.Response out,
        Callback callback)
        throws IOException {
      Request request;
      try {
        request = read(in);
      } catch (ZipException e) {
        // Said to be gzip and is not: no service gets to see it.
        write(in, out, Response.of(400, "text/plain; charset=UTF-8", "Bad Request"), callback);
        return true;
      }
      String subject = request.method() + " " + in.getHttpURI().getPathQuery();
      if (faults.strikes(name, Fault.Kind.delay, subject)) {
        pause(clock.scaled(Duration.ofSeconds(30)));
      }
      if (faults.strikes(name, Fault.Kind.resetBefore, subject)) {
        record(request, "resetBefore", 0);
        hangUp(in, callback);
        return true;
      }
      Response response = answer(request, subject);
      if (faults.strikes(name, Fault.Kind.resetAfter, subject)) {
        record(request, response.operation(), 0);
        hangUp(in, callback);
        return true;
      }
      record(request, response.operation(), response.status());
      write(in, out, response, callback);
      return true;
    }
  }

  /** Ends the connection without a word. */
  private static void hangUp(org.eclipse.jetty.server.Request in, Callback callback) {
    in.getConnectionMetaData().getConnection().getEndPoint().close();
    callback.failed(new EofException("a fault ended the connection"));
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

  private static Request read(org.eclipse.jetty.server.Request in) throws IOException {
    byte[] body;
    try (InputStream content = org.eclipse.jetty.server.Request.asInputStream(in)) {
      body = content.readAllBytes();
    }
    Map<String, List<String>> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (HttpField field : in.getHeaders()) {
      sent.computeIfAbsent(field.getName(), n -> new ArrayList<>())
          .add(Objects.requireNonNullElse(field.getValue(), ""));
    }
    Map<String, String> headers = Request.lowerCased(sent);
    // Salesforce's client names an encoding on its GETs too, which have no body to unpack.
    if (body.length > 0
        && headers.getOrDefault("content-encoding", "").toLowerCase(Locale.ROOT).contains("gzip")) {
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
    String path = in.getHttpURI().getPath().replaceFirst("^/+", "/");
    Map<String, List<String>> query = Request.parseQuery(in.getHttpURI().getQuery());
    String method = in.getMethod();
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

  private static void write(
      org.eclipse.jetty.server.Request in,
      org.eclipse.jetty.server.Response out,
      Response response,
      Callback callback)
      throws IOException {
    out.setStatus(response.status());
    response.headers().forEach((header, value) -> out.getHeaders().put(header, value));
    byte[] body = response.body();
    String accepted = in.getHeaders().get("Accept-Encoding");
    if (body.length > 512 && accepted != null && accepted.contains("gzip")) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(body);
      }
      body = packed.toByteArray();
      out.getHeaders().put("Content-Encoding", "gzip");
    }
    out.write(true, ByteBuffer.wrap(body), callback);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

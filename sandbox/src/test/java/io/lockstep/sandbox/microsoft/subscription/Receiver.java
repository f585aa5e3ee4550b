package io.lockstep.sandbox.microsoft.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A client's web server: passes the handshake and takes notifications, or misbehaves. */
final class Receiver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Notifications taken, in order of arrival. */
  final List<JsonNode> taken = new CopyOnWriteArrayList<>();

  /** Calls still to be refused with 503. */
  final AtomicInteger refusals = new AtomicInteger();

  final AtomicInteger calls = new AtomicInteger();
  volatile String validationType = "text/plain; charset=utf-8";
  volatile int validationStatus = 200;
  volatile boolean decodes = true;
  private final HttpServer server;

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::exchange);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void exchange(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String query = exchange.getRequestURI().getRawQuery();
    if (query != null && query.contains("validationToken=")) {
      String token = query.substring(query.indexOf("validationToken=") + 16);
      String answer = decodes ? URLDecoder.decode(token, StandardCharsets.UTF_8) : token;
      exchange.getResponseHeaders().set("Content-Type", validationType);
      answer(exchange, validationStatus, answer);
      return;
    }
    calls.incrementAndGet();
    if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      answer(exchange, 503, "busy");
      return;
    }
    JSON.readTree(body).path("value").forEach(taken::add);
    answer(exchange, 202, "");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  List<String> changes() {
    return taken.stream().map(n -> n.path("changeType").asText()).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

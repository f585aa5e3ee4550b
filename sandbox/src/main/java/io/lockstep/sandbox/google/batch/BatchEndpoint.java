package io.lockstep.sandbox.google.batch;

import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.google.ErrorBodies;
import io.lockstep.sandbox.google.GoogleError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code multipart/mixed} batches: each part is one HTTP request with its own headers, answered in
 * the order of the request with {@code Content-ID: response-…}. Parts inherit the outer headers.
 */
public final class BatchEndpoint {
  private static final int MOST = 1000;
  private static final int MOST_OF_PEOPLE = 50;
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);

  private final Function<Request, Response> call;
  private final BiConsumer<Request, Response> log;

  /**
   * @param call answers one part
   * @param log is told of each part and its answer
   */
  public BatchEndpoint(Function<Request, Response> call, BiConsumer<Request, Response> log) {
    this.call = call;
    this.log = log;
  }

  private record Part(String contentId, Request request) {}

  public Response answer(Request outer) {
    try {
      List<Part> parts = parts(outer);
      StringBuilder body = new StringBuilder();
      String boundary = "batch_" + Integer.toHexString(outer.text().hashCode());
      for (Part part : parts) {
        Response response = call.apply(part.request());
        log.accept(part.request(), response);
        write(body, boundary, part.contentId(), response);
      }
      body.append("--").append(boundary).append("--\r\n");
      return Response.of(200, "multipart/mixed; boundary=" + boundary, body.toString());
    } catch (GoogleError e) {
      return ErrorBodies.classic(e);
    }
  }

  private static List<Part> parts(Request outer) {
    String type = outer.header("content-type");
    Matcher boundary = BOUNDARY.matcher(type == null ? "" : type);
    if (!outer.method().equals("POST")
        || type == null
        || !type.toLowerCase(Locale.ROOT).startsWith("multipart/mixed")
        || !boundary.find()) {
      throw GoogleError.of(
          400, "global", "badRequest", "Failed to parse batch request, error: no boundary.");
    }
    List<Part> out = new ArrayList<>();
    String text = "\r\n" + outer.text().replace("\r\n", "\n").replace("\n", "\r\n");
    String[] pieces = text.split(Pattern.quote("\r\n--" + boundary.group(1)), -1);
    for (int i = 1; i < pieces.length && !pieces[i].startsWith("--"); i++) {
      out.add(part(pieces[i].stripLeading(), outer));
    }
    boolean people = out.stream().anyMatch(p -> p.request().path().startsWith("/v1/"));
    boolean calendar = out.stream().anyMatch(p -> p.request().path().startsWith("/calendar/"));
    if (out.isEmpty() || (people && calendar)) {
      throw GoogleError.of(
          400,
          "global",
          "badRequest",
          "Failed to parse batch request, error: 0 items, or items of different services.");
    }
    if (out.size() > (people ? MOST_OF_PEOPLE : MOST)) {
      throw GoogleError.of(
          400,
          "global",
          "badRequest",
          "The batch request could not be processed. The number of calls exceeds the limit.");
    }
    return out;
  }

  private static Part part(String piece, Request outer) {
    String[] envelope = piece.split("\r\n\r\n", 2);
    if (envelope.length < 2) {
      throw GoogleError.of(
          400, "global", "badRequest", "Failed to parse batch request, error: a part is empty.");
    }
    Map<String, String> partHeaders = headers(envelope[0].split("\r\n"), 0);
    String[] inner = envelope[1].split("\r\n\r\n", 2);
    String[] lines = inner[0].split("\r\n");
    String[] start = lines[0].strip().split(" ");
    if (start.length < 2) {
      throw GoogleError.of(
          400, "global", "badRequest", "Failed to parse batch request, error: no request line.");
    }
    Map<String, String> all = new TreeMap<>();
    outer
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("content-") && !name.equals("x-http-method-override")) {
                all.put(name, value);
              }
            });
    all.putAll(headers(lines, 1));
    String target = start[1].replaceFirst("^https?://[^/]+", "").replaceFirst("^/+", "/");
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    Map<String, List<String>> query =
        new LinkedHashMap<>(
            Request.parseQuery(question < 0 ? null : target.substring(question + 1)));
    String method = start[0].toUpperCase(Locale.ROOT);
    String body = inner.length > 1 ? inner[1].stripTrailing() : "";
    String override = all.get("x-http-method-override");
    if (method.equals("POST") && override != null) {
      method = override.toUpperCase(Locale.ROOT);
      if (method.equals("GET")) {
        query.putAll(Request.parseQuery(body));
        body = "";
      }
    }
    return new Part(
        partHeaders.getOrDefault("content-id", ""),
        new Request(method, path, query, all, body.getBytes(StandardCharsets.UTF_8)));
  }

  private static Map<String, String> headers(String[] lines, int from) {
    Map<String, String> out = new TreeMap<>();
    for (int i = from; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        out.put(
            lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
    }
    return out;
  }

  private static void write(
      StringBuilder out, String boundary, String contentId, Response response) {
    out.append("--").append(boundary).append("\r\nContent-Type: application/http\r\n");
    if (!contentId.isEmpty()) {
      out.append("Content-ID: ");
      out.append(
          contentId.startsWith("<")
              ? "<response-" + contentId.substring(1)
              : "response-" + contentId);
      out.append("\r\n");
    }
    out.append("\r\nHTTP/1.1 ").append(response.status()).append(' ');
    out.append(reason(response.status())).append("\r\n");
    response
        .headers()
        .forEach((name, value) -> out.append(name).append(": ").append(value).append("\r\n"));
    out.append("Content-Length: ").append(response.body().length).append("\r\n\r\n");
    out.append(new String(response.body(), StandardCharsets.UTF_8)).append("\r\n");
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 204 -> "No Content";
      case 304 -> "Not Modified";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 412 -> "Precondition Failed";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> "Error";
    };
  }
}

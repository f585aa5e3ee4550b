package io.lockstep.salesforce;

import com.sforce.ws.ConnectorConfig;
import com.sforce.ws.transport.Transport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One POST of the WSC library over {@code java.net.http}. The library's own transport sits on
 * {@code HttpURLConnection}, which sends a POST a second time by itself when the server drops the
 * connection, and hides the HTTP status. This one sends once, keeps the status, and bounds the time
 * of the whole answer.
 */
final class HttpTransport implements Transport {
  private final HttpClient client;
  private final ApiBudgetMeter meter;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private Map<String, String> headers = Map.of();
  private boolean compressed;
  private boolean successful;
  private ConnectorConfig config;
  private @Nullable String url;

  HttpTransport(HttpClient client, ApiBudgetMeter meter, ConnectorConfig config) {
    this.client = client;
    this.meter = meter;
    this.config = config;
  }

  @Override
  public void setConfig(ConnectorConfig newConfig) {
    config = newConfig;
  }

  @Override
  public OutputStream connect(String toUrl, String soapAction) throws IOException {
    HashMap<String, String> soap = new LinkedHashMap<>();
    soap.put("SOAPAction", "\"" + soapAction + "\"");
    soap.put("Content-Type", "text/xml; charset=UTF-8");
    soap.put("Accept", "text/xml");
    return connect(toUrl, soap, true);
  }

  @Override
  public OutputStream connect(String toUrl, HashMap<String, String> httpHeaders)
      throws IOException {
    return connect(toUrl, httpHeaders, true);
  }

  @Override
  public OutputStream connect(
      String toUrl, HashMap<String, String> httpHeaders, boolean enableCompression)
      throws IOException {
    url = toUrl;
    headers = Map.copyOf(httpHeaders);
    compressed = enableCompression;
    return compressed ? new GZIPOutputStream(body) : body;
  }

  @Override
  public InputStream getContent() throws IOException {
    if (url == null) {
      throw new IllegalStateException("connect comes first");
    }
    meter.called();
    HttpResponse<byte[]> answer = send(request(url, config), timeout(config));
    answer.headers().firstValue("Sforce-Limit-Info").ifPresent(meter::told);
    byte[] content = unzipped(answer);
    int status = answer.statusCode();
    successful = status >= 200 && status < 300;
    if (status == 429 || status == 502 || status == 503 || status == 504 || !isXml(content)) {
      throw new HttpStatusException(status, retryAfter(answer));
    }
    return new ByteArrayInputStream(content);
  }

  @Override
  public boolean isSuccessful() {
    return successful;
  }

  private HttpRequest request(String toUrl, ConnectorConfig with) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(toUrl))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(timeout(with))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
    headers.forEach(request::setHeader);
    if (with.getHeaders() != null) {
      with.getHeaders().forEach(request::setHeader);
    }
    request.setHeader("Accept-Encoding", "gzip");
    if (compressed) {
      request.setHeader("Content-Encoding", "gzip");
    }
    return request.build();
  }

  private static Duration timeout(ConnectorConfig with) {
    return Duration.ofMillis(with.getReadTimeout() > 0 ? with.getReadTimeout() : 120_000);
  }

  /**
   * The request's own timeout ends with the headers on older JDKs; this one covers the body too.
   */
  private HttpResponse<byte[]> send(HttpRequest request, Duration timeout) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw timedOut(e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("interrupted");
      stopped.initCause(e);
      throw stopped;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HttpTimeoutException late) {
        throw timedOut(late);
      }
      throw new IOException("no answer", e.getCause());
    }
  }

  private static SocketTimeoutException timedOut(Exception cause) {
    SocketTimeoutException late = new SocketTimeoutException("no answer in time");
    late.initCause(cause);
    return late;
  }

  private static byte[] unzipped(HttpResponse<byte[]> answer) throws IOException {
    if (!"gzip"
        .equals(
            answer.headers().firstValue("Content-Encoding").orElse("").toLowerCase(Locale.ROOT))) {
      return answer.body();
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      return in.readAllBytes();
    }
  }

  /** Content types lie: what counts is whether the body begins as XML and not as a web page. */
  private static boolean isXml(byte[] content) {
    String head =
        new String(
                content, 0, Math.min(content.length, 512), java.nio.charset.StandardCharsets.UTF_8)
            .replace("\uFEFF", "")
            .stripLeading()
            .toLowerCase(Locale.ROOT);
    return head.startsWith("<") && !head.startsWith("<!doctype") && !head.startsWith("<html");
  }

  private static @Nullable Duration retryAfter(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(null);
  }
}

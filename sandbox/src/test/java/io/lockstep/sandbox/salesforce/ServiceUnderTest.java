package io.lockstep.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.salesforce.api.ClientApp;
import io.lockstep.sandbox.salesforce.api.SalesforceSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The service on a free port before an org in memory, and a plain HTTP client. */
final class ServiceUnderTest implements AutoCloseable {
  static final String CLIENT = "3MVG9.lockstep";
  static final String SECRET = "s3cret";
  static final String CALLBACK = "http://localhost:8080/oauth/callback";
  static final KeyPair KEYS = keys();
  private static final ObjectMapper JSON = new ObjectMapper();

  final FakeOrg org = new FakeOrg();
  final AtomicReference<Instant> machineTime = new AtomicReference<>();
  final SandboxClock clock;
  final Faults faults = new Faults(1);
  final RequestLog log = new RequestLog();
  final SalesforceService service;
  private final HttpService http;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ServiceUnderTest() throws IOException {
    this(s -> s);
  }

  ServiceUnderTest(UnaryOperator<SalesforceSettings> change) throws IOException {
    clock = new SandboxClock(() -> machineTime.get() == null ? Instant.now() : machineTime.get());
    ClientApp app =
        ClientApp.of(CLIENT, SECRET, CALLBACK)
            .withCertificate(
                (RSAPublicKey) KEYS.getPublic(),
                Set.of(
                    FakeOrg.ANN, "gone@acme.example", "frozen@acme.example", "noapi@acme.example"))
            .withRunAs(FakeOrg.ANN);
    SalesforceSettings settings =
        change.apply(
            SalesforceSettings.of(app)
                .withBulkDelay(Duration.ofMillis(20))
                .withLogin("sandbox", List.of(FakeOrg.ANN)));
    AtomicReference<String> url = new AtomicReference<>("");
    service = new SalesforceService(org, clock, faults, settings, url::get);
    http = new HttpService("salesforce", 0, service, faults, log, clock);
    url.set(http.url());
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return http.url();
  }

  String annsToken() {
    return service.openSession(FakeOrg.ANN);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A REST call below {@code /services/data/v65.0} as Ann. */
  HttpResponse<String> rest(String method, String path, String body) {
    return send(
        method,
        "/services/data/v65.0" + path,
        body,
        "Authorization",
        "Bearer " + annsToken(),
        "Content-Type",
        "application/json");
  }

  HttpResponse<String> form(String path, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send("POST", path, body, "Content-Type", "application/x-www-form-urlencoded");
  }

  static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  long logged(String operation, int status) {
    return log.counts().stream()
        .filter(c -> c.operation().equals(operation) && c.status() == status)
        .mapToLong(RequestLog.Count::calls)
        .sum();
  }

  @Override
  public void close() {
    http.close();
    service.close();
  }
}

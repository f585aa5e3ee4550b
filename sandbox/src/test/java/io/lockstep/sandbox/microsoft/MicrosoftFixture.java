package io.lockstep.sandbox.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.microsoft.contacts.CategoriesApi;
import io.lockstep.sandbox.microsoft.contacts.ContactsApi;
import io.lockstep.sandbox.microsoft.contacts.ContactsEngine;
import io.lockstep.sandbox.microsoft.directory.MailboxApi;
import io.lockstep.sandbox.microsoft.directory.UsersApi;
import io.lockstep.sandbox.microsoft.entra.EntraApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A running simulated Microsoft 365 with three people and one application; contacts only. */
public final class MicrosoftFixture implements AutoCloseable {
  public static final String ANNA = "anna@example.com";
  public static final String BEN = "ben@example.com";
  public static final String CORA = "cora@example.com";
  public static final String APP = "11111111-2222-4333-8444-555555555555";
  public static final String SECRET = "a-secret";
  public static final String REDIRECT = "http://localhost:8080/oauth/microsoft";
  public static final String IMMUTABLE = "IdType=\"ImmutableId\"";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public final SandboxClock clock = new SandboxClock(Instant::now);
  public final Faults faults = new Faults(1);
  public final RequestLog requests = new RequestLog();
  public final SimulatedMicrosoft microsoft = new SimulatedMicrosoft(clock, 7);
  public final ContactsEngine contacts = new ContactsEngine(microsoft);
  public final HttpService http;
  public final KeyPair certificate;
  public final EntraApp app;

  /** Without the habits that come by chance; tests that want them switch them on. */
  public MicrosoftFixture() throws IOException {
    MicrosoftSettings settings = microsoft.settings();
    settings.emptyPages = 0;
    settings.replays = 0;
    settings.serviceWrites = 0;
    settings.batchRefusal = 0;
    microsoft.addUser(
        ANNA, "Anna", "Ahrens", ZoneId.of("Europe/Berlin"), List.of("a.ahrens@example.com"));
    microsoft.addUser(BEN, "Ben", "Baker", ZoneId.of("America/New_York"), List.of());
    microsoft.addUser(CORA, "Cora", "Chen", ZoneId.of("Asia/Tokyo"), List.of());
    certificate = keys();
    app =
        new EntraApp(
            APP,
            "Test application",
            Map.of(SECRET, true, "an-old-secret", false),
            Map.of("thumbprint-sha1", (RSAPublicKey) certificate.getPublic()),
            Set.of(REDIRECT),
            Set.of("Contacts.ReadWrite", "User.Read.All", "MailboxSettings.ReadWrite"),
            Set.of("Contacts.ReadWrite", "User.Read", "MailboxSettings.ReadWrite"),
            true);
    microsoft.grants().register(app);
    microsoft.grants().consents().giveForAll(app);
    http =
        new HttpService(
            "microsoft",
            0,
            new MicrosoftService(
                microsoft,
                faults,
                requests,
                clock,
                List.of(
                    new UsersApi(microsoft),
                    new MailboxApi(microsoft),
                    new CategoriesApi(contacts),
                    new ContactsApi(microsoft, contacts, faults))),
            faults,
            requests,
            clock);
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /** An answer. */
  public record Answer(int status, JsonNode body, HttpHeaders headers) {
    /** {@code 404 ErrorItemNotFound}. */
    public String refusal() {
      return status + " " + body.path("error").path("code").asText();
    }

    /** {@code 400 invalid_grant 54005} of the token endpoint. */
    public String entra() {
      return status
          + " "
          + body.path("error").asText()
          + " "
          + body.path("error_codes").path(0).asInt();
    }

    public String text(String field) {
      return body.path(field).asText();
    }

    public @Nullable String header(String name) {
      return headers.firstValue(name).orElse(null);
    }

    public List<JsonNode> value() {
      List<JsonNode> out = new ArrayList<>();
      body.path("value").forEach(out::add);
      return out;
    }
  }

  /** A person's token. */
  public String token(String user) {
    return token(user, "Contacts.ReadWrite", "User.Read", "MailboxSettings.ReadWrite");
  }

  public String token(String user, String... scopes) {
    String id = microsoft.mailbox(user).user().id();
    return microsoft.grants().accessToken(APP, id, Set.of(scopes)).value();
  }

  /** The application's own token. */
  public String appToken() {
    return microsoft
        .grants()
        .accessToken(APP, null, microsoft.grants().consents().roles(APP))
        .value();
  }

  public Answer get(String token, String path, String... headers) {
    return call("GET", token, path, null, headers);
  }

  public Answer post(String token, String path, String body, String... headers) {
    return call("POST", token, path, body, headers);
  }

  /**
   * @param path below {@code /v1.0}, or a whole address
   * @param body with apostrophes for quotation marks; null = none
   * @param headers names and values
   */
  public Answer call(
      String method, String token, String path, @Nullable String body, String... headers) {
    String url = path.startsWith("http") ? path : http.url() + "/v1.0" + path.replace(" ", "%20");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  /** A form to the token endpoint of a tenant; names and values. */
  public Answer tokenCall(String tenant, String... form) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < form.length; i += 2) {
      pairs.add(form[i] + "=" + URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
    }
    return send(
        HttpRequest.newBuilder(URI.create(http.url() + "/" + tenant + "/oauth2/v2.0/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs))));
  }

  /** Where a page of sign-in sends the browser; its query. Names and values. */
  public Map<String, String> redirected(String path, String... query) {
    Answer answer = page(path, query);
    String location = answer.header("Location");
    if (location == null) {
      throw new AssertionError("no redirect but " + answer.status());
    }
    return java.util.Arrays.stream(URI.create(location).getRawQuery().split("&"))
        .map(p -> p.split("=", 2))
        .collect(
            Collectors.toMap(
                p -> p[0], p -> java.net.URLDecoder.decode(p[1], StandardCharsets.UTF_8)));
  }

  public Answer page(String path, String... query) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < query.length; i += 2) {
      pairs.add(query[i] + "=" + URLEncoder.encode(query[i + 1], StandardCharsets.UTF_8));
    }
    return send(
        HttpRequest.newBuilder(URI.create(http.url() + path + "?" + String.join("&", pairs))));
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      boolean json =
          response.headers().firstValue("Content-Type").orElse("").contains("json")
              && !response.body().isEmpty();
      return new Answer(
          response.statusCode(),
          json ? JSON.readTree(response.body()) : JSON.createObjectNode(),
          response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    microsoft.close();
  }
}

package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.itip.PostOffice;
import io.lockstep.sandbox.microsoft.GraphApi;
import io.lockstep.sandbox.microsoft.MicrosoftService;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import io.lockstep.sandbox.microsoft.contacts.ContactsApi;
import io.lockstep.sandbox.microsoft.contacts.ContactsEngine;
import io.lockstep.sandbox.microsoft.entra.EntraApp;
import io.lockstep.sandbox.microsoft.subscription.Items;
import io.lockstep.sandbox.microsoft.subscription.SubscriptionSettings;
import io.lockstep.sandbox.microsoft.subscription.Subscriptions;
import io.lockstep.sandbox.microsoft.subscription.SubscriptionsApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A running simulated Microsoft 365 with three people, and a plain client on it. */
public final class GraphFixture implements AutoCloseable {
  public static final String ANNA = "anna@example.com";
  public static final String BEN = "ben@example.com";
  public static final String CORA = "cora@example.com";
  public static final String APP = "app-1";
  private static final Set<String> SCOPES =
      Set.of("Calendars.ReadWrite", "Calendars.ReadWrite.Shared", "Contacts.ReadWrite");
  private static final ObjectMapper JSON = new ObjectMapper();

  public final SandboxClock clock = new SandboxClock(Instant::now);
  public final Faults faults = new Faults(1);
  public final RequestLog requests = new RequestLog();
  public final PostOffice post = new PostOffice();
  public final SimulatedMicrosoft microsoft = new SimulatedMicrosoft(clock, 7);
  public final CalendarSettings settings = new CalendarSettings();
  public final CalendarEngine calendar = new CalendarEngine(microsoft, settings, post);
  public final ContactsEngine contacts = new ContactsEngine(microsoft);
  public final Subscriptions subscriptions =
      new Subscriptions(microsoft, new SubscriptionSettings(), calendar, Items.plain());
  public final HttpService http;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Without the habits that come by chance; tests that want them switch them on. */
  public GraphFixture() throws IOException {
    microsoft.settings().emptyPages = 0;
    microsoft.settings().replays = 0;
    microsoft.settings().serviceWrites = 0;
    settings.deltaWithoutMaster = 0;
    microsoft.addUser(ANNA, "Anna", "Ahrens", ZoneId.of("Europe/Berlin"), List.of());
    microsoft.addUser(BEN, "Ben", "Baker", ZoneId.of("America/New_York"), List.of());
    microsoft.addUser(CORA, "Cora", "Chen", ZoneId.of("Asia/Tokyo"), List.of());
    EntraApp app =
        new EntraApp(
            APP, "Test", Map.of(), Map.of(), Set.of(), Set.of("Calendars.Read"), SCOPES, false);
    microsoft.grants().register(app);
    microsoft.grants().consents().giveForAll(app);
    List<GraphApi> apis =
        List.of(
            new CalendarApi(calendar, faults),
            new ContactsApi(microsoft, contacts, faults),
            new SubscriptionsApi(subscriptions));
    http =
        new HttpService(
            "microsoft",
            0,
            new MicrosoftService(microsoft, faults, requests, clock, apis),
            faults,
            requests,
            clock);
  }

  /** An answer. */
  public record Answer(int status, JsonNode body, java.net.http.HttpHeaders headers) {
    public String code() {
      return status + " " + body.path("error").path("code").asText();
    }

    public String text(String field) {
      return body.path(field).asText();
    }

    public List<JsonNode> value() {
      List<JsonNode> out = new ArrayList<>();
      body.path("value").forEach(out::add);
      return out;
    }
  }

  /**
   * @param user null = the application itself
   */
  public String token(@Nullable String user) {
    return user == null
        ? microsoft.grants().accessToken(APP, null, Set.of("Calendars.Read")).value()
        : microsoft.grants().accessToken(APP, microsoft.mailbox(user).user().id(), SCOPES).value();
  }

  /**
   * A call as a person.
   *
   * @param user null = as the application itself
   * @param path below {@code /v1.0}, or a whole address
   * @param body null = none
   * @param headers names and values
   */
  public Answer call(
      String method, @Nullable String user, String path, @Nullable String body, String... headers)
      throws IOException, InterruptedException {
    String url = path.startsWith("http") ? path : http.url() + "/v1.0" + path.replace(" ", "%20");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + token(user))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    JsonNode json =
        response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    return new Answer(response.statusCode(), json, response.headers());
  }

  public Answer get(String user, String path, String... headers)
      throws IOException, InterruptedException {
    return call("GET", user, path, null, headers);
  }

  public Answer post(@Nullable String user, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return call("POST", user, path, body, headers);
  }

  public Answer patch(String user, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return call("PATCH", user, path, body, headers);
  }

  /** JSON with single quotes for double ones. */
  public static ObjectNode json(String text) throws IOException {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }

  /** Kinds and recipients of all mails so far: {@code invitation ben@example.com}. */
  public List<String> mails() {
    return microsoft.outbox().mails().stream().map(m -> m.kind() + " " + m.to()).toList();
  }

  @Override
  public void close() {
    http.close();
    subscriptions.close();
    post.close();
    microsoft.close();
  }
}

package io.lockstep.sandbox.google;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.calendar.Calendar;
import com.google.api.services.people.v1.PeopleService;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.UserCredentials;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.oauth.OAuthClient;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A running simulated Google with three users of one company, and Google's clients on it. */
public final class GoogleFixture implements AutoCloseable {
  public static final String ANNA = "anna@example.com";
  public static final String BEN = "ben@example.com";
  public static final String CORA = "cora@example.com";
  public static final String REDIRECT = "http://localhost:8080/oauth/google";
  public static final String CALENDAR = "https://www.googleapis.com/auth/calendar";
  public static final String CONTACTS = "https://www.googleapis.com/auth/contacts";

  public final SandboxClock clock = new SandboxClock(Instant::now);
  public final Faults faults = new Faults(1);
  public final RequestLog requests = new RequestLog();
  public final SimulatedGoogle google = new SimulatedGoogle(clock, 7);
  public final HttpService http;

  public GoogleFixture() throws IOException {
    google.addUser(
        ANNA, "Anna Ahrens", ZoneId.of("Europe/Berlin"), List.of("a.ahrens@example.com"));
    google.addUser(BEN, "Ben Baker", ZoneId.of("America/New_York"), List.of());
    google.addUser(CORA, "Cora Chen", ZoneId.of("Asia/Tokyo"), List.of());
    google.grants().register(new OAuthClient("client-1", "secret-1", Set.of(REDIRECT)));
    http =
        new HttpService(
            "google",
            0,
            new GoogleService(google, faults, requests, clock),
            faults,
            requests,
            clock);
  }

  public Calendar calendar(String user) {
    return calendar(user, new NetHttpTransport(), CALENDAR);
  }

  public Calendar calendar(String user, HttpTransport transport, String... scopes) {
    return new Calendar.Builder(transport, GsonFactory.getDefaultInstance(), as(user, scopes))
        .setRootUrl(http.url() + "/")
        .setApplicationName("test")
        .build();
  }

  public PeopleService people(String user) {
    return people(user, new NetHttpTransport(), CONTACTS);
  }

  public PeopleService people(String user, HttpTransport transport, String... scopes) {
    return new PeopleService.Builder(transport, GsonFactory.getDefaultInstance(), as(user, scopes))
        .setRootUrl(http.url() + "/")
        .setApplicationName("test")
        .build();
  }

  public HttpCredentialsAdapter as(String user, String... scopes) {
    return new HttpCredentialsAdapter(credentials(user, scopes));
  }

  public UserCredentials credentials(String user, String... scopes) {
    return UserCredentials.newBuilder()
        .setClientId("client-1")
        .setClientSecret("secret-1")
        .setRefreshToken(google.grants().refreshToken(user, "client-1", List.of(scopes)))
        .setTokenServerUri(URI.create(http.url() + "/token"))
        .build();
  }

  /** The refusal of a call. */
  public static GoogleJsonResponseException refusal(ThrowingCallable call) {
    return Assertions.catchThrowableOfType(GoogleJsonResponseException.class, call);
  }

  /** A Calendar refusal as {@code 403 forbiddenForNonOrganizer}. */
  public static String reason(ThrowingCallable call) {
    GoogleJsonResponseException e = refusal(call);
    Assertions.assertThat(e).as("a refusal").isNotNull();
    return e.getStatusCode() + " " + e.getDetails().getErrors().get(0).getReason();
  }

  /** A People refusal as {@code 400 INVALID_ARGUMENT}. */
  public static String status(ThrowingCallable call) {
    GoogleJsonResponseException e = refusal(call);
    Assertions.assertThat(e).as("a refusal").isNotNull();
    return e.getStatusCode() + " " + e.getDetails().get("status");
  }

  @Override
  public void close() {
    http.close();
    google.close();
  }
}

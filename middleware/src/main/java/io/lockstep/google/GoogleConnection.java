package io.lockstep.google;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.calendar.Calendar;
import com.google.api.services.people.v1.PeopleService;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import io.lockstep.call.MailboxOfParts;
import io.lockstep.port.Mailbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One connection to Google: a service account for a domain's mailboxes, or one person's consent.
 * Hands out mailboxes; keeps their access tokens in memory between passes.
 */
public final class GoogleConnection {
  private static final String APPLICATION = "Lockstep";

  private final GoogleTransport transport;
  private final GoogleEndpoints endpoints;
  private final GoogleGrant grant;
  private final GoogleCredentials credentials;
  private final Map<String, GoogleCredentials> delegated = new ConcurrentHashMap<>();

  /**
   * @throws IllegalArgumentException where the service account's key file is not one
   */
  public GoogleConnection(GoogleTransport transport, GoogleEndpoints endpoints, GoogleGrant grant) {
    this.transport = transport;
    this.endpoints = endpoints;
    this.grant = grant;
    this.credentials = credentials(transport, endpoints, grant);
  }

  private static GoogleCredentials credentials(
      GoogleTransport transport, GoogleEndpoints endpoints, GoogleGrant grant) {
    return switch (grant) {
      case GoogleGrant.UserConsent consent ->
          UserCredentials.newBuilder()
              .setClientId(consent.clientId())
              .setClientSecret(consent.clientSecret())
              .setRefreshToken(consent.refreshToken())
              .setTokenServerUri(endpoints.token())
              .setHttpTransportFactory(transport::http)
              .build();
      case GoogleGrant.Delegation delegation ->
          serviceAccount(delegation).toBuilder()
              .setScopes(GoogleScope.SYNC)
              .setTokenServerUri(endpoints.token())
              .setHttpTransportFactory(transport::http)
              // A refused token is looked at by the pass; the library would try three times more.
              .setDefaultRetriesEnabled(false)
              .build();
    };
  }

  private static ServiceAccountCredentials serviceAccount(GoogleGrant.Delegation delegation) {
    try {
      return ServiceAccountCredentials.fromStream(
          new ByteArrayInputStream(delegation.keyJson().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalArgumentException("Not a Google service account's key file", e);
    }
  }

  /**
   * The mailbox of one person; light, made for one pass.
   *
   * @param address the mailbox's primary address or an alias; with a person's own consent it is
   *     whoever consented
   */
  public Mailbox forUser(String address, MailboxContext context) {
    FailureReader failures = new FailureReader(grant.kind(), context.random());
    GoogleCalls calls = new GoogleCalls(failures, context.sleeper(), context.random());
    return new MailboxOfParts(
        new CalendarPart(calendar(address), transport, calls, context),
        new ContactsPart(people(address), calls, context));
  }

  GoogleGrant.Kind grantKind() {
    return grant.kind();
  }

  Calendar calendar(String address) {
    return new Calendar.Builder(
            transport.http(), GsonFactory.getDefaultInstance(), initializer(address))
        .setRootUrl(endpoints.calendarRoot())
        .setApplicationName(APPLICATION)
        .setGoogleClientRequestInitializer(
            // Google counts a service account's calls for the person it acts for, if told who.
            request -> request.set("quotaUser", quotaUser(address)))
        .build();
  }

  PeopleService people(String address) {
    return new PeopleService.Builder(
            transport.http(), GsonFactory.getDefaultInstance(), initializer(address))
        .setRootUrl(endpoints.peopleRoot())
        .setApplicationName(APPLICATION)
        .setGoogleClientRequestInitializer(request -> request.set("quotaUser", quotaUser(address)))
        .build();
  }

  /** At most 40 characters; not the address itself. */
  private static String quotaUser(String address) {
    return Digest.base64(20, address.toLowerCase(Locale.ROOT));
  }

  private HttpRequestInitializer initializer(String address) {
    HttpCredentialsAdapter signIn = new HttpCredentialsAdapter(credentials(address));
    return (HttpRequest request) -> {
      signIn.initialize(request);
      transport.prepare(request);
      request.setUnsuccessfulResponseHandler(new RefreshOnce(signIn));
    };
  }

  private GoogleCredentials credentials(String address) {
    return grant.kind() == GoogleGrant.Kind.USER
        ? credentials
        : delegated.computeIfAbsent(address.toLowerCase(Locale.ROOT), credentials::createDelegated);
  }
}

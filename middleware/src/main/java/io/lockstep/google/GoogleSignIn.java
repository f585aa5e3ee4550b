package io.lockstep.google;

import com.google.api.client.auth.oauth2.TokenResponseException;
import com.google.api.client.googleapis.auth.oauth2.GoogleAuthorizationCodeRequestUrl;
import com.google.api.client.googleapis.auth.oauth2.GoogleAuthorizationCodeTokenRequest;
import com.google.api.client.googleapis.auth.oauth2.GoogleTokenResponse;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.UrlEncodedContent;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A person connects their own account: consent page, code exchange with PKCE, and the way back
 * (revoke).
 *
 * <p>A connect that brings no refresh token or not all rights has failed, however friendly the
 * answer looks: Google returns a refresh token only when the consent screen was really shown, and
 * lets the person untick single rights on it.
 */
public final class GoogleSignIn {
  /** The rights or the token that a connect must bring were missing, or Google refused the code. */
  public static final class ConnectFailed extends Exception {
    private static final long serialVersionUID = 1;
    private final String code;

    ConnectFailed(String code, String advice) {
      super(advice);
      this.code = code;
    }

    /** Google's own error code, or {@code noRefreshToken}, {@code missingScope}. */
    public String code() {
      return code;
    }
  }

  /**
   * One attempt, to be kept beside the browser's session until the code comes back, once.
   *
   * @param state single-use, opaque; the caller binds it to the session
   * @param verifier secret
   */
  public record Attempt(URI url, String state, String verifier) {
    @Override
    public String toString() {
      return "Attempt";
    }
  }

  /**
   * A connect that succeeded.
   *
   * @param address the account that consented, lower case; empty where Google did not say
   */
  public record Connected(GoogleGrant.UserConsent grant, String address) {}

  private final GoogleTransport transport;
  private final GoogleEndpoints endpoints;
  private final String clientId;
  private final String clientSecret;
  private final String redirectUri;
  private final SecureRandom random;

  public GoogleSignIn(
      GoogleTransport transport,
      GoogleEndpoints endpoints,
      String clientId,
      String clientSecret,
      String redirectUri,
      SecureRandom random) {
    this.transport = transport;
    this.endpoints = endpoints;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.redirectUri = redirectUri;
    this.random = random;
  }

  /**
   * Where to send the person's browser.
   *
   * @param loginHint the address that should sign in; empty = whoever does
   */
  public Attempt begin(String loginHint) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String state = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    PkceVerifier verifier = PkceVerifier.fresh(random);
    GoogleAuthorizationCodeRequestUrl url =
        new GoogleAuthorizationCodeRequestUrl(
            endpoints.authorize().toString(), clientId, redirectUri, GoogleScope.SIGN_IN);
    url.setAccessType("offline");
    url.setState(state);
    // Without it a second consent brings no refresh token.
    url.set("prompt", "consent");
    url.set("include_granted_scopes", "true");
    url.set("code_challenge", verifier.challenge());
    url.set("code_challenge_method", "S256");
    if (!loginHint.isEmpty()) {
      url.set("login_hint", loginHint);
    }
    return new Attempt(URI.create(url.build()), state, verifier.text());
  }

  /** Redeems the code; the caller has checked the state. */
  public Connected finish(Attempt attempt, String code) throws ConnectFailed, IOException {
    GoogleTokenResponse answer;
    try {
      answer =
          new GoogleAuthorizationCodeTokenRequest(
                  transport.http(),
                  GsonFactory.getDefaultInstance(),
                  endpoints.token().toString(),
                  clientId,
                  clientSecret,
                  code,
                  redirectUri)
              .set("code_verifier", attempt.verifier())
              .setRequestInitializer(transport::prepare)
              .execute();
    } catch (TokenResponseException e) {
      if (e.getStatusCode() >= 500 || e.getDetails() == null) {
        throw e;
      }
      throw new ConnectFailed(
          String.valueOf(e.getDetails().getError()),
          "Google refused the sign-in. Start it again; codes are good once and for a few minutes.");
    }
    List<String> missing = missing(answer.getScope());
    if (!missing.isEmpty()) {
      throw new ConnectFailed(
          "missingScope",
          "Calendar and contacts must both be ticked on Google's consent page. Connect again and"
              + " tick them.");
    }
    String refreshToken = answer.getRefreshToken();
    if (refreshToken == null || refreshToken.isEmpty()) {
      throw new ConnectFailed(
          "noRefreshToken",
          "Google gave no lasting permission. Remove Lockstep under your Google account's"
              + " connections, then connect again.");
    }
    return new Connected(
        new GoogleGrant.UserConsent(clientId, clientSecret, refreshToken), address(answer));
  }

  private static List<String> missing(String granted) {
    Set<String> have =
        granted == null
            ? Set.of()
            : Arrays.stream(granted.split(" ", -1)).collect(Collectors.toSet());
    return GoogleScope.SYNC.stream().filter(scope -> !have.contains(scope)).toList();
  }

  private static String address(GoogleTokenResponse answer) throws IOException {
    if (answer.getIdToken() == null) {
      return "";
    }
    // Straight from the token endpoint over TLS: its signature adds nothing (OpenID Connect Core,
    // 3.1.3.7, item 6).
    String email = answer.parseIdToken().getPayload().getEmail();
    return email == null ? "" : email.toLowerCase(Locale.ROOT);
  }

  /**
   * Takes a grant out of service at Google. A grant that is dead already counts as revoked.
   *
   * @throws IOException where it is not known whether it was
   */
  public void revoke(GoogleGrant.UserConsent grant) throws IOException {
    HttpRequest request =
        transport
            .http()
            .createRequestFactory(transport::prepare)
            .buildPostRequest(
                new GenericUrl(endpoints.revoke()),
                new UrlEncodedContent(Map.of("token", grant.refreshToken())));
    request.setThrowExceptionOnExecuteError(false);
    HttpResponse response = request.execute();
    try {
      if (response.getStatusCode() >= 500) {
        throw new IOException("Google did not revoke: HTTP " + response.getStatusCode());
      }
    } finally {
      response.disconnect();
    }
  }
}

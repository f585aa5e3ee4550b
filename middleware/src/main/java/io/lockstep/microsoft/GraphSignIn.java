package io.lockstep.microsoft;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.lockstep.call.CallFailed;
import io.lockstep.port.PortException;
import java.net.URI;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A person connects their own account: consent page and code exchange with PKCE; and the page on
 * which an administrator consents for a directory.
 *
 * <p>A connect that brings no refresh token or not all rights has failed, however friendly the
 * answer looks.
 */
public final class GraphSignIn {
  /** The rights or the token that a connect must bring were missing. */
  public static final class ConnectFailed extends Exception {
    private static final long serialVersionUID = 1;
    private final String code;

    ConnectFailed(String code, String advice) {
      super(advice);
      this.code = code;
    }

    /** {@code noRefreshToken}, {@code missingScope}. */
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
   * A connect that succeeded. Secret.
   *
   * @param address the account that consented, lower case; empty where Microsoft did not say
   */
  public record Connected(String refreshToken, String address) {
    @Override
    public String toString() {
      return "Connected";
    }
  }

  private final GraphEndpoints endpoints;
  private final EntraTokens entra;
  private final String tenant;
  private final String clientId;
  private final ClientProof proof;
  private final String redirectUri;
  private final SecureRandom random;

  /**
   * @param tenant the directory whose people may connect; {@code organizations} = any
   */
  public GraphSignIn(
      GraphTransport transport,
      GraphEndpoints endpoints,
      String tenant,
      String clientId,
      ClientProof proof,
      String redirectUri,
      SecureRandom random,
      InstantSource clock) {
    this.endpoints = endpoints;
    this.entra =
        new EntraTokens(transport, endpoints, clock, new TokenFailures(GraphGrant.Kind.USER));
    this.tenant = tenant;
    this.clientId = clientId;
    this.proof = proof;
    this.redirectUri = redirectUri;
    this.random = random;
  }

  /**
   * Where to send the person's browser.
   *
   * @param loginHint the address that should sign in; empty = whoever does
   */
  public Attempt begin(String loginHint) {
    String state = secret(24);
    CodeVerifier verifier = new CodeVerifier(secret(64));
    AuthorizationRequest.Builder request =
        new AuthorizationRequest.Builder(new ResponseType("code"), new ClientID(clientId))
            .endpointURI(endpoints.authorize(tenant))
            .redirectionURI(URI.create(redirectUri))
            .scope(new Scope(GraphScope.SIGN_IN.toArray(String[]::new)))
            .state(new State(state))
            .codeChallenge(verifier, CodeChallengeMethod.S256)
            .customParameter("response_mode", "query")
            .customParameter("prompt", "select_account");
    if (!loginHint.isEmpty()) {
      request.customParameter("login_hint", loginHint);
    }
    return new Attempt(request.build().toURI(), state, verifier.getValue());
  }

  /** Where to send an administrator's browser to consent for the whole directory. */
  public URI adminConsent(String state) {
    return endpoints.adminConsent(tenant, clientId, redirectUri, state);
  }

  /**
   * Redeems the code; the caller has checked the state.
   *
   * @throws PortException where Microsoft refused or did not answer
   */
  public Connected finish(Attempt attempt, String code) throws ConnectFailed {
    TokenAnswer answer;
    try {
      answer =
          entra.ask(
              tenant,
              clientId,
              proof,
              new AuthorizationCodeGrant(
                  new AuthorizationCode(code),
                  URI.create(redirectUri),
                  new CodeVerifier(attempt.verifier())),
              GraphScope.SIGN_IN,
              null);
    } catch (CallFailed e) {
      throw e.failure().asException();
    }
    if (!missing(answer.scopes()).isEmpty()) {
      throw new ConnectFailed(
          "missingScope",
          "Microsoft did not grant both calendars and contacts. Connect again and accept both.");
    }
    String refreshToken = answer.refreshToken();
    if (refreshToken == null) {
      throw new ConnectFailed(
          "noRefreshToken",
          "Microsoft gave no lasting permission. Connect again, and accept that Lockstep keeps"
              + " access to what it was given.");
    }
    return new Connected(refreshToken, address(answer.idToken()));
  }

  /** Scopes come back short or with Graph's address before them. */
  private static List<String> missing(Set<String> granted) {
    Set<String> names =
        granted.stream()
            .map(scope -> scope.substring(scope.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return GraphScope.SYNC.stream()
        .filter(scope -> !names.contains(scope.toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static String address(@Nullable String idToken) {
    if (idToken == null) {
      return "";
    }
    try {
      // Straight from the token endpoint over TLS: its signature adds nothing (OpenID Connect Core,
      // 3.1.3.7, item 6).
      JWTClaimsSet claims = JWTParser.parse(idToken).getJWTClaimsSet();
      String email = claims.getStringClaim("email");
      String name = email == null ? claims.getStringClaim("preferred_username") : email;
      return name == null ? "" : name.toLowerCase(Locale.ROOT);
    } catch (ParseException e) {
      return ""; // who it is can be asked later; the grant is good
    }
  }

  private String secret(int bytes) {
    byte[] some = new byte[bytes];
    random.nextBytes(some);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(some);
  }
}

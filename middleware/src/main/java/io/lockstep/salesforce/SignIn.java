package io.lockstep.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lockstep.port.PortException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Signs users in by the OAuth JWT bearer flow: no password and no refresh token, one assertion for
 * each acting user, signed with the org's key. Tokens live in memory; a user is signed in once,
 * however many threads ask.
 */
final class SignIn {
  /** Salesforce refuses assertions that live longer than a few minutes. */
  private static final Duration ASSERTION_LIFE = Duration.ofSeconds(150);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final OrgSettings settings;
  private final HttpClient client;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final ConcurrentHashMap<String, CompletableFuture<Session>> sessions =
      new ConcurrentHashMap<>();

  SignIn(OrgSettings settings, HttpClient client, InstantSource clock) {
    this(settings, client, clock, SignIn::freshId);
  }

  /** Never used twice, so that an assertion cannot be replayed. */
  private static String freshId() {
    return new BigInteger(128, new SecureRandom()).toString(36);
  }

  SignIn(OrgSettings settings, HttpClient client, InstantSource clock, Supplier<String> ids) {
    this.settings = settings;
    this.client = client;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * The user's session, signing in where there is none.
   *
   * @throws PortException where that fails
   */
  Session session(String username) {
    CompletableFuture<Session> mine = new CompletableFuture<>();
    CompletableFuture<Session> held = sessions.putIfAbsent(key(username), mine);
    if (held != null) {
      return joined(held);
    }
    try {
      mine.complete(signIn(username));
    } catch (RuntimeException e) {
      sessions.remove(key(username), mine);
      mine.completeExceptionally(e);
    }
    return joined(mine);
  }

  /** A session other than the one that was refused. */
  Session renewed(String username, Session refused) {
    sessions.computeIfPresent(
        key(username),
        (any, held) ->
            held.state() == Future.State.SUCCESS && held.resultNow().token().equals(refused.token())
                ? null
                : held);
    return session(username);
  }

  /** Forgets the user's session, so that the next call signs in. */
  void forget(String username) {
    sessions.remove(key(username));
  }

  private static Session joined(CompletableFuture<Session> session) {
    try {
      return session.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PortException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  private static String key(String username) {
    return username.toLowerCase(Locale.ROOT);
  }

  private Session signIn(String username) {
    String form =
        "grant_type="
            + encoded("urn:ietf:params:oauth:grant-type:jwt-bearer")
            + "&assertion="
            + encoded(assertion(username));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(settings.loginHost() + "/services/oauth2/token"))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(settings.connectTimeout().plus(Duration.ofSeconds(20)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    HttpResponse<String> answer;
    try {
      answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new PortException.Unavailable("TOKEN_ENDPOINT", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PortException.Unavailable("INTERRUPTED", e);
    }
    return read(answer);
  }

  private String assertion(String username) {
    Instant now = clock.instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(settings.clientId())
            .subject(username)
            .audience(settings.loginHost())
            .expirationTime(Date.from(now.plus(ASSERTION_LIFE)))
            .jwtID(ids.get())
            .build();
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
    try {
      jwt.sign(new RSASSASigner(settings.privateKey()));
    } catch (JOSEException e) {
      throw new PortException.AccessLost(
          "invalid_key",
          PortException.AccessLost.Mender.OPERATOR,
          "The org's private key cannot sign. Enrol the org again with an RSA key of 2048 bits or more.",
          e);
    }
    return jwt.serialize();
  }

  private Session read(HttpResponse<String> answer) {
    JsonNode body;
    try {
      body = JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new PortException.Unavailable("HTTP_" + answer.statusCode(), e);
    }
    if (answer.statusCode() != 200 || body == null || !body.hasNonNull("access_token")) {
      throw SignInRefusal.of(
          answer.statusCode(),
          body == null ? "" : body.path("error").asText(""),
          body == null ? "" : body.path("error_description").asText(""));
    }
    // id is https://login.salesforce.com/id/{organization}/{user}
    String[] path = URI.create(body.path("id").asText("")).getPath().split("/", -1);
    if (path.length < 3) {
      throw new PortException.Unavailable("TOKEN_ANSWER", null);
    }
    Session session =
        new Session(
            body.path("access_token").asText(),
            URI.create(body.path("instance_url").asText()),
            RecordIds.full(path[path.length - 2]),
            RecordIds.full(path[path.length - 1]));
    if (settings.orgId() != null && !settings.orgId().equals(session.orgId())) {
      throw new PortException.AccessLost(
          "ANOTHER_ORG",
          PortException.AccessLost.Mender.OPERATOR,
          "The org that answers is not the one that was enrolled ("
              + settings.orgId()
              + "): it may be a refreshed sandbox. Nothing is synced until it is enrolled anew.",
          null);
    }
    return session;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

package io.lockstep.microsoft;

import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** Asks Entra's token endpoint. One attempt a call; what a refusal means is told apart here. */
final class EntraTokens {
  private final GraphTransport transport;
  private final GraphEndpoints endpoints;
  private final InstantSource clock;
  private final TokenFailures failures;

  EntraTokens(
      GraphTransport transport,
      GraphEndpoints endpoints,
      InstantSource clock,
      TokenFailures failures) {
    this.transport = transport;
    this.endpoints = endpoints;
    this.clock = clock;
    this.failures = failures;
  }

  /**
   * @param scope what is asked for; empty = what was granted before
   * @param claims JSON that a challenge demanded; null = none
   * @throws CallFailed where there is no token
   */
  TokenAnswer ask(
      String tenant,
      String clientId,
      ClientProof proof,
      AuthorizationGrant grant,
      List<String> scope,
      @Nullable String claims) {
    URI url = endpoints.token(tenant);
    Map<String, List<String>> more = new HashMap<>();
    if (claims != null) {
      more.put("claims", List.of(claims));
    }
    if (proof instanceof ClientProof.Certificate) {
      // The standard leaves it out beside an assertion that names the client; Entra wants it.
      more.put("client_id", List.of(clientId));
    }
    TokenRequest request =
        new TokenRequest(
            url,
            authentication(clientId, proof, url),
            grant,
            scope.isEmpty() ? null : new Scope(scope.toArray(String[]::new)),
            null,
            more);
    HTTPResponse answer = send(request.toHTTPRequest());
    if (!answer.indicatesSuccess()) {
      throw new CallFailed(
          failures.read(
              answer.getStatusCode(), answer.getBody(), answer.getHeaderValue("Retry-After")));
    }
    try {
      OIDCTokenResponse tokens =
          (OIDCTokenResponse) OIDCTokenResponseParser.parse(answer).toSuccessResponse();
      return read(tokens);
    } catch (ParseException | ClassCastException e) {
      // Without the cause: its message quotes the answer.
      throw new CallFailed(Failure.unavailable("unreadableTokenAnswer", null));
    }
  }

  private static TokenAnswer read(OIDCTokenResponse answer) {
    var tokens = answer.getOIDCTokens();
    Scope scope = tokens.getAccessToken().getScope();
    return new TokenAnswer(
        tokens.getAccessToken().getValue(),
        Duration.ofSeconds(tokens.getAccessToken().getLifetime()),
        tokens.getRefreshToken() == null ? null : tokens.getRefreshToken().getValue(),
        tokens.getIDTokenString(),
        scope == null ? Set.of() : Set.copyOf(scope.toStringList()));
  }

  private ClientAuthentication authentication(String clientId, ClientProof proof, URI url) {
    ClientID id = new ClientID(clientId);
    return switch (proof) {
      case ClientProof.Secret secret -> new ClientSecretPost(id, new Secret(secret.value()));
      case ClientProof.Certificate certificate ->
          ClientAssertion.sign(id, certificate, url, clock.instant());
    };
  }

  private HTTPResponse send(HTTPRequest request) {
    try {
      return request.send(this::exchange);
    } catch (IOException e) {
      throw new CallFailed(Failure.unavailable("signInUnavailable", e));
    }
  }

  private ReadOnlyHTTPResponse exchange(ReadOnlyHTTPRequest asked) throws IOException {
    OkHttpClient http = transport.entra();
    String form = asked.getBody() == null ? "" : asked.getBody();
    Request request =
        new Request.Builder()
            .url(asked.getURL())
            .header("Accept", "application/json")
            .post(
                RequestBody.create(
                    form, MediaType.get("application/x-www-form-urlencoded; charset=utf-8")))
            .build();
    try (Response response = http.newCall(request).execute()) {
      HTTPResponse answer = new HTTPResponse(response.code());
      String retryAfter = response.header("Retry-After");
      if (retryAfter != null) {
        answer.setHeader("Retry-After", retryAfter);
      }
      answer.setHeader("Content-Type", "application/json");
      ResponseBody body = response.body();
      answer.setBody(body == null ? "" : body.string());
      return answer;
    }
  }
}

package io.lockstep.sandbox.salesforce.api;

import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An External Client App (or Connected App) that is installed in the org.
 *
 * @param id the consumer key
 * @param secret the consumer secret; null = a public client that has none
 * @param callbackUrls where the web-server flow may send its answer
 * @param certificateKey the public key of the app's certificate, for the JWT bearer flow; null =
 *     the flow is off
 * @param preauthorized usernames that an administrator authorized beforehand, as given
 * @param adminApprovedOnly the policy "Admin approved users are pre-authorized": others are refused
 * @param pkceRequired whether the web-server flow asks for a code challenge
 * @param runAs the username the client-credentials flow acts as; null = the flow is off
 * @param scopes what the app may ask for
 */
public record ClientApp(
    String id,
    @Nullable String secret,
    Set<String> callbackUrls,
    @Nullable RSAPublicKey certificateKey,
    Set<String> preauthorized,
    boolean adminApprovedOnly,
    boolean pkceRequired,
    @Nullable String runAs,
    Set<String> scopes) {
  public ClientApp {
    callbackUrls = Set.copyOf(callbackUrls);
    preauthorized = Set.copyOf(preauthorized);
    scopes = Set.copyOf(scopes);
  }

  /** A web app with the platform's defaults: secret and PKCE required, users approve themselves. */
  public static ClientApp of(String id, String secret, String callbackUrl) {
    return new ClientApp(
        id,
        secret,
        Set.of(callbackUrl),
        null,
        Set.of(),
        false,
        true,
        null,
        Set.of("api", "refresh_token", "id", "openid"));
  }

  public ClientApp withCertificate(RSAPublicKey key, Set<String> usernames) {
    return new ClientApp(
        id, secret, callbackUrls, key, usernames, adminApprovedOnly, pkceRequired, runAs, scopes);
  }

  public ClientApp withAdminApprovedOnly(boolean only) {
    return new ClientApp(
        id, secret, callbackUrls, certificateKey, preauthorized, only, pkceRequired, runAs, scopes);
  }

  public ClientApp withPkceRequired(boolean required) {
    return new ClientApp(
        id,
        secret,
        callbackUrls,
        certificateKey,
        preauthorized,
        adminApprovedOnly,
        required,
        runAs,
        scopes);
  }

  public ClientApp withRunAs(String username) {
    return new ClientApp(
        id,
        secret,
        callbackUrls,
        certificateKey,
        preauthorized,
        adminApprovedOnly,
        pkceRequired,
        username,
        scopes);
  }

  /** Usernames compare without regard to case. */
  public boolean isPreauthorized(String username) {
    return preauthorized.stream().anyMatch(username::equalsIgnoreCase);
  }
}

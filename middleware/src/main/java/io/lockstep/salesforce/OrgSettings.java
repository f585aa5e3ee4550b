package io.lockstep.salesforce;

import java.net.URI;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one org is reached, as it was enrolled.
 *
 * @param loginUrl the authorization server, also the audience of the assertions: {@code
 *     https://login.salesforce.com}, {@code https://test.salesforce.com} or the org's My Domain
 * @param clientId consumer key of the external client app
 * @param privateKey the key whose certificate the app knows
 * @param integrationUsername the user who reads ids, owners and stamps, and keeps the package's
 *     rows
 * @param apiVersion for instance {@code 65.0}
 * @param connectTimeout how long opening a connection may take
 * @param readTimeout how long a whole answer may take
 * @param orgId the org that must answer, 18 characters; null = whichever does, before it is
 *     enrolled
 */
public record OrgSettings(
    URI loginUrl,
    String clientId,
    RSAPrivateKey privateKey,
    String integrationUsername,
    String apiVersion,
    Duration connectTimeout,
    Duration readTimeout,
    @Nullable String orgId) {
  /** The version the typed client was made for. */
  public static final String API_VERSION = "65.0";

  public OrgSettings(
      URI loginUrl, String clientId, RSAPrivateKey privateKey, String integrationUsername) {
    this(
        loginUrl,
        clientId,
        privateKey,
        integrationUsername,
        API_VERSION,
        Duration.ofSeconds(10),
        Duration.ofSeconds(120),
        null);
  }

  /** The same, and no other org than this may answer. */
  public OrgSettings onlyOf(String id) {
    return new OrgSettings(
        loginUrl,
        clientId,
        privateKey,
        integrationUsername,
        apiVersion,
        connectTimeout,
        readTimeout,
        id);
  }

  /** The login URL without a slash at its end. */
  String loginHost() {
    String text = loginUrl.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "OrgSettings[" + loginUrl + " " + clientId + " " + apiVersion + "]";
  }
}

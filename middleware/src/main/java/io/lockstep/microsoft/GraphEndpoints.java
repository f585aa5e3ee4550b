package io.lockstep.microsoft;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where Microsoft is: other hosts for national clouds, the sandbox and tests.
 *
 * @param graph the root of Graph, without version and closing slash
 * @param login the root of the sign-in, without closing slash
 */
public record GraphEndpoints(String graph, String login) {
  public GraphEndpoints {
    graph = unslashed(graph);
    login = unslashed(login);
  }

  /** The root under which all calls of this version lie. */
  String root() {
    return graph + "/v1.0";
  }

  URI token(String tenant) {
    return URI.create(login + "/" + encoded(tenant) + "/oauth2/v2.0/token");
  }

  URI authorize(String tenant) {
    return URI.create(login + "/" + encoded(tenant) + "/oauth2/v2.0/authorize");
  }

  /** The page on which an administrator agrees for the whole directory. */
  URI adminConsent(String tenant, String clientId, String redirectUri, String state) {
    return URI.create(
        login
            + "/"
            + encoded(tenant)
            + "/adminconsent?client_id="
            + encoded(clientId)
            + "&redirect_uri="
            + encoded(redirectUri)
            + "&state="
            + encoded(state));
  }

  /** All permissions that an application has in the directory. */
  String applicationScope() {
    return graph + "/.default";
  }

  /**
   * Whether a URL is Graph's: only there may an access token go. Answers name absolute URLs of
   * following pages.
   */
  boolean isGraph(URI url) {
    URI own = URI.create(graph);
    return own.getScheme().equalsIgnoreCase(url.getScheme())
        && own.getHost().equalsIgnoreCase(url.getHost())
        && own.getPort() == url.getPort()
        && url.getUserInfo() == null;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String unslashed(String url) {
    return url.replaceFirst("/+$", "");
  }
}

package io.lockstep.google;

import java.net.URI;

/**
 * Where Google is. Every URL can be set, for the sandbox and for tests.
 *
 * @param calendarRoot ends with a slash
 * @param peopleRoot ends with a slash
 * @param authorize the page on which a user consents
 * @param revoke takes a refresh token out of service
 */
public record GoogleEndpoints(
    String calendarRoot, String peopleRoot, URI authorize, URI token, URI revoke) {

  private static final String ACCOUNTS = "https://accounts.google.com/o/oauth2/v2/auth";
  private static final String TOKEN = "https://oauth2.googleapis.com/token";
  private static final String REVOKE = "https://oauth2.googleapis.com/revoke";

  public GoogleEndpoints {
    calendarRoot = slashed(calendarRoot);
    peopleRoot = slashed(peopleRoot);
  }

  public static GoogleEndpoints production() {
    return new GoogleEndpoints(
        "https://www.googleapis.com/",
        "https://people.googleapis.com/",
        URI.create(ACCOUNTS),
        URI.create(TOKEN),
        URI.create(REVOKE));
  }

  /**
   * From the settings {@code LOCKSTEP_GOOGLE_ROOT_URL} and {@code LOCKSTEP_GOOGLE_TOKEN_URL}: both
   * APIs and the consent page ({@code o/oauth2/v2/auth}) under one root, {@code revoke} beside the
   * token URL.
   *
   * @param root empty = Google's own
   * @param token empty = {@code token} under the root, or Google's own where there is none
   */
  public static GoogleEndpoints of(String root, String token) {
    GoogleEndpoints google = production();
    if (root.isEmpty() && token.isEmpty()) {
      return google;
    }
    URI tokenUrl = token.isEmpty() ? URI.create(slashed(root) + "token") : URI.create(token);
    URI revokeUrl = tokenUrl.resolve("revoke");
    if (root.isEmpty()) {
      return new GoogleEndpoints(
          google.calendarRoot, google.peopleRoot, google.authorize, tokenUrl, revokeUrl);
    }
    String base = slashed(root);
    return new GoogleEndpoints(
        base, base, URI.create(base + "o/oauth2/v2/auth"), tokenUrl, revokeUrl);
  }

  private static String slashed(String url) {
    return url.endsWith("/") ? url : url + "/";
  }
}

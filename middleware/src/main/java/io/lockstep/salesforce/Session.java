package io.lockstep.salesforce;

import java.net.URI;

/**
 * A signed-in user.
 *
 * @param token goes where a session id goes; a secret
 * @param instanceUrl where this org's API is
 * @param orgId 18 characters
 * @param userId 18 characters
 */
record Session(String token, URI instanceUrl, String orgId, String userId) {
  /** {@code https://x.my.salesforce.com/services/Soap/u/65.0}; WSC needs the whole path. */
  String soapEndpoint(String apiVersion) {
    return base() + "/services/Soap/u/" + apiVersion;
  }

  String bulkEndpoint(String apiVersion) {
    return base() + "/services/async/" + apiVersion;
  }

  private String base() {
    String text = instanceUrl.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "Session[" + orgId + " " + userId + "]";
  }
}

package io.lockstep.google;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import java.io.IOException;

/**
 * Lets the library take a new token after a 401, once for a request. By itself it would go on for
 * as long as the request may be repeated, and take one more token in vain at the end.
 */
final class RefreshOnce implements HttpUnsuccessfulResponseHandler {
  private final HttpUnsuccessfulResponseHandler signIn;
  private boolean used;

  RefreshOnce(HttpUnsuccessfulResponseHandler signIn) {
    this.signIn = signIn;
  }

  @Override
  public boolean handleResponse(HttpRequest request, HttpResponse response, boolean supportsRetry)
      throws IOException {
    if (used || !supportsRetry) {
      return false;
    }
    used = true;
    boolean refreshed = signIn.handleResponse(request, response, true);
    // The library prepares the request anew and puts itself in this place.
    request.setUnsuccessfulResponseHandler(this);
    return refreshed;
  }
}

package io.lockstep.sandbox.google.calendar;

import io.lockstep.sandbox.google.GoogleUser;

/**
 * Who makes a change.
 *
 * @param client the OAuth client; empty where a person acts in the web page
 * @param undelegated a service account that speaks for itself
 */
public record Actor(GoogleUser user, String client, boolean undelegated) {
  public static Actor person(GoogleUser user) {
    return new Actor(user, "", false);
  }

  boolean isPerson() {
    return client.isEmpty();
  }
}

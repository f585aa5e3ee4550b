package io.lockstep.google;

import java.util.List;

/**
 * The least rights that a sync needs: the events of calendars the person owns, and contacts with
 * their labels. Signing in also asks for the address, so that nobody connects a wrong account.
 */
public final class GoogleScope {
  public static final String EVENTS = "https://www.googleapis.com/auth/calendar.events.owned";
  public static final String CONTACTS = "https://www.googleapis.com/auth/contacts";

  /** What a delegation must list in the Admin console, exactly. */
  public static final List<String> SYNC = List.of(EVENTS, CONTACTS);

  static final List<String> SIGN_IN = List.of("openid", "email", EVENTS, CONTACTS);

  private GoogleScope() {}
}

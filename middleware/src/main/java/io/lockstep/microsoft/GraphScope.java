package io.lockstep.microsoft;

import java.util.List;

/** The delegated permissions that a person consents to. */
final class GraphScope {
  /** Without these there is no sync. */
  static final List<String> SYNC = List.of("Calendars.ReadWrite", "Contacts.ReadWrite");

  static final List<String> SIGN_IN =
      List.of(
          "offline_access",
          "openid",
          "profile",
          "email",
          "User.Read",
          "Calendars.ReadWrite",
          "Contacts.ReadWrite");

  private GraphScope() {}
}

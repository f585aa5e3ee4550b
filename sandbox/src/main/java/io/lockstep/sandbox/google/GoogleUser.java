package io.lockstep.sandbox.google;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * A person with a Google account. There are no passwords: who signs in is chosen from a list.
 *
 * @param id the account's number, {@code sub} in OpenID Connect
 * @param email the primary address, lower case; also the id of the primary calendar
 * @param aliases further addresses that mean the same account, lower case
 * @param timeZone the calendar's zone, an IANA name
 * @param usesCalendar false: Calendar is switched off for this user
 */
public record GoogleUser(
    String id,
    String email,
    List<String> aliases,
    String name,
    ZoneId timeZone,
    boolean usesCalendar) {
  public GoogleUser {
    email = email.toLowerCase(Locale.ROOT);
    aliases = aliases.stream().map(a -> a.toLowerCase(Locale.ROOT)).toList();
  }

  /** Whether mail to this address reaches this user. */
  public boolean owns(String address) {
    String folded = address.toLowerCase(Locale.ROOT);
    return email.equals(folded) || aliases.contains(folded);
  }
}

package io.lockstep.sandbox.microsoft;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * A person with an account in the tenant. There are no passwords: who signs in is chosen from a
 * list.
 *
 * @param id the directory's GUID
 * @param userPrincipalName the sign-in name, lower case
 * @param mail the mailbox's primary address, lower case
 * @param aliases further addresses that reach the mailbox, lower case
 * @param timeZone the mailbox's zone, an IANA name
 */
public record GraphUser(
    String id,
    String userPrincipalName,
    String mail,
    List<String> aliases,
    String displayName,
    String givenName,
    String surname,
    ZoneId timeZone) {
  public GraphUser {
    userPrincipalName = userPrincipalName.toLowerCase(Locale.ROOT);
    mail = mail.toLowerCase(Locale.ROOT);
    aliases = aliases.stream().map(a -> a.toLowerCase(Locale.ROOT)).toList();
  }

  /** Whether mail to this address reaches this user. */
  public boolean owns(String address) {
    String folded = address.toLowerCase(Locale.ROOT);
    return mail.equals(folded) || userPrincipalName.equals(folded) || aliases.contains(folded);
  }
}

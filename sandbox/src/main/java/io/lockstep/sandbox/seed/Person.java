package io.lockstep.sandbox.seed;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An employee of the company, who has a user in the org and a mailbox.
 *
 * @param name the handle the control service knows the person by: {@code amelie}
 * @param email the mailbox's primary address
 * @param username in the org; not an address that receives mail
 * @param provider {@code google} or {@code microsoft}
 * @param manager the {@link #name} of the person above in the role hierarchy; null at the top
 */
public record Person(
    String name,
    String given,
    String family,
    String email,
    List<String> aliases,
    String username,
    String title,
    ZoneId zone,
    String provider,
    @Nullable String manager) {
  public Person {
    aliases = List.copyOf(aliases);
  }

  public String fullName() {
    return given + " " + family;
  }
}

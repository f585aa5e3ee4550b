package io.lockstep.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What a sealed thing is: it opens under this name only, so that one org's secret put in another's
 * place is refused.
 *
 * @param tenant the org's id, 18 characters
 * @param name for instance {@code org} or {@code connection/google}
 */
public record SecretName(String tenant, String name) {
  byte[] associatedData() {
    return ("lockstep\n" + tenant + "\n" + name).getBytes(UTF_8);
  }

  @Override
  public String toString() {
    return tenant + "/" + name;
  }
}

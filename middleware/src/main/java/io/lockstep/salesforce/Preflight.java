package io.lockstep.salesforce;

import io.lockstep.port.PortException.AccessLost.Mender;
import java.util.List;

/**
 * What keeps one user from syncing; nothing = all is well.
 *
 * @param findings one for each reason, the first to be mended first
 */
public record Preflight(List<Finding> findings) {

  /**
   * @param code stays the same in every language
   * @param advice a sentence with the next step
   */
  public record Finding(String code, Mender mender, String advice) {}

  public Preflight {
    findings = List.copyOf(findings);
  }

  public boolean passed() {
    return findings.isEmpty();
  }
}

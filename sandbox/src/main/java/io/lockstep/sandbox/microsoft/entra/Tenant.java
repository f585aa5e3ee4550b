package io.lockstep.sandbox.microsoft.entra;

import java.util.List;
import java.util.Locale;

/**
 * The one tenant there is.
 *
 * @param id a GUID
 * @param domains verified ones, lower case
 */
public record Tenant(String id, String name, List<String> domains) {
  /** What the path names: {@code common}, {@code organizations}, {@code consumers} or a tenant. */
  public enum Authority {
    common,
    organizations,
    consumers,
    own
  }

  public Tenant {
    domains = List.copyOf(domains);
  }

  /**
   * @throws EntraError 90002 for another tenant
   */
  Authority authority(String segment) {
    String folded = segment.toLowerCase(Locale.ROOT);
    return switch (folded) {
      case "common" -> Authority.common;
      case "organizations" -> Authority.organizations;
      case "consumers" -> Authority.consumers;
      default -> {
        if (folded.equals(id) || domains.contains(folded)) {
          yield Authority.own;
        }
        throw EntraError.invalidRequest(
            90002,
            "Tenant '"
                + segment
                + "' not found. Check to make sure you have the correct tenant ID and are signing"
                + " into the correct cloud. Check with your subscription administrator, this may"
                + " happen if there are no active subscriptions for the tenant.");
      }
    };
  }
}

package io.lockstep.salesforce;

import io.lockstep.port.PortException;
import io.lockstep.port.PortException.AccessLost.Mender;
import java.time.Duration;
import java.util.Locale;

/**
 * What an answer of the token endpoint means and who can mend it. The endpoint says {@code
 * invalid_grant} for most things, so the description decides.
 */
final class SignInRefusal {
  private SignInRefusal() {}

  static PortException of(int status, String error, String description) {
    String said = description.toLowerCase(Locale.ROOT);
    if (said.contains("rate exceeded") || error.equals("rate_limit_exceeded") || status == 429) {
      return new PortException.RateLimited("login_rate_exceeded", Duration.ofMinutes(5));
    }
    if (status >= 500 || error.isEmpty() || error.equals("server_error")) {
      return new PortException.Unavailable("HTTP_" + status, null);
    }
    if (said.contains("inactive user")) {
      return lost(
          "inactive_user",
          Mender.USER,
          "This user is not active in Salesforce. The sync of this user waits until the user is active again.");
    }
    if (said.contains("frozen")) {
      return lost(
          "user_frozen",
          Mender.USER,
          "This user is frozen in Salesforce. The sync of this user waits until an administrator unfreezes the user.");
    }
    if (said.contains("locked")) {
      return lost(
          "user_locked",
          Mender.USER,
          "This user is locked out of Salesforce. Wait until the lock ends, or ask an administrator to unlock the user.");
    }
    if (said.contains("hours")) {
      return lost(
          "login_hours",
          Mender.USER,
          "The profile's login hours do not allow this user in now. The sync goes on by itself when they begin.");
    }
    if (said.contains("ip restricted") || said.contains("ip range")) {
      return lost(
          "ip_restricted",
          Mender.USER,
          "The profile's login IP ranges shut Lockstep out for this user. Add Lockstep's addresses to them, or relax IP restrictions for the app.");
    }
    if (said.contains("approved") || error.equals("invalid_app_access")) {
      return lost(
          "not_approved",
          Mender.ADMINISTRATOR,
          "This user may not use the Lockstep app yet. Assign a permission set that the app's policy pre-authorizes.");
    }
    if (said.contains("audience")) {
      return lost(
          "invalid_audience",
          Mender.ADMINISTRATOR,
          "Salesforce does not accept this login URL. Enrol the org again with https://login.salesforce.com, https://test.salesforce.com or the org's My Domain.");
    }
    if (said.contains("expired authorization code")) {
      return lost(
          "assertion_expired",
          Mender.OPERATOR,
          "Salesforce found the sign-in out of date. Set the clock of the machine that runs Lockstep.");
    }
    if (error.startsWith("invalid_client") || said.contains("client identifier")) {
      return lost(
          error,
          Mender.ADMINISTRATOR,
          "Salesforce does not know the app's client ID. Check the external client app and enrol the org with its consumer key.");
    }
    if (error.equals("inactive_org")) {
      return lost(
          "inactive_org",
          Mender.ADMINISTRATOR,
          "Salesforce has locked or closed this org. Nothing is synced until it is open again.");
    }
    if (said.contains("invalid assertion") || said.contains("signature")) {
      return lost(
          "invalid_assertion",
          Mender.ADMINISTRATOR,
          "Salesforce does not accept Lockstep's signature. Upload the certificate of the enrolled key to the external client app.");
    }
    return lost(
        error,
        Mender.ADMINISTRATOR,
        "Salesforce refused to sign this user in. Check that the user exists and that the external client app allows the JWT bearer flow.");
  }

  private static PortException lost(String code, Mender mender, String advice) {
    return new PortException.AccessLost(code, mender, advice, null);
  }
}

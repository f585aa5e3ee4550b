package io.lockstep.salesforce;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that administrators of an org have set, as it was read at one moment.
 *
 * @param users the active users in a configuration that is on, by user id
 * @param connections by row id
 * @param mailboxes by user id
 * @param problems what is wrong with single rows; a configuration with a problem is off
 */
public record OrgConfiguration(
    Map<String, SyncUser> users,
    Map<String, SyncConnection> connections,
    Map<String, SyncMailbox> mailboxes,
    List<Problem> problems) {

  public OrgConfiguration {
    users = Map.copyOf(users);
    connections = Map.copyOf(connections);
    mailboxes = Map.copyOf(mailboxes);
    problems = List.copyOf(problems);
  }

  /**
   * A user who syncs.
   *
   * @param id 18 characters
   * @param username what the user is signed in by
   * @param address the user's e-mail address in Salesforce, lower case
   * @param timeZone {@code TimeZoneSidKey}, an IANA id; empty = unknown
   */
  public record SyncUser(
      String id, String username, String address, String timeZone, SyncRules rules) {}

  /**
   * A mail system.
   *
   * @param tenant the directory id, for Microsoft 365; empty = none
   */
  public record SyncConnection(
      String id,
      String name,
      Provider provider,
      AuthType authType,
      boolean active,
      String tenant,
      List<String> domains) {
    public SyncConnection {
      domains = List.copyOf(domains);
    }
  }

  public enum Provider {
    GOOGLE,
    MICROSOFT
  }

  public enum AuthType {
    SERVICE_ACCOUNT,
    APP_ONLY,
    USER_OAUTH
  }

  /**
   * A user's row on the status page.
   *
   * @param request what a person asks for: {@code SyncNow}, {@code Reset}, …; null = nothing
   */
  public record SyncMailbox(
      String id,
      String userId,
      String address,
      @Nullable String connectionId,
      String status,
      @Nullable String request) {}

  /**
   * @param configurationId the configuration that is off because of it
   * @param advice a sentence that names row and field
   */
  public record Problem(String configurationId, String advice) {}
}

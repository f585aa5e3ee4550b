package io.lockstep.state;

/**
 * One user's mailbox in one org.
 *
 * @param orgId 18 characters
 * @param userId the Salesforce user, 18 characters
 */
public record MailboxId(String orgId, String userId) {
  @Override
  public String toString() {
    return orgId + ":" + userId;
  }
}

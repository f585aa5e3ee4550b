package io.lockstep.salesforce;

import com.sforce.soap.partner.UpsertResult;
import com.sforce.soap.partner.sobject.SObject;
import io.lockstep.port.PortException;
import java.util.List;
import java.util.Map;

/**
 * Keeps the rows of {@code SyncMailbox__c} in step with what the worker knows; as the integration
 * user.
 */
public final class StatusWriter {
  private static final int ROWS = 200;

  private final SoapUser integration;
  private final DecidedIssues issues;

  StatusWriter(SoapUser integration, DecidedIssues issues) {
    this.integration = integration;
    this.issues = issues;
  }

  /**
   * Creates or updates one row for each mailbox.
   *
   * @throws PortException where a row was refused, or Salesforce cannot be reached
   */
  public void write(List<MailboxStatus> statuses) {
    for (int from = 0; from < statuses.size(); from += ROWS) {
      List<MailboxStatus> some = statuses.subList(from, Math.min(from + ROWS, statuses.size()));
      Map<String, Integer> open = issues.openBy(some.stream().map(MailboxStatus::userId).toList());
      SObject[] rows =
          some.stream()
              .map(status -> row(status, open.getOrDefault(status.userId(), 0)))
              .toArray(SObject[]::new);
      UpsertResult[] results = integration.call(on -> on.upsert("Key__c", rows));
      for (UpsertResult result : results) {
        if (!result.isSuccess()) {
          throw new PortException.AccessLost(
              RowErrors.first(result.getErrors()),
              PortException.AccessLost.Mender.ADMINISTRATOR,
              "Lockstep cannot keep the rows of Sync Mailbox. Assign the permission set Lockstep Integration to the"
                  + " integration user.",
              null);
        }
      }
    }
  }

  /** The user owns the row, so that the user sees it and what hangs below. */
  private static SObject row(MailboxStatus status, int open) {
    Draft draft =
        new Draft("SyncMailbox__c")
            .text("Key__c", status.userId())
            .text("Name", KeptText.cut(status.address(), 80))
            .text("User__c", status.userId())
            .text("OwnerId", status.userId())
            .text("Address__c", status.address())
            .text("Status__c", status.status())
            .number("LinkedContacts__c", status.linkedContacts())
            .number("LinkedEvents__c", status.linkedEvents())
            .number("Held__c", status.held())
            .number("OpenIssues__c", open)
            .number("Progress__c", status.progress())
            .text("StatusCode__c", KeptText.cut(status.code(), 80))
            .text("StatusDetail__c", KeptText.cut(status.detail(), 4000));
    if (status.lastPassAt() != null) {
      draft.time("LastPassAt__c", status.lastPassAt());
    }
    if (status.requestDone()) {
      draft.empty("Request__c");
    }
    return draft.row(false);
  }
}

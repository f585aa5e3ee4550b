package io.lockstep.salesforce;

import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.sobject.SObject;
import io.lockstep.port.IssueReport;
import io.lockstep.port.PortException;
import io.lockstep.sync.Side;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps issues as rows of {@code SyncIssue__c} below the user's mailbox, as the integration user:
 * users may read and decide them, not make them.
 */
final class IssueRows {
  private static final int LONG_TEXT = 32_000;
  private static final int LOSING_VALUE = 131_072;

  private final SoapUser integration;
  private final InstantSource clock;

  IssueRows(SoapUser integration, InstantSource clock) {
    this.integration = integration;
    this.clock = clock;
  }

  /**
   * Returns once every row is confirmed. A create and not an upsert: a row that is there already
   * may have been decided by a person.
   *
   * @throws PortException where a row was not confirmed
   */
  void keep(String userId, List<IssueReport> issues) {
    if (issues.isEmpty()) {
      return;
    }
    String mailbox = new MailboxRows(integration).idOf(userId);
    for (int from = 0; from < issues.size(); from += RecordWriter.ROWS_A_CALL) {
      List<IssueReport> some =
          issues.subList(from, Math.min(issues.size(), from + RecordWriter.ROWS_A_CALL));
      List<SObject> rows = new ArrayList<>();
      for (IssueReport issue : some) {
        rows.add(row(issue, mailbox));
      }
      for (SaveResult result : integration.call(on -> on.create(rows.toArray(SObject[]::new)))) {
        confirm(result);
      }
    }
  }

  private static void confirm(SaveResult result) {
    if (result.isSuccess()) {
      return;
    }
    String code = RowErrors.first(result.getErrors());
    switch (code) {
      case "DUPLICATE_VALUE" -> {
        // It was kept before.
      }
      case "UNABLE_TO_LOCK_ROW", "UNKNOWN_EXCEPTION", "SERVER_UNAVAILABLE" ->
          throw new PortException.Unavailable(code, null);
      default ->
          throw new PortException.AccessLost(
              code,
              PortException.AccessLost.Mender.ADMINISTRATOR,
              "Lockstep cannot keep issues in the org, so nothing is overwritten. Assign the permission set Lockstep Integration to the integration user and check the data storage.",
              null);
    }
  }

  private SObject row(IssueReport issue, String mailbox) {
    Draft draft =
        new Draft("SyncIssue__c")
            .text("Mailbox__c", mailbox)
            .text("Key__c", issue.key())
            .text("Kind__c", kind(issue.type()))
            .text("Status__c", "Open")
            .text("ObjectName__c", DeletionCheck.object(issue.kind()))
            .text("FieldName__c", KeptText.cut(issue.field(), 255))
            .text("LosingValue__c", KeptText.cut(issue.losingValue(), LOSING_VALUE))
            .text("Code__c", KeptText.cut(issue.code(), 80))
            .text("Detail__c", KeptText.cut(issue.detail(), LONG_TEXT))
            .time("OccurredAt__c", clock.instant());
    if (issue.recordId() != null) {
      draft.text("RecordId__c", issue.recordId());
    }
    if (issue.itemId() != null) {
      draft.text("ItemId__c", KeptText.cut(issue.itemId(), 255));
    }
    if (issue.winner() != null) {
      draft.text("WinningSide__c", issue.winner() == Side.ITEM ? "Mail" : "Salesforce");
    }
    return draft.row(true);
  }

  private static String kind(IssueReport.Type type) {
    return switch (type) {
      case CONFLICT -> "Conflict";
      case UNRESOLVED -> "Unresolved";
      case HELD -> "Held";
      case REFUSED -> "Refused";
      case DELETED_AND_EDITED -> "DeletedVsEdited";
      case NOT_SUPPORTED -> "NotSupported";
    };
  }
}

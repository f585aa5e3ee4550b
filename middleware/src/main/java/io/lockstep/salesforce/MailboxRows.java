package io.lockstep.salesforce;

import com.sforce.soap.partner.UpsertResult;
import com.sforce.soap.partner.sobject.SObject;
import io.lockstep.port.PortException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The rows of {@code SyncMailbox__c}, one for each syncing user, keyed by the user's id. */
final class MailboxRows {
  private final SoapUser integration;

  MailboxRows(SoapUser integration) {
    this.integration = integration;
  }

  /** The id of the user's row, which is made where there is none. */
  String idOf(String userId) {
    return Objects.requireNonNull(idsOf(Set.of(userId)).get(userId));
  }

  /** The ids of the users' rows by user, in one call; rows are made where there are none. */
  Map<String, String> idsOf(Set<String> userIds) {
    Map<String, String> ids = new HashMap<>();
    for (List<String> group : Soql.groups(userIds, SoapUser.PAGE)) {
      String soql =
          "SELECT Id, User__c FROM SyncMailbox__c WHERE User__c IN "
              + Soql.in(group)
              + " ORDER BY CreatedDate";
      for (Row row : new RecordQueries(integration).all(soql, false)) {
        ids.putIfAbsent(RecordIds.full(row.text("User__c")), row.id());
      }
    }
    for (String userId : userIds) {
      ids.computeIfAbsent(userId, this::made);
    }
    return ids;
  }

  /** The user owns the row, so that the user sees it and what hangs below. */
  private String made(String userId) {
    SObject row =
        new Draft("SyncMailbox__c")
            .text("Key__c", userId)
            .text("Name", userId)
            .text("User__c", userId)
            .text("OwnerId", userId)
            .text("Status__c", "Waiting")
            .row(true);
    UpsertResult[] result = integration.call(on -> on.upsert("Key__c", new SObject[] {row}));
    if (result.length != 1 || !result[0].isSuccess()) {
      throw new PortException.AccessLost(
          result.length == 1 && result[0].getErrors() != null && result[0].getErrors().length > 0
              ? RowErrors.code(result[0].getErrors()[0])
              : "UNKNOWN_EXCEPTION",
          PortException.AccessLost.Mender.ADMINISTRATOR,
          "Lockstep cannot keep a Sync Mailbox in the org. Assign the permission set Lockstep Integration to the integration user.",
          null);
    }
    return RecordIds.full(result[0].getId());
  }
}

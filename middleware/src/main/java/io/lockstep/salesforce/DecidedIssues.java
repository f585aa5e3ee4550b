package io.lockstep.salesforce;

import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.sobject.SObject;
import io.lockstep.port.PortException;
import io.lockstep.sync.Kind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what people decided on issues, closes what was carried out, and counts what is open. */
public final class DecidedIssues {
  private static final int ROWS = 200;

  private final SoapUser integration;
  private final InstantSource clock;

  DecidedIssues(SoapUser integration, InstantSource clock) {
    this.integration = integration;
    this.clock = clock;
  }

  /**
   * The oldest two hundred, in one call.
   *
   * @throws PortException where they cannot be read
   */
  public List<DecidedIssue> open() {
    List<DecidedIssue> decided = new ArrayList<>();
    for (Row row :
        new RecordQueries(integration)
            .all(
                "SELECT Id, Mailbox__r.User__c, ObjectName__c, RecordId__c, ItemId__c,"
                    + " FieldName__c, LosingValue__c, Choice__c, ChosenRecordId__c FROM"
                    + " SyncIssue__c WHERE Status__c = 'Open' AND Choice__c != null ORDER BY"
                    + " OccurredAt__c, Id LIMIT "
                    + ROWS,
                false)) {
      Row mailbox = row.parent("Mailbox__r");
      if (mailbox != null && RecordIds.isId(mailbox.text("User__c"))) {
        decided.add(
            new DecidedIssue(
                row.id(),
                RecordIds.full(mailbox.text("User__c")),
                row.text("ObjectName__c").equals("Event") ? Kind.EVENT : Kind.CONTACT,
                id(row.text("RecordId__c")),
                Versions.orNull(row.text("ItemId__c")),
                row.text("FieldName__c"),
                row.text("LosingValue__c"),
                row.text("Choice__c"),
                id(row.text("ChosenRecordId__c"))));
      }
    }
    return decided;
  }

  private static @Nullable String id(String text) {
    return RecordIds.isId(text) ? RecordIds.full(text) : null;
  }

  /**
   * Closes issues whose decision was carried out.
   *
   * @throws PortException where Salesforce cannot be reached; a row that is refused stays open and
   *     is carried out again, which changes nothing
   */
  public void close(Collection<String> ids) {
    update(
        ids,
        id ->
            new Draft("SyncIssue__c")
                .text("Status__c", "Closed")
                .time("ClosedAt__c", clock.instant()));
  }

  /** Takes back decisions that cannot be carried out, with a sentence that says so. */
  public void refuse(Collection<String> ids) {
    update(
        ids,
        id ->
            new Draft("SyncIssue__c")
                .empty("Choice__c")
                .text(
                    "Detail__c",
                    "Your choice could not be carried out: it does not fit this issue, or what it is"
                        + " about is no longer there. Choose something else, or close the issue."));
  }

  private void update(Collection<String> ids, Function<String, Draft> draft) {
    List<String> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += ROWS) {
      List<SObject> rows = new ArrayList<>();
      for (String id : all.subList(from, Math.min(from + ROWS, all.size()))) {
        SObject row = draft.apply(id).row(false);
        row.setId(id);
        rows.add(row);
      }
      for (SaveResult result : integration.call(on -> on.update(rows.toArray(SObject[]::new)))) {
        if (!result.isSuccess()
            && !RowErrors.first(result.getErrors()).equals("ENTITY_IS_DELETED")) {
          throw new PortException.AccessLost(
              RowErrors.first(result.getErrors()),
              PortException.AccessLost.Mender.ADMINISTRATOR,
              "Lockstep cannot close issues in the org. Assign the permission set Lockstep"
                  + " Integration to the integration user.",
              null);
        }
      }
    }
  }

  /**
   * How many issues are open, by user; users without one are not in it.
   *
   * @param userIds at most 200
   */
  Map<String, Integer> openBy(Collection<String> userIds) {
    Map<String, Integer> counts = new HashMap<>();
    if (userIds.isEmpty()) {
      return counts;
    }
    String soql =
        "SELECT Mailbox__r.User__c person, COUNT(Id) issues FROM SyncIssue__c WHERE Status__c ="
            + " 'Open' AND Mailbox__r.User__c IN "
            + Soql.in(userIds)
            + " GROUP BY Mailbox__r.User__c";
    for (Row row : new RecordQueries(integration).all(soql, false)) {
      counts.put(RecordIds.full(row.text("person")), Integer.parseInt(row.text("issues")));
    }
    return counts;
  }
}

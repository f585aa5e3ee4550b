package io.lockstep.salesforce;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One pass over one mailbox, as it is kept in {@code SyncLog__c}.
 *
 * @param key names the pass, so that writing it twice leaves one row
 * @param userId whose mailbox it was, 18 characters
 * @param trigger what made the pass run: {@code Schedule}, {@code Nudge}, {@code Push}, …
 * @param outcome {@code Done}, {@code Partly}, {@code Held}, {@code Stopped} or {@code Failed}
 * @param code why it did not end well; empty = it did
 * @param counts by field name without {@code __c}: {@code SalesforceCreated}, {@code MailUpdated},
 *     …
 * @param items one JSON object a line: ids, verbs and codes, never content
 */
public record LogRow(
    String key,
    String userId,
    Instant startedAt,
    Instant endedAt,
    String trigger,
    String outcome,
    String code,
    Map<String, Integer> counts,
    String items) {
  public LogRow {
    counts = Map.copyOf(counts);
  }

  static final String OBJECT = "SyncLog__c";

  /**
   * @param mailbox the id of the user's row in {@code SyncMailbox__c}
   */
  Draft draft(String mailbox) {
    Draft draft =
        new Draft(OBJECT)
            .text("Mailbox__c", mailbox)
            .text("Key__c", key)
            .time("StartedAt__c", startedAt)
            .time("EndedAt__c", endedAt)
            .text("Trigger__c", trigger)
            .text("Outcome__c", outcome)
            .text("Code__c", KeptText.cut(code, 80))
            .text("Items__c", KeptText.cut(items, 131_072));
    counts.forEach((name, count) -> draft.number(name + "__c", count));
    return draft;
  }

  /** The same as texts, by column name. */
  Map<String, String> columns(String mailbox) {
    Map<String, String> columns = new TreeMap<>();
    columns.put("Mailbox__c", mailbox);
    columns.put("Key__c", key);
    columns.put("StartedAt__c", startedAt.toString());
    columns.put("EndedAt__c", endedAt.toString());
    columns.put("Trigger__c", trigger);
    columns.put("Outcome__c", outcome);
    columns.put("Code__c", KeptText.cut(code, 80));
    columns.put("Items__c", KeptText.cut(items, 131_072));
    counts.forEach((name, count) -> columns.put(name + "__c", String.valueOf(count)));
    return columns;
  }
}

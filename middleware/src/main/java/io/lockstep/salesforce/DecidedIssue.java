package io.lockstep.salesforce;

import io.lockstep.sync.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code SyncIssue__c} on which a person decided.
 *
 * @param userId whose mailbox it is about, 18 characters
 * @param recordId null = none
 * @param itemId null = none
 * @param field our name of the field; empty = the whole thing
 * @param losingValue personal data: only ever sent back to the org
 * @param choice the value of {@code Choice__c}
 * @param chosenRecordId with the choice {@code Link}: the record that is meant; null = the issue's
 *     own
 */
public record DecidedIssue(
    String id,
    String userId,
    Kind kind,
    @Nullable String recordId,
    @Nullable String itemId,
    String field,
    String losingValue,
    String choice,
    @Nullable String chosenRecordId) {

  /** Without values. */
  @Override
  public String toString() {
    return "DecidedIssue[" + id + " " + choice + "]";
  }
}

package io.lockstep.worker;

import io.lockstep.sync.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a person chose on an issue.
 *
 * @param id of the row
 * @param recordId what the issue is about, or the record the person chose; null = none
 * @param field our name of the field, for a conflict; empty = the whole thing
 * @param value the value that lost, for a conflict. Personal data: only ever sent to the org
 */
public record Order(
    String id,
    Kind kind,
    @Nullable String recordId,
    @Nullable String itemId,
    Choice choice,
    String field,
    String value) {

  /** In the words of {@code SyncIssue__c.Choice__c}. */
  public enum Choice {
    RESTORE,
    DELETE_HERE_TOO,
    LINK,
    CREATE,
    RETRY
  }

  /** What came of it. */
  public enum Outcome {
    DONE,
    /** Something stands in its way that time or a release of the brake takes away. */
    LATER,
    /** It makes no sense for this issue, or the things are no longer there. */
    IMPOSSIBLE
  }

  /** Without the value. */
  @Override
  public String toString() {
    return "Order[" + id + " " + choice + "]";
  }
}

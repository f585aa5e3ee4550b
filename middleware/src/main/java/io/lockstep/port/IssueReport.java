package io.lockstep.port;

import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import org.jspecify.annotations.Nullable;

/**
 * Something a person must know or decide, as it is kept in {@code SyncIssue__c}.
 *
 * @param key names the occasion, so that reporting it twice leaves one row
 * @param field our name of the field; empty = the whole thing
 * @param losingValue the value that is about to be overwritten, for a conflict; empty = none.
 *     Personal data: only ever sent to the org
 * @param winner the side whose value stays; null where nothing was overwritten
 * @param code a system's code or ours
 * @param detail a sentence with the next step, for the user
 */
public record IssueReport(
    String key,
    Type type,
    Kind kind,
    @Nullable String recordId,
    @Nullable String itemId,
    String field,
    String losingValue,
    @Nullable Side winner,
    String code,
    String detail) {

  public enum Type {
    CONFLICT,
    UNRESOLVED,
    HELD,
    REFUSED,
    DELETED_AND_EDITED,
    NOT_SUPPORTED
  }

  /** Without values: issues carry personal data. */
  @Override
  public String toString() {
    return "IssueReport[" + type + " " + kind + " " + code + " " + field + "]";
  }
}

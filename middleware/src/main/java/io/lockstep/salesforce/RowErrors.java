package io.lockstep.salesforce;

import com.sforce.soap.partner.DuplicateError;
import com.sforce.soap.partner.Error;
import com.sforce.soap.partner.MatchRecord;
import com.sforce.soap.partner.MatchResult;
import io.lockstep.port.Answer;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the errors of one row mean. */
final class RowErrors {
  /** Salesforce names the other record at the end of its sentence. */
  private static final Pattern OTHER_RECORD =
      Pattern.compile("(?:record )?with id: ([A-Za-z0-9]{15,18})");

  /** How the package's trigger begins its sentence where another stamp is there than was seen. */
  private static final String STALE = "LOCKSTEP_STALE";

  private RowErrors() {}

  static Answer answer(Error @Nullable [] errors) {
    if (errors == null || errors.length == 0) {
      return new Answer.Again("UNKNOWN_EXCEPTION");
    }
    Error error = errors[0];
    String code = code(error);
    return switch (code) {
      case "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY", "NOT_FOUND" ->
          isAboutTheRow(error) ? new Answer.Missing() : refused(error, code);
      case "UNABLE_TO_LOCK_ROW",
          "REQUEST_LIMIT_EXCEEDED",
          "SERVER_UNAVAILABLE",
          "QUERY_TIMEOUT",
          "REQUEST_RUNNING_TOO_LONG",
          "API_CURRENTLY_DISABLED",
          "UNKNOWN_EXCEPTION",
          "ALL_OR_NONE_OPERATION_ROLLED_BACK" ->
          new Answer.Again(code);
      case "DUPLICATES_DETECTED" -> {
        String match = theOneMatch(error);
        yield match == null ? refused(error, code) : new Answer.Taken(match);
      }
      case "DUPLICATE_VALUE", "DUPLICATE_EXTERNAL_ID" ->
          aboutOurKey(error) ? new Answer.Taken(otherRecord(error)) : refused(error, code);
      case "FIELD_CUSTOM_VALIDATION_EXCEPTION" ->
          String.valueOf(error.getMessage()).startsWith(STALE)
              ? new Answer.Stale()
              : refused(error, code);
      default -> refused(error, code);
    };
  }

  /** The code of the first of a row's errors. */
  static String first(Error @Nullable [] errors) {
    return errors == null || errors.length == 0 ? "UNKNOWN_EXCEPTION" : code(errors[0]);
  }

  static String code(Error error) {
    return error.getStatusCode() == null ? "UNKNOWN_EXCEPTION" : error.getStatusCode().name();
  }

  /**
   * The same code also tells that a record that is referred to is gone; then it names the field.
   */
  private static boolean isAboutTheRow(Error error) {
    String field = field(error);
    return field.isEmpty() || field.equalsIgnoreCase("Id");
  }

  private static boolean aboutOurKey(Error error) {
    return (field(error) + " " + error.getMessage()).contains("LockstepKey__c");
  }

  private static @Nullable String otherRecord(Error error) {
    Matcher named = OTHER_RECORD.matcher(String.valueOf(error.getMessage()));
    return named.find() && RecordIds.isId(named.group(1)) ? RecordIds.full(named.group(1)) : null;
  }

  /** Null where the duplicate rule found none or several, or does not say. */
  private static @Nullable String theOneMatch(Error error) {
    if (!(error instanceof DuplicateError duplicate)
        || duplicate.getDuplicateResult() == null
        || duplicate.getDuplicateResult().getMatchResults() == null) {
      return null;
    }
    Set<String> ids = new LinkedHashSet<>();
    for (MatchResult result : duplicate.getDuplicateResult().getMatchResults()) {
      if (result.getMatchRecords() == null) {
        continue;
      }
      for (MatchRecord match : result.getMatchRecords()) {
        if (match.getRecord() != null && match.getRecord().getId() != null) {
          ids.add(RecordIds.full(match.getRecord().getId()));
        }
      }
    }
    return ids.size() == 1 ? ids.iterator().next() : null;
  }

  private static String field(Error error) {
    return error.getFields() == null || error.getFields().length == 0
        ? ""
        : String.join(",", error.getFields());
  }

  private static Answer refused(Error error, String code) {
    return new Answer.Refused(
        code, field(error), error.getMessage() == null ? "" : error.getMessage());
  }
}

package io.lockstep.sandbox.salesforce.soap;

import io.lockstep.sandbox.salesforce.org.Org;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Result types of the Partner WSDL as trees, in its element order. */
final class SoapResults {
  private SoapResults() {}

  static Map<String, @Nullable Object> save(Org.Saved saved) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("errors", errors(saved.errors()));
    out.put("id", saved.id());
    out.put("success", saved.success());
    return out;
  }

  static Map<String, @Nullable Object> upsert(Org.Saved saved) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("created", saved.success() && saved.created());
    out.putAll(save(saved));
    return out;
  }

  static Map<String, @Nullable Object> updated(Org.Updated updated) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("ids", updated.ids());
    out.put("latestDateCovered", updated.latestDateCovered());
    return out;
  }

  static Map<String, @Nullable Object> deleted(Org.DeletedRange range) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("deletedRecords", range.records().stream().map(SoapResults::deletedRecord).toList());
    out.put("earliestDateAvailable", range.earliestDateAvailable());
    out.put("latestDateCovered", range.latestDateCovered());
    return out;
  }

  static Map<String, @Nullable Object> userInfo(
      Org.Identity org, Org.UserInfo user, long sessionSeconds) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("accessibilityMode", false);
    out.put("chatterExternal", false);
    out.put("currencySymbol", org.multiCurrency() ? null : "$");
    out.put("orgAttachmentFileSizeLimit", 26_214_400);
    out.put("orgDefaultCurrencyIsoCode", org.multiCurrency() ? null : "USD");
    out.put("orgDefaultCurrencyLocale", org.multiCurrency() ? null : "en_US");
    out.put("orgDisallowHtmlAttachments", false);
    out.put("orgHasPersonAccounts", org.personAccounts());
    out.put("organizationId", org.id());
    out.put("organizationMultiCurrency", org.multiCurrency());
    out.put("organizationName", org.name());
    out.put("profileId", user.profileId());
    out.put("roleId", null);
    out.put("sessionSecondsValid", sessionSeconds);
    out.put("userDefaultCurrencyIsoCode", org.multiCurrency() ? "USD" : null);
    out.put("userEmail", user.email());
    out.put("userFullName", user.fullName());
    out.put("userId", user.id());
    out.put("userLanguage", user.language());
    out.put("userLocale", user.locale());
    out.put("userName", user.username());
    out.put("userTimeZone", user.timeZone());
    out.put("userType", "Standard");
    out.put("userUiSkin", "Theme3");
    return out;
  }

  private static Map<String, @Nullable Object> deletedRecord(Org.Deleted deleted) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("deletedDate", deleted.deletedDate());
    out.put("id", deleted.id());
    return out;
  }

  private static List<Object> errors(List<Org.RowError> errors) {
    return errors.stream().map(SoapResults::error).toList();
  }

  private static Object error(Org.RowError error) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("fields", error.fields());
    out.put("message", error.message());
    out.put("statusCode", error.statusCode());
    if (error.duplicate() == null) {
      return out;
    }
    out.put("duplicateResult", duplicate(error.duplicate(), error.message()));
    return new SoapWriter.TypedTree("DuplicateError", out);
  }

  private static Map<String, @Nullable Object> duplicate(Org.DuplicateMatch match, String message) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("entityType", match.objectType());
    result.put("errors", List.of());
    result.put("matchEngine", "FuzzyMatchEngine");
    result.put("matchRecords", match.matchIds().stream().map(id -> record(match, id)).toList());
    result.put("rule", "Standard_" + match.objectType() + "_Match_Rule_v1_1");
    result.put("size", match.matchIds().size());
    result.put("success", true);
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("allowSave", match.allowSave());
    out.put("duplicateRule", match.rule());
    out.put("duplicateRuleEntityType", match.objectType());
    out.put("errorMessage", message);
    out.put("matchResults", List.of(result));
    return out;
  }

  private static Map<String, @Nullable Object> record(Org.DuplicateMatch match, String id) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("Id", id);
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("additionalInformation", List.of());
    out.put("fieldDiffs", List.of());
    out.put("matchConfidence", 100.0);
    out.put("record", new Org.Row(match.objectType(), fields, List.of()));
    return out;
  }
}

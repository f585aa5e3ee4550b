package io.lockstep.sandbox.salesforce.soap;

import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.Describes;
import io.lockstep.sandbox.salesforce.api.FieldValues;
import io.lockstep.sandbox.salesforce.api.Schema;
import io.lockstep.sandbox.salesforce.api.Sessions;
import io.lockstep.sandbox.salesforce.api.Sessions.Session;
import io.lockstep.sandbox.salesforce.org.Org;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations of the Partner API that the sandbox has, each as the list of its results. */
final class SoapOperations {
  private static final int MAX_ROWS = 200;
  private static final int MAX_RETRIEVE = 2_000;
  private static final int MAX_DESCRIBES = 100;
  private static final int DEFAULT_BATCH = 500;

  private final Org org;
  private final Sessions sessions;
  private final InstantSource orgTime;
  private final Supplier<String> baseUrl;

  SoapOperations(Org org, Sessions sessions, InstantSource orgTime, Supplier<String> baseUrl) {
    this.org = org;
    this.sessions = sessions;
    this.orgTime = orgTime;
    this.baseUrl = baseUrl;
  }

  List<? extends @Nullable Object> run(SoapRequest soap, Org.Call call, Session session) {
    return switch (soap.name()) {
      case "query" -> List.of(org.query(call, soap.required("queryString"), false, batch(soap)));
      case "queryAll" -> List.of(org.query(call, soap.required("queryString"), true, batch(soap)));
      case "queryMore" -> List.of(org.queryMore(call, soap.required("queryLocator")));
      case "retrieve" -> retrieve(soap, call);
      case "create" -> saves(org.create(call, rows(soap, call)));
      case "update" -> saves(org.update(call, rows(soap, call)));
      case "upsert" ->
          org.upsert(call, soap.required("externalIDFieldName"), rows(soap, call)).stream()
              .map(SoapResults::upsert)
              .toList();
      case "delete" -> saves(org.delete(call, ids(soap)));
      case "undelete" -> saves(org.undelete(call, ids(soap)));
      case "getUpdated" ->
          List.of(
              SoapResults.updated(
                  org.getUpdated(
                      call,
                      soap.required("sObjectType"),
                      instant(soap, "startDate"),
                      instant(soap, "endDate"))));
      case "getDeleted" ->
          List.of(
              SoapResults.deleted(
                  org.getDeleted(
                      call,
                      soap.required("sObjectType"),
                      instant(soap, "startDate"),
                      instant(soap, "endDate"))));
      case "getServerTimestamp" -> List.of(Map.of("timestamp", orgTime.instant()));
      case "getUserInfo" -> List.of(userInfo(session));
      case "describeSObject" ->
          List.of(
              Describes.forSoap(org.describe(call, soap.required("sObjectType")), baseUrl.get()));
      case "describeSObjects" -> describeSObjects(soap, call);
      case "describeGlobal" -> List.of(describeGlobal(call));
      case "logout" -> {
        sessions.end(session.token());
        yield List.of();
      }
      case "search" ->
          throw new ApiException(
              500, "UNKNOWN_EXCEPTION", "The sandbox does not simulate search (SOSL).");
      default ->
          throw new SoapProtocolException(
              "No operation available for request {" + SoapRequest.PARTNER + "}" + soap.name());
    };
  }

  private static int batch(SoapRequest soap) {
    String size = soap.header("QueryOptions", "batchSize");
    if (size == null) {
      return DEFAULT_BATCH;
    }
    try {
      return Math.clamp(Long.parseLong(size.trim()), 200, 2_000);
    } catch (NumberFormatException e) {
      throw new SoapProtocolException("'" + size + "' is not a valid value for the type xsd:int");
    }
  }

  private List<Org.Row> rows(SoapRequest soap, Org.Call call) {
    var elements = soap.elements("sObjects");
    atMost(elements.size(), MAX_ROWS, "into");
    return new SoapRowReader(new Schema(org, call)).read(elements);
  }

  private static List<String> ids(SoapRequest soap) {
    List<String> ids = soap.arguments("ids");
    atMost(ids.size(), MAX_ROWS, "into");
    return ids;
  }

  private static void atMost(int sent, int max, String preposition) {
    if (sent > max) {
      throw new ApiException(
          500,
          "EXCEEDED_ID_LIMIT",
          "record limit reached. cannot submit more than "
              + max
              + " records "
              + preposition
              + " this call");
    }
  }

  private List<Org.@Nullable Row> retrieve(SoapRequest soap, Org.Call call) {
    List<String> ids = soap.arguments("ids");
    atMost(ids.size(), MAX_RETRIEVE, "in");
    List<String> fields =
        Arrays.stream(soap.required("fieldList").split(",", -1)).map(String::trim).toList();
    return org.retrieve(call, soap.required("sObjectType"), fields, ids);
  }

  private List<Map<String, @Nullable Object>> describeSObjects(SoapRequest soap, Org.Call call) {
    List<String> types = soap.arguments("sObjectType");
    atMost(types.size(), MAX_DESCRIBES, "in");
    return types.stream()
        .map(t -> Describes.forSoap(org.describe(call, t), baseUrl.get()))
        .toList();
  }

  private Map<String, @Nullable Object> describeGlobal(Org.Call call) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("encoding", "UTF-8");
    out.put("maxBatchSize", MAX_ROWS);
    out.put("sobjects", org.describeGlobal(call).stream().map(Describes::brief).toList());
    return out;
  }

  private Map<String, @Nullable Object> userInfo(Session session) {
    Org.UserInfo user =
        Objects.requireNonNull(org.userById(session.userId()), "the caller was checked before");
    return SoapResults.userInfo(org.identity(), user, sessions.timeout().toSeconds());
  }

  private static List<Map<String, @Nullable Object>> saves(List<Org.Saved> saved) {
    return saved.stream().map(SoapResults::save).toList();
  }

  private static Instant instant(SoapRequest soap, String name) {
    String text = soap.required(name);
    try {
      return FieldValues.instant(text.trim());
    } catch (DateTimeException e) {
      throw new SoapProtocolException(
          "'" + text + "' is not a valid value for the type xsd:dateTime");
    }
  }
}

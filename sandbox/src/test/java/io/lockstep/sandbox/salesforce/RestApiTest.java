package io.lockstep.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.salesforce.org.Org;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The REST API on the wire: statuses, bodies and headers. */
class RestApiTest {
  private ServiceUnderTest service;

  @BeforeEach
  void start() throws IOException {
    service = new ServiceUnderTest();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private String createContact(String lastName) {
    HttpResponse<String> created =
        service.rest("POST", "/sobjects/Contact", "{\"LastName\":\"" + lastName + "\"}");
    assertThat(created.statusCode()).isEqualTo(201);
    return ServiceUnderTest.json(created).path("id").asText();
  }

  private static void assertError(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(ServiceUnderTest.json(answer).get(0).path("errorCode").asText()).isEqualTo(code);
    assertThat(ServiceUnderTest.json(answer).get(0).path("message").asText()).isNotEmpty();
  }

  @Test
  void versions_needNoSessionAndCostNothing() {
    JsonNode versions = ServiceUnderTest.json(service.send("GET", "//services/data", ""));

    assertThat(versions.get(0).path("version").asText()).isEqualTo("31.0");
    assertThat(versions.get(34).path("label").asText()).isEqualTo("Winter '26");
    assertThat(versions.get(versions.size() - 1).path("label").asText()).isEqualTo("Winter '27");
    assertThat(service.service.apiUsed()).isZero();
  }

  @Test
  void versions_retiredAndUnknown_areRefused() {
    String[] auth = {"Authorization", "Bearer " + service.annsToken()};
    assertThat(service.send("GET", "/services/data/v30.0/limits", "", auth).statusCode())
        .isEqualTo(410);
    assertError(service.send("GET", "/services/data/v99.0/limits", "", auth), 404, "NOT_FOUND");
  }

  @Test
  void row_createdReadChangedDeleted() {
    String id = createContact("Doe");
    JsonNode row =
        ServiceUnderTest.json(
            service.rest(
                "GET", "/sobjects/Contact/" + id + "?fields=Id,LastName,LastModifiedDate", ""));
    assertThat(row.path("attributes").path("url").asText())
        .isEqualTo("/services/data/v65.0/sobjects/Contact/" + id);
    assertThat(row.path("LastModifiedDate").asText()).isEqualTo("2026-03-01T10:00:00.000+0000");

    HttpResponse<String> changed =
        service.rest("PATCH", "/sobjects/Contact/" + id, "{\"FirstName\":\"Jo\",\"Email\":null}");

    assertThat(changed.statusCode()).isEqualTo(204);
    assertThat(changed.headers().firstValue("Sforce-Limit-Info")).hasValue("api-usage=3/100000");
    Org.Row sent = service.org.received.getLast();
    assertThat(sent.fieldsToNull()).containsExactly("Email");
    assertThat(service.rest("DELETE", "/sobjects/Contact/" + id, "").statusCode()).isEqualTo(204);
    assertError(service.rest("GET", "/sobjects/Contact/" + id, ""), 404, "NOT_FOUND");
    assertError(service.rest("DELETE", "/sobjects/Contact/" + id, ""), 404, "ENTITY_IS_DELETED");
  }

  @Test
  void row_valuesAreTypedByDescribe() {
    service.rest(
        "POST",
        "/sobjects/Event",
        """
        {"Subject":"x","StartDateTime":"2026-01-01T10:00:00.000+0100","DurationInMinutes":30,
         "IsAllDayEvent":false,"Score__c":1.25}""");

    assertThat(service.org.received.getLast().fields())
        .containsEntry("StartDateTime", Instant.parse("2026-01-01T09:00:00Z"))
        .containsEntry("DurationInMinutes", 30)
        .containsEntry("IsAllDayEvent", false)
        .containsEntry("Score__c", 1.25);
    HttpResponse<String> bad =
        service.rest("POST", "/sobjects/Event", "{\"StartDateTime\":\"tomorrow\"}");
    assertError(bad, 400, "JSON_PARSER_ERROR");
    assertThat(bad.body()).contains("Cannot deserialize instance of datetime from VALUE_STRING");
    assertError(
        service.rest("POST", "/sobjects/Event", "{\"Subject\":5}"), 400, "JSON_PARSER_ERROR");
  }

  @Test
  void row_refusals_haveThePlatformsStatus() {
    assertError(service.rest("POST", "/sobjects/Contact", "{}"), 400, "REQUIRED_FIELD_MISSING");
    assertError(service.rest("POST", "/sobjects/Contact", "{\"Id\":\"x\"}"), 400, "INVALID_FIELD");
    assertError(service.rest("POST", "/sobjects/Nothing", "{}"), 404, "NOT_FOUND");
    assertError(service.rest("PUT", "/sobjects/Contact", "{}"), 405, "METHOD_NOT_ALLOWED");
    assertError(service.rest("POST", "/sobjects/Contact", "{"), 400, "JSON_PARSER_ERROR");
    assertError(
        service.send(
            "POST",
            "/services/data/v65.0/sobjects/Contact",
            "a=b",
            "Authorization",
            "Bearer " + service.annsToken(),
            "Content-Type",
            "application/x-www-form-urlencoded"),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
    HttpResponse<String> duplicate =
        service.rest("POST", "/sobjects/Contact", "{\"LastName\":\"Duplicate\"}");
    assertError(duplicate, 400, "DUPLICATES_DETECTED");
    assertThat(duplicate.body()).contains("003000000000009AAA");
  }

  @Test
  void row_byExternalId_isUpserted() {
    HttpResponse<String> created =
        service.rest("PATCH", "/sobjects/Contact/Key__c/k%2F1", "{\"LastName\":\"Doe\"}");
    HttpResponse<String> updated =
        service.rest("PATCH", "/sobjects/Contact/Key__c/k%2F1", "{\"LastName\":\"Roe\"}");

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(ServiceUnderTest.json(created).path("created").asBoolean()).isTrue();
    assertThat(updated.statusCode()).isEqualTo(200);
    assertThat(
            ServiceUnderTest.json(service.rest("GET", "/sobjects/Contact/Key__c/k%2F1", ""))
                .path("LastName")
                .asText())
        .isEqualTo("Roe");
    assertError(
        service.rest("PATCH", "/sobjects/Contact/LastName/x", "{\"FirstName\":\"x\"}"),
        404,
        "NOT_FOUND");
  }

  @Test
  void row_changedSince_isPreconditionFailed() {
    String id = createContact("Doe");
    String token = service.annsToken();
    String path = "/services/data/v65.0/sobjects/Contact/" + id;
    String[] before = {
      "Authorization", "Bearer " + token,
      "Content-Type", "application/json",
      "If-Unmodified-Since", "Sun, 01 Mar 2026 09:59:59 GMT"
    };
    assertError(
        service.send("PATCH", path, "{\"FirstName\":\"x\"}", before), 412, "PRECONDITION_FAILED");
    before[5] = "Sun, 01 Mar 2026 10:00:00 GMT";
    assertThat(service.send("PATCH", path, "{\"FirstName\":\"x\"}", before).statusCode())
        .isEqualTo(204);
    before[5] = "yesterday";
    assertThat(service.send("PATCH", path, "{\"FirstName\":\"x\"}", before).statusCode())
        .isEqualTo(400);
  }

  @Test
  void query_pagesAndColumns() {
    service.org.seedContacts(250);
    String token = service.annsToken();
    HttpResponse<String> first =
        service.send(
            "GET",
            "/services/data/v65.0/query?q=SELECT+Id,Account.Name+FROM+Contact",
            "",
            "Authorization",
            "Bearer " + token,
            "Sforce-Query-Options",
            "batchSize=200");
    JsonNode page = ServiceUnderTest.json(first);
    assertThat(page.path("totalSize").asInt()).isEqualTo(250);
    assertThat(page.path("done").asBoolean()).isFalse();
    assertThat(page.path("records").get(0).path("Account").path("Name").asText())
        .isEqualTo("Acme & Sons");

    HttpResponse<String> second =
        service.send(
            "GET", page.path("nextRecordsUrl").asText(), "", "Authorization", "Bearer " + token);

    assertThat(ServiceUnderTest.json(second).path("records")).hasSize(50);
    JsonNode columns =
        ServiceUnderTest.json(
            service.rest("GET", "/query?q=SELECT+Id,LastName+FROM+Contact&columns=true", ""));
    assertThat(columns.path("columnMetadata").get(1).path("columnName").asText())
        .isEqualTo("LastName");
    assertThat(columns.path("entityName").asText()).isEqualTo("Contact");
    assertError(service.rest("GET", "/query?q=SELECT", ""), 400, "MALFORMED_QUERY");
    assertError(service.rest("GET", "/query/01gnone", ""), 400, "INVALID_QUERY_LOCATOR");
  }

  @Test
  void describe_hasFieldsAndUrls() {
    JsonNode describe =
        ServiceUnderTest.json(service.rest("GET", "/sobjects/Contact/describe", ""));

    assertThat(describe.path("urls").path("sobject").asText())
        .isEqualTo("/services/data/v65.0/sobjects/Contact");
    assertThat(describe.path("fields")).hasSize(8);
    assertThat(describe.path("fields").get(1).has("relationshipName")).isTrue();
    assertThat(ServiceUnderTest.json(service.rest("GET", "/sobjects", "")).path("sobjects"))
        .hasSize(3);
  }

  @Test
  void changes_areListedByRange() {
    String id = createContact("Doe");
    String range = "?start=2026-03-01T00:00:00%2B00:00&end=2026-03-02T00:00:00Z";

    JsonNode updated =
        ServiceUnderTest.json(service.rest("GET", "/sobjects/Contact/updated/" + range, ""));
    service.rest("DELETE", "/sobjects/Contact/" + id, "");
    JsonNode deleted =
        ServiceUnderTest.json(service.rest("GET", "/sobjects/Contact/deleted/" + range, ""));

    assertThat(updated.path("ids").get(0).asText()).isEqualTo(id);
    assertThat(updated.path("latestDateCovered").asText())
        .isEqualTo("2026-03-02T00:00:00.000+0000");
    assertThat(deleted.path("deletedRecords").get(0).path("id").asText()).isEqualTo(id);
  }

  @Test
  void collections_keepOrderAndPartialFailures() {
    HttpResponse<String> created =
        service.rest(
            "POST",
            "/composite/sobjects",
            """
            {"allOrNone":false,"records":[
              {"attributes":{"type":"Contact"},"LastName":"A"},
              {"attributes":{"type":"Contact"}}]}""");
    JsonNode results = ServiceUnderTest.json(created);
    assertThat(results.get(0).path("success").asBoolean()).isTrue();
    assertThat(results.get(1).path("errors").get(0).path("statusCode").asText())
        .isEqualTo("REQUIRED_FIELD_MISSING");
    String id = results.get(0).path("id").asText();
    JsonNode read =
        ServiceUnderTest.json(
            service.rest(
                "POST",
                "/composite/sobjects/Contact",
                "{\"ids\":[\"" + id + "\",\"003000000000999AAA\"],\"fields\":[\"LastName\"]}"));
    assertThat(read.get(0).path("LastName").asText()).isEqualTo("A");
    assertThat(read.get(1).isNull()).isTrue();
    JsonNode upserted =
        ServiceUnderTest.json(
            service.rest(
                "PATCH",
                "/composite/sobjects/Contact/Key__c",
                """
                {"records":[{"attributes":{"type":"Contact"},"Key__c":"z","LastName":"Z"}]}"""));
    assertThat(upserted.get(0).path("created").asBoolean()).isTrue();
    JsonNode gone =
        ServiceUnderTest.json(service.rest("DELETE", "/composite/sobjects?ids=" + id, ""));
    assertThat(gone.get(0).path("success").asBoolean()).isTrue();
    assertThat(service.logged("rest.composite.sobjects.create", 200)).isEqualTo(1);
  }

  @Test
  void collections_201Rows_areRefused() {
    String rows =
        IntStream.range(0, 201)
            .mapToObj(i -> "{\"attributes\":{\"type\":\"Contact\"},\"LastName\":\"x\"}")
            .collect(Collectors.joining(","));

    assertError(
        service.rest("POST", "/composite/sobjects", "{\"records\":[" + rows + "]}"),
        400,
        "EXCEEDED_ID_LIMIT");
  }

  @Test
  void composite_referencesEarlierPartsAndCountsOnce() {
    HttpResponse<String> answer =
        service.rest(
            "POST",
            "/composite",
            """
            {"allOrNone":false,"compositeRequest":[
              {"method":"POST","url":"/services/data/v65.0/sobjects/Contact","referenceId":"c",
               "body":{"LastName":"Doe"}},
              {"method":"GET","url":"/services/data/v65.0/sobjects/Contact/@{c.id}?fields=LastName",
               "referenceId":"r"},
              {"method":"POST","url":"/services/data/v65.0/sobjects/Contact","referenceId":"bad",
               "body":{}},
              {"method":"DELETE","url":"/services/data/v65.0/sobjects/Contact/@{bad.id}",
               "referenceId":"after"}]}""");

    JsonNode parts = ServiceUnderTest.json(answer).path("compositeResponse");
    assertThat(parts.get(0).path("httpStatusCode").asInt()).isEqualTo(201);
    assertThat(parts.get(1).path("body").path("LastName").asText()).isEqualTo("Doe");
    assertThat(parts.get(2).path("httpStatusCode").asInt()).isEqualTo(400);
    assertThat(parts.get(3).path("body").get(0).path("errorCode").asText())
        .isEqualTo("PROCESSING_HALTED");
    assertThat(service.service.apiUsed()).isEqualTo(1);
  }

  @Test
  void batch_runsEachPart() {
    JsonNode answer =
        ServiceUnderTest.json(
            service.rest(
                "POST",
                "/composite/batch",
                """
                {"batchRequests":[
                  {"method":"GET","url":"v65.0/limits"},
                  {"method":"GET","url":"v65.0/sobjects/Nothing"}]}"""));

    assertThat(answer.path("hasErrors").asBoolean()).isTrue();
    assertThat(answer.path("results").get(0).path("statusCode").asInt()).isEqualTo(200);
    assertThat(answer.path("results").get(1).path("statusCode").asInt()).isEqualTo(404);
  }

  @Test
  void quota_usedUp_refusesUntilADayHasPassed() throws IOException {
    service.close();
    service = new ServiceUnderTest(s -> s.withDailyApiRequests(2));
    assertThat(service.rest("GET", "/limits", "").statusCode()).isEqualTo(200);
    HttpResponse<String> last = service.rest("GET", "/limits", "");
    assertThat(ServiceUnderTest.json(last).path("DailyApiRequests").path("Remaining").asInt())
        .isZero();

    HttpResponse<String> refused = service.rest("GET", "/limits", "");

    assertError(refused, 403, "REQUEST_LIMIT_EXCEEDED");
    assertThat(refused.headers().firstValue("Sforce-Limit-Info")).hasValue("api-usage=2/2");
    service.clock.set(service.clock.now().plus(java.time.Duration.ofHours(25)));
    assertThat(service.rest("GET", "/limits", "").statusCode()).isEqualTo(200);
  }

  @Test
  void faults_showInThePlatformsWay() {
    service.faults.add("salesforce", Fault.Kind.rateLimit, 1, 1, "GET /services/data/.*limits");
    HttpResponse<String> limited = service.rest("GET", "/limits", "");
    assertError(limited, 403, "REQUEST_LIMIT_EXCEEDED");
    assertThat(limited.body()).contains("ConcurrentRequests");
    service.faults.add("salesforce", Fault.Kind.expireSessions, 1, 1, FakeOrg.ANN);
    assertError(service.rest("GET", "/limits", ""), 401, "INVALID_SESSION_ID");
    service.faults.add("salesforce", Fault.Kind.serverError, 1, 1, null);
    HttpResponse<String> down = service.rest("GET", "/limits", "");
    assertThat(down.statusCode()).isEqualTo(503);
    assertThat(down.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(service.rest("GET", "/limits", "").statusCode()).isEqualTo(200);
  }

  @Test
  void notSimulated_isRefusedInPlainWords() {
    for (String path : new String[] {"/search?q=x", "/tooling/query?q=x", "/composite/tree/x"}) {
      String method = path.startsWith("/composite") ? "POST" : "GET";
      HttpResponse<String> answer = service.rest(method, path, "{}");
      assertError(answer, 404, "NOT_FOUND");
      assertThat(answer.body()).contains("does not simulate");
    }
  }

  @Test
  void head_isTheGetWithoutBody_otherMethodsWhereOnlyGetIs_areRefused() {
    HttpResponse<String> head = service.rest("HEAD", "/sobjects/Contact", "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(service.rest("PATCH", "/limits", "{}").statusCode()).isEqualTo(405);
    assertThat(service.rest("POST", "/recent", "{}").statusCode()).isEqualTo(405);
  }

  @Test
  void bodyThatIsNoGzipThoughItSaysSo_isABadRequest() {
    HttpResponse<String> answer =
        service.send(
            "POST",
            "/services/data/v65.0/sobjects/Contact",
            "plain",
            "Authorization",
            "Bearer " + service.annsToken(),
            "Content-Encoding",
            "gzip");
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void versionTwenty_isRetired() {
    assertThat(service.send("GET", "/services/data/v20.0/limits", "").statusCode()).isEqualTo(410);
  }
}

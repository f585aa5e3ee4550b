package io.lockstep.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bulk API 2.0 on the wire. */
class Bulk2Test {
  private ServiceUnderTest service;

  @BeforeEach
  void start() throws IOException {
    service = new ServiceUnderTest();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private String create(String more) {
    HttpResponse<String> created =
        service.rest(
            "POST",
            "/jobs/ingest",
            "{\"object\":\"Contact\",\"contentType\":\"CSV\"," + more + "}");
    assertThat(created.statusCode()).isEqualTo(200);
    JsonNode job = ServiceUnderTest.json(created);
    assertThat(job.path("state").asText()).isEqualTo("Open");
    assertThat(job.path("contentUrl").asText())
        .isEqualTo("services/data/v65.0/jobs/ingest/" + job.path("id").asText() + "/batches");
    return job.path("id").asText();
  }

  private HttpResponse<String> upload(String id, String csv) {
    return service.send(
        "PUT",
        "/services/data/v65.0/jobs/ingest/" + id + "/batches",
        csv,
        "Authorization",
        "Bearer " + service.annsToken(),
        "Content-Type",
        "text/csv");
  }

  private JsonNode run(String id) {
    service.rest("PATCH", "/jobs/ingest/" + id, "{\"state\":\"UploadComplete\"}");
    return await()
        .until(
            () -> ServiceUnderTest.json(service.rest("GET", "/jobs/ingest/" + id, "")),
            j -> j.path("state").asText().matches("JobComplete|Failed"));
  }

  @Test
  void ingest_upsert_splitsResults() {
    String id = create("\"operation\":\"upsert\",\"externalIdFieldName\":\"Key__c\"");
    assertThat(upload(id, "LastName,Key__c\nDoe,k1\n,k2\n").statusCode()).isEqualTo(201);

    JsonNode done = run(id);

    assertThat(done.path("state").asText()).isEqualTo("JobComplete");
    assertThat(done.path("numberRecordsProcessed").asInt()).isEqualTo(2);
    assertThat(done.path("numberRecordsFailed").asInt()).isEqualTo(1);
    assertThat(service.rest("GET", "/jobs/ingest/" + id + "/successfulResults", "").body())
        .startsWith("\"sf__Id\",\"sf__Created\",\"LastName\",\"Key__c\"\n\"003")
        .contains("\"true\",\"Doe\",\"k1\"");
    assertThat(service.rest("GET", "/jobs/ingest/" + id + "/failedResults", "").body())
        .isEqualTo(
            "\"sf__Id\",\"sf__Error\",\"LastName\",\"Key__c\"\n\"\",\"REQUIRED_FIELD_MISSING:"
                + "Required fields are missing: [LastName]:LastName --\",\"\",\"k2\"\n");
    assertThat(service.rest("GET", "/jobs/ingest/" + id + "/unprocessedrecords", "").body())
        .isEqualTo("\"LastName\",\"Key__c\"\n");
    assertThat(service.rest("DELETE", "/jobs/ingest/" + id, "").statusCode()).isEqualTo(204);
    assertThat(service.rest("GET", "/jobs/ingest/" + id, "").statusCode()).isEqualTo(404);
  }

  @Test
  void ingest_wrongUse_isRefused() {
    String id = create("\"operation\":\"insert\"");
    assertThat(upload(id, "LastName\nDoe\n").statusCode()).isEqualTo(201);
    assertThat(upload(id, "LastName\nDoe\n").body()).contains("Found multiple contents");
    assertThat(service.rest("DELETE", "/jobs/ingest/" + id, "").body()).contains("INVALIDJOBSTATE");
    assertThat(
            service
                .rest("POST", "/jobs/ingest", "{\"operation\":\"insert\",\"object\":\"No\"}")
                .body())
        .contains("InvalidJob : Unable to find object: No");
    assertThat(
            service
                .rest("POST", "/jobs/ingest", "{\"operation\":\"upsert\",\"object\":\"Contact\"}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void ingest_wrongLineEndingOrColumn_failsTheJob() {
    String crlf = create("\"operation\":\"insert\",\"lineEnding\":\"CRLF\"");
    upload(crlf, "LastName\nDoe\n");
    assertThat(run(crlf).path("errorMessage").asText()).contains("LineEnding is invalid");
    String column = create("\"operation\":\"insert\"");
    upload(column, "Nope\nDoe\n");
    JsonNode failed = run(column);
    assertThat(failed.path("state").asText()).isEqualTo("Failed");
    assertThat(failed.path("errorMessage").asText())
        .isEqualTo("InvalidBatch : Field name not found : Nope");
    assertThat(service.org.received).isEmpty();
  }

  @Test
  void query_resultsArePagedByLocator() {
    service.org.seedContacts(5);
    HttpResponse<String> created =
        service.rest(
            "POST",
            "/jobs/query",
            "{\"operation\":\"query\",\"query\":\"SELECT Id, LastName FROM Contact\"}");
    String id = ServiceUnderTest.json(created).path("id").asText();
    await()
        .until(
            () ->
                ServiceUnderTest.json(service.rest("GET", "/jobs/query/" + id, ""))
                    .path("state")
                    .asText()
                    .equals("JobComplete"));

    HttpResponse<String> first =
        service.rest("GET", "/jobs/query/" + id + "/results?maxRecords=3", "");
    String locator = first.headers().firstValue("Sforce-Locator").orElseThrow();
    HttpResponse<String> second =
        service.rest("GET", "/jobs/query/" + id + "/results?maxRecords=3&locator=" + locator, "");

    assertThat(first.headers().firstValue("Sforce-NumberOfRecords")).hasValue("3");
    assertThat(second.headers().firstValue("Sforce-NumberOfRecords")).hasValue("2");
    assertThat(second.headers().firstValue("Sforce-Locator")).hasValue("null");
    assertThat(second.body()).startsWith("\"Id\",\"LastName\"\n").contains("Person 4");
    HttpResponse<String> otherVersion =
        service.send(
            "GET",
            "/services/data/v64.0/jobs/query/" + id,
            "",
            "Authorization",
            "Bearer " + service.annsToken());
    assertThat(otherVersion.statusCode()).isEqualTo(409);
  }

  @Test
  void query_notForBulk_isRefused() {
    for (String soql :
        new String[] {
          "SELECT COUNT(Id) FROM Contact", "SELECT Id, (SELECT Id FROM Contacts) FROM Account"
        }) {
      HttpResponse<String> answer =
          service.rest(
              "POST", "/jobs/query", "{\"operation\":\"query\",\"query\":\"" + soql + "\"}");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("Aggregate Relationships not supported");
    }
  }
}

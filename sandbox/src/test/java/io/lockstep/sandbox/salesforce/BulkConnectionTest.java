package io.lockstep.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.sforce.async.AsyncApiException;
import com.sforce.async.AsyncExceptionCode;
import com.sforce.async.BatchInfo;
import com.sforce.async.BatchRequest;
import com.sforce.async.BatchResult;
import com.sforce.async.BatchStateEnum;
import com.sforce.async.BulkConnection;
import com.sforce.async.CSVReader;
import com.sforce.async.ConcurrencyMode;
import com.sforce.async.ContentType;
import com.sforce.async.JobInfo;
import com.sforce.async.JobStateEnum;
import com.sforce.async.OperationEnum;
import com.sforce.async.SObject;
import com.sforce.ws.ConnectorConfig;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.salesforce.org.Org;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bulk API 1 as Salesforce's own Java client (WSC) uses it. */
class BulkConnectionTest {
  private ServiceUnderTest service;
  private BulkConnection bulk;

  @BeforeEach
  void start() throws IOException, AsyncApiException {
    service = new ServiceUnderTest();
    ConnectorConfig config = new ConnectorConfig();
    config.setSessionId(service.annsToken());
    config.setRestEndpoint(service.url() + "/services/async/65.0");
    config.setCompression(true);
    bulk = new BulkConnection(config);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private JobInfo job(OperationEnum operation, String object, ContentType type)
      throws AsyncApiException {
    JobInfo job = new JobInfo();
    job.setOperation(operation);
    job.setObject(object);
    job.setContentType(type);
    job.setConcurrencyMode(ConcurrencyMode.Parallel);
    if (operation == OperationEnum.upsert) {
      job.setExternalIdFieldName("Key__c");
    }
    return bulk.createJob(job);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private BatchInfo finished(JobInfo job, BatchInfo batch) {
    return await()
        .until(
            () -> bulk.getBatchInfo(job.getId(), batch.getId()),
            b -> b.getState() == BatchStateEnum.Completed || b.getState() == BatchStateEnum.Failed);
  }

  @Test
  void csv_upsertAndClose_reportsEachRow() throws AsyncApiException, IOException {
    JobInfo job = job(OperationEnum.upsert, "Contact", ContentType.CSV);
    BatchInfo batch =
        bulk.createBatchFromStream(
            job,
            stream(
                "LastName,Key__c,FirstName,Account.Key__c\n\"Doe, \"\"Jr\"\"\",k1,,A1\n,k2,#N/A,\n"));
    JobInfo closed = bulk.closeJob(job.getId());

    BatchInfo done = finished(job, batch);

    assertThat(closed.getState()).isEqualTo(JobStateEnum.Closed);
    assertThat(done.getState()).isEqualTo(BatchStateEnum.Completed);
    assertThat(done.getNumberRecordsProcessed()).isEqualTo(2);
    assertThat(done.getNumberRecordsFailed()).isEqualTo(1);
    CSVReader results = new CSVReader(bulk.getBatchResultStream(job.getId(), batch.getId()));
    assertThat(results.nextRecord()).containsExactly("Id", "Success", "Created", "Error");
    assertThat(results.nextRecord().subList(1, 4)).containsExactly("true", "true", null);
    assertThat(results.nextRecord())
        .containsExactly(
            null,
            "false",
            "false",
            "REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --");
    Org.Row first = service.org.received.get(0);
    assertThat(first.fields())
        .containsEntry("LastName", "Doe, \"Jr\"")
        .doesNotContainKey("FirstName");
    assertThat(first.fields().get("Account"))
        .isInstanceOfSatisfying(
            Org.Row.class, a -> assertThat(a.fields()).containsEntry("Key__c", "A1"));
    assertThat(service.org.received.get(1).fieldsToNull()).containsExactly("FirstName");
    assertThat(bulk.getJobStatus(job.getId()).getNumberRecordsFailed()).isEqualTo(1);
    assertThat(service.logged("bulk1.batch", 201)).isEqualTo(1);
  }

  @Test
  void csv_unknownColumn_failsTheBatch() throws AsyncApiException {
    JobInfo job = job(OperationEnum.insert, "Contact", ContentType.CSV);
    BatchInfo batch = bulk.createBatchFromStream(job, stream("LastName,Nope\nDoe,1\n"));

    BatchInfo done = finished(job, batch);

    assertThat(done.getState()).isEqualTo(BatchStateEnum.Failed);
    assertThat(done.getStateMessage()).isEqualTo("InvalidBatch : Field name not found : Nope");
  }

  @Test
  void csv_unreadableValue_failsItsRowOnly() throws AsyncApiException, IOException {
    JobInfo job = job(OperationEnum.insert, "Event", ContentType.CSV);
    BatchInfo batch =
        bulk.createBatchFromStream(job, stream("Subject,StartDateTime\na,2026-01-01\nb,soon\n"));

    finished(job, batch);

    CSVReader results = new CSVReader(bulk.getBatchResultStream(job.getId(), batch.getId()));
    results.nextRecord();
    assertThat(results.nextRecord().get(1)).isEqualTo("true");
    assertThat(results.nextRecord().get(3)).startsWith("INVALID_TYPE_ON_FIELD_IN_RECORD:");
    assertThat(service.org.received.getFirst().fields())
        .containsEntry("StartDateTime", Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void xml_insert_reportsErrorsAsElements() throws AsyncApiException {
    JobInfo job = job(OperationEnum.insert, "Contact", ContentType.XML);
    BatchRequest request = bulk.createBatch(job);
    SObject good = new SObject();
    good.setField("LastName", "Doe");
    SObject bad = new SObject();
    bad.setField("FirstName", "Jo");
    request.addSObject(good);
    request.addSObject(bad);
    BatchInfo batch = request.completeRequest();

    finished(job, batch);

    BatchResult result = bulk.getBatchResult(job.getId(), batch.getId());
    assertThat(result.getResult()[0].isCreated()).isTrue();
    assertThat(result.getResult()[1].isSuccess()).isFalse();
    assertThat(result.getResult()[1].getErrors()[0].getStatusCode().name())
        .isEqualTo("REQUIRED_FIELD_MISSING");
  }

  @Test
  void json_insert_works() throws AsyncApiException {
    JobInfo job = new JobInfo();
    job.setOperation(OperationEnum.insert);
    job.setObject("Contact");
    job.setContentType(ContentType.JSON);
    JobInfo created = bulk.createJob(job, ContentType.JSON);
    BatchInfo batch =
        bulk.createBatchFromStream(created, stream("[{\"LastName\":\"Doe\",\"Email\":null}]"));

    await()
        .until(
            () ->
                bulk.getBatchInfo(created.getId(), batch.getId(), ContentType.JSON).getState()
                    == BatchStateEnum.Completed);

    BatchResult result = bulk.getBatchResult(created.getId(), batch.getId(), ContentType.JSON);
    assertThat(result.getResult()[0].isSuccess()).isTrue();
    assertThat(service.org.received.getFirst().fieldsToNull()).containsExactly("Email");
  }

  @Test
  void query_resultsComeAsCsv() throws AsyncApiException, IOException {
    service.org.seedContacts(3);
    JobInfo job = job(OperationEnum.query, "Contact", ContentType.CSV);
    BatchInfo batch =
        bulk.createBatchFromStream(job, stream("SELECT Id, LastName, Account.Name FROM Contact"));

    finished(job, batch);

    String[] results = bulk.getQueryResultList(job.getId(), batch.getId()).getResult();
    CSVReader rows =
        new CSVReader(bulk.getQueryResultStream(job.getId(), batch.getId(), results[0]));
    assertThat(rows.nextRecord()).containsExactly("Id", "LastName", "Account.Name");
    assertThat(rows.nextRecord().subList(1, 3)).containsExactly("Person 0", "Acme & Sons");
    assertThat(bulk.getBatchInfoList(job.getId()).getBatchInfo()).hasSize(1);
  }

  @Test
  void errors_areTheVendorsCodes() throws AsyncApiException {
    assertThat(code(() -> job(OperationEnum.insert, "Nothing", ContentType.CSV)))
        .isEqualTo(AsyncExceptionCode.InvalidJob);
    assertThat(code(() -> bulk.getJobStatus("750000000000000AAA")))
        .isEqualTo(AsyncExceptionCode.InvalidJob);
    assertThat(code(() -> job(OperationEnum.hardDelete, "Contact", ContentType.CSV)))
        .isEqualTo(AsyncExceptionCode.FeatureNotEnabled);
    JobInfo job = job(OperationEnum.insert, "Contact", ContentType.CSV);
    bulk.closeJob(job.getId());
    assertThat(code(() -> bulk.createBatchFromStream(job, stream("LastName\nx\n"))))
        .isEqualTo(AsyncExceptionCode.InvalidJobState);
    service.faults.add("salesforce", Fault.Kind.apiLimit, 1, 1, null);
    assertThat(code(() -> bulk.getJobStatus(job.getId())))
        .isEqualTo(AsyncExceptionCode.ExceededQuota);
    bulk.getConfig().setSessionId("none");
    assertThat(code(() -> bulk.getJobStatus(job.getId())))
        .isEqualTo(AsyncExceptionCode.InvalidSessionId);
  }

  private interface BulkCall {
    void run() throws AsyncApiException;
  }

  private static AsyncExceptionCode code(BulkCall call) {
    return catchThrowableOfType(AsyncApiException.class, call::run).getExceptionCode();
  }

  @Test
  void abort_queuedBatches_areNotProcessed() throws AsyncApiException, IOException {
    service.close();
    service = new ServiceUnderTest(s -> s.withBulkDelay(java.time.Duration.ofHours(1)));
    ConnectorConfig config = new ConnectorConfig();
    config.setSessionId(service.annsToken());
    config.setRestEndpoint(service.url() + "/services/async/65.0");
    bulk = new BulkConnection(config);
    JobInfo job = job(OperationEnum.insert, "Contact", ContentType.CSV);
    BatchInfo batch = bulk.createBatchFromStream(job, stream("LastName\nDoe\n"));

    bulk.abortJob(job.getId());

    assertThat(List.of(bulk.getBatchInfo(job.getId(), batch.getId()).getState()))
        .containsExactly(BatchStateEnum.NotProcessed);
  }

  @Test
  void concurrencyModeAsANumber_isTakenInJson() throws Exception {
    String job =
        "{\"operation\":\"insert\",\"object\":\"Contact\",\"concurrencyMode\":%d,"
            + "\"contentType\":\"JSON\"}";

    assertThat(job(job.formatted(0))).contains("Parallel");
    assertThat(job(job.formatted(1))).contains("Serial");
    assertThat(job(job.formatted(2))).contains("InvalidJob");
  }

  private String job(String body) throws Exception {
    return service
        .send(
            "POST",
            "/services/async/65.0/job",
            body,
            "X-SFDC-Session",
            service.annsToken(),
            "Content-Type",
            "application/json")
        .body();
  }
}

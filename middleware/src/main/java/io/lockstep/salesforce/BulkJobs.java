package io.lockstep.salesforce;

import com.sforce.async.AsyncApiException;
import com.sforce.async.BatchInfo;
import com.sforce.async.BatchStateEnum;
import com.sforce.async.BulkConnection;
import com.sforce.async.CSVReader;
import com.sforce.async.ConcurrencyMode;
import com.sforce.async.ContentType;
import com.sforce.async.JobInfo;
import com.sforce.async.OperationEnum;
import com.sforce.ws.ConnectorConfig;
import io.lockstep.port.PortException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Jobs of the Bulk API as one user. A job costs few calls however many rows it has, but takes its
 * time: it is looked at again and again, less and less often, up to ten minutes.
 */
final class BulkJobs {
  /** Create, add the batch, close, two looks, the list of results, one result. */
  static final int CALLS_A_QUERY = 7;

  /** Create, add the batch, close, two looks, the results. */
  static final int CALLS_A_LOAD = 6;

  /** The code of a job that did not end in time. */
  static final String LATE = "BULK_JOB_LATE";

  private static final Pattern CUSTOM_NAME = Pattern.compile("\\b\\w+__[cr]\\b");

  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** A pass must keep its lease while it waits: then its rows are looked for by their keys. */
  private static final Duration PATIENCE_OF_A_PASS = Duration.ofSeconds(90);

  private final OrgWire wire;
  private final SoapUser user;
  private final Sleeper sleeper;

  BulkJobs(OrgWire wire, SoapUser user, Sleeper sleeper) {
    this.wire = wire;
    this.user = user;
    this.sleeper = sleeper;
  }

  /** A step of a job; a refused session is renewed once before it. */
  private interface Step<T> {
    T on(BulkConnection bulk) throws AsyncApiException, IOException;
  }

  /**
   * All rows of a query, each by column name without namespace.
   *
   * @throws PortException where the job fails or does not end in time
   */
  List<Map<String, String>> query(String object, String soql) {
    return run(job(object, OperationEnum.query), List.of(soql), PATIENCE, this::rows);
  }

  /**
   * Inserts rows given as CSV texts of at most 10,000 rows and 10 MB each, header included. The
   * answer has one row for each, with {@code Success} and {@code Error}.
   */
  List<Map<String, String>> insert(String object, List<String> csvs) {
    return run(job(object, OperationEnum.insert), csvs, PATIENCE, this::results);
  }

  /**
   * The same by an external id, in a pass.
   *
   * @throws PortException.Unavailable where it does not end in ninety seconds; what has been saved
   *     by then stays, and the rest is not begun
   */
  List<Map<String, String>> upsert(String object, String externalId, List<String> csvs) {
    JobInfo job = job(object, OperationEnum.upsert);
    job.setExternalIdFieldName(qualified(externalId));
    return run(job, csvs, PATIENCE_OF_A_PASS, this::results);
  }

  private JobInfo job(String object, OperationEnum operation) {
    JobInfo job = new JobInfo();
    job.setObject(qualified(object));
    job.setOperation(operation);
    job.setContentType(ContentType.CSV);
    job.setConcurrencyMode(ConcurrencyMode.Parallel);
    return job;
  }

  private interface Outcome {
    List<Map<String, String>> of(String jobId, String batchId);
  }

  private List<Map<String, String>> run(
      JobInfo wanted, List<String> contents, Duration patience, Outcome outcome) {
    JobInfo job = step(bulk -> bulk.createJob(wanted));
    List<String> batches = new ArrayList<>();
    for (String content : contents) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      batches.add(
          step(bulk -> bulk.createBatchFromStream(job, new ByteArrayInputStream(bytes))).getId());
    }
    step(bulk -> bulk.closeJob(job.getId()));
    List<Map<String, String>> rows = new ArrayList<>();
    Duration left = patience;
    for (String batch : batches) {
      left = await(job.getId(), batch, left);
      rows.addAll(outcome.of(job.getId(), batch));
    }
    return rows;
  }

  /**
   * @param patience how long to wait at most
   * @return what is left of it
   */
  private Duration await(String job, String batch, Duration patience) {
    Duration wait = FIRST_WAIT;
    Duration left = patience;
    while (true) {
      BatchInfo info = step(bulk -> bulk.getBatchInfo(job, batch));
      if (info.getState() == BatchStateEnum.Completed) {
        return left;
      }
      if (info.getState() == BatchStateEnum.Failed
          || info.getState() == BatchStateEnum.NotProcessed) {
        String said = info.getStateMessage() == null ? "" : info.getStateMessage();
        throw CallFailures.ofCode(said.split("[^A-Za-z_]", 2)[0], said, new IOException("batch"));
      }
      if (!left.isPositive()) {
        step(bulk -> bulk.abortJob(job));
        throw new PortException.Unavailable(LATE, null);
      }
      pause(wait);
      left = left.minus(wait);
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
    }
  }

  private void pause(Duration wait) {
    try {
      sleeper.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PortException.Unavailable("INTERRUPTED", e);
    }
  }

  private List<Map<String, String>> rows(String job, String batch) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (String result : step(bulk -> bulk.getQueryResultList(job, batch)).getResult()) {
      rows.addAll(step(bulk -> csv(bulk.getQueryResultStream(job, batch, result))));
    }
    // A query without rows answers a line of prose in the place of the header.
    rows.removeIf(row -> !row.containsKey("Id"));
    return rows;
  }

  private List<Map<String, String>> results(String job, String batch) {
    return step(bulk -> csv(bulk.getBatchResultStream(job, batch)));
  }

  private List<Map<String, String>> csv(InputStream content) throws IOException {
    try (content) {
      CSVReader reader = new CSVReader(content, "UTF-8");
      reader.setMaxRowsInFile(Integer.MAX_VALUE);
      reader.setMaxCharsInFile(Integer.MAX_VALUE);
      List<String> header = reader.nextRecord();
      List<Map<String, String>> rows = new ArrayList<>();
      if (header == null) {
        return rows;
      }
      for (List<String> line = reader.nextRecord(); line != null; line = reader.nextRecord()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(header.size(), line.size()); i++) {
          row.put(
              ObjectShape.withoutNamespace(header.get(i), user.namespace()),
              line.get(i) == null ? "" : line.get(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  private <T> T step(Step<T> step) {
    Session session = user.session();
    try {
      return step.on(connection(session));
    } catch (AsyncApiException e) {
      if (!code(e).equals("InvalidSessionId")) {
        throw failure(e);
      }
    } catch (IOException e) {
      throw new PortException.Unavailable("NO_ANSWER", e);
    }
    try {
      return step.on(connection(user.renewedSession()));
    } catch (AsyncApiException e) {
      throw failure(e);
    } catch (IOException e) {
      throw new PortException.Unavailable("NO_ANSWER", e);
    }
  }

  private BulkConnection connection(Session session) throws AsyncApiException {
    ConnectorConfig config = wire.config(session);
    // With compression on, the library says of its GETs too that their body is gzipped, and they
    // have
    // none. Our transport compresses what is posted by itself.
    config.setCompression(false);
    config.setRequestHeader("Accept-Encoding", "gzip");
    config.setRestEndpoint(session.bulkEndpoint(wire.settings().apiVersion()));
    return new BulkConnection(config);
  }

  private static String code(AsyncApiException e) {
    return e.getExceptionCode() == null ? "" : e.getExceptionCode().name();
  }

  private static PortException failure(AsyncApiException e) {
    if (e.getCause() instanceof HttpStatusException status) {
      return CallFailures.ofStatus(status);
    }
    // The library says ClientInputError for a web page in the place of an answer, and gives its own
    // failures to read or send a cause.
    String message = String.valueOf(e.getExceptionMessage());
    return code(e).isEmpty() || e.getCause() != null || message.contains("unknown format")
        ? new PortException.Unavailable("NO_ANSWER", e)
        : CallFailures.ofCode(code(e), message, e);
  }

  /** A statement of our own, whose literals hold no custom name, with those written out. */
  String qualifiedIn(String soql) {
    return CUSTOM_NAME.matcher(soql).replaceAll(name -> qualified(name.group()));
  }

  /** The Bulk API has no default namespace: custom names are written out. */
  String qualified(String name) {
    String namespace = user.namespace();
    return namespace != null && (name.endsWith("__c") || name.endsWith("__r"))
        ? namespace + "__" + name
        : name;
  }
}

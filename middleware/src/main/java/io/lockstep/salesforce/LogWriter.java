package io.lockstep.salesforce;

import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.sobject.SObject;
import io.lockstep.port.PortException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes what the passes did into the org as the integration user: by calls of 200 rows while those
 * are fewer than a job of the Bulk API takes, else by a job.
 */
public final class LogWriter {
  /** A batch takes 10,000 rows and 10 MB; stay well below both. */
  private static final int ROWS = 5_000;

  /** Of the long column; a call takes no more than a batch does. */
  private static final int CHARACTERS = 3_000_000;

  private static final int ROWS_A_CALL = 200;

  /** The row is there already, by its key. */
  private static final String TWICE = "DUPLICATE_VALUE";

  private final BulkJobs bulk;
  private final SoapUser integration;

  LogWriter(BulkJobs bulk, SoapUser integration) {
    this.bulk = bulk;
    this.integration = integration;
  }

  /**
   * Writing the same rows again leaves them once: their key is unique. An upsert would be refused,
   * since the mailbox of a row that is there cannot be named again.
   *
   * @return the codes of rows that were refused, by code, with how many
   * @throws PortException where the job did not come to an end
   */
  public Map<String, Integer> write(List<LogRow> logs) {
    Map<String, Integer> refused = new TreeMap<>();
    if (logs.isEmpty()) {
      return refused;
    }
    Map<String, String> mailboxes =
        new MailboxRows(integration)
            .idsOf(logs.stream().map(LogRow::userId).collect(Collectors.toSet()));
    List<List<LogRow>> gathers = gathers(logs, ROWS_A_CALL);
    List<String> codes =
        gathers.size() <= BulkJobs.CALLS_A_LOAD
            ? called(gathers, mailboxes)
            : loaded(gathers(logs, ROWS), mailboxes);
    codes.stream()
        .filter(code -> !code.equals(TWICE))
        .forEach(code -> refused.merge(code, 1, Integer::sum));
    return refused;
  }

  /** The codes of the rows that were refused. */
  private List<String> called(List<List<LogRow>> gathers, Map<String, String> mailboxes) {
    List<String> codes = new ArrayList<>();
    for (List<LogRow> gather : gathers) {
      SObject[] rows =
          gather.stream()
              .map(log -> log.draft(mailboxes.getOrDefault(log.userId(), "")).row(true))
              .toArray(SObject[]::new);
      for (SaveResult result : integration.call(on -> on.create(rows))) {
        if (!result.isSuccess()) {
          codes.add(RowErrors.first(result.getErrors()));
        }
      }
    }
    return codes;
  }

  private List<String> loaded(List<List<LogRow>> batches, Map<String, String> mailboxes) {
    List<String> csvs = new ArrayList<>();
    for (List<LogRow> batch : batches) {
      TreeSet<String> header = new TreeSet<>();
      List<Map<String, String>> rows = new ArrayList<>();
      for (LogRow log : batch) {
        Map<String, String> row = log.columns(mailboxes.getOrDefault(log.userId(), ""));
        header.addAll(row.keySet());
        rows.add(row);
      }
      csvs.add(CsvRows.of(List.copyOf(header), bulk::qualified, rows));
    }
    List<String> codes = new ArrayList<>();
    for (Map<String, String> row : bulk.insert(LogRow.OBJECT, csvs)) {
      if (!row.getOrDefault("Success", "").equalsIgnoreCase("true")) {
        codes.add(row.getOrDefault("Error", "").split(":", 2)[0]);
      }
    }
    return codes;
  }

  private static List<List<LogRow>> gathers(List<LogRow> logs, int most) {
    return Gathers.of(logs, most, CHARACTERS, log -> log.items().length());
  }
}

package io.lockstep.salesforce;

import io.lockstep.port.PortException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes what the passes did into the org, many rows a job, as the integration user. */
public final class LogWriter {
  /** A batch takes 10,000 rows and 10 MB; stay well below both. */
  private static final int ROWS = 5_000;

  private static final int CHARACTERS = 3_000_000;

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
    for (Map<String, String> row : bulk.insert("SyncLog__c", csvs(logs))) {
      if (!row.getOrDefault("Success", "").equalsIgnoreCase("true")) {
        String code = row.getOrDefault("Error", "").split(":", 2)[0];
        if (!code.equals("DUPLICATE_VALUE")) {
          refused.merge(code, 1, Integer::sum);
        }
      }
    }
    return refused;
  }

  private List<String> csvs(List<LogRow> logs) {
    MailboxRows mailboxes = new MailboxRows(integration);
    Map<String, String> mailboxIds = new HashMap<>();
    List<Map<String, String>> rows = new ArrayList<>();
    TreeSet<String> header = new TreeSet<>();
    for (LogRow log : logs) {
      Map<String, String> row = log.columns();
      row.put("Mailbox__c", mailboxIds.computeIfAbsent(log.userId(), mailboxes::idOf));
      header.addAll(row.keySet());
      rows.add(row);
    }
    String first =
        header.stream()
            .map(bulk::qualified)
            .map(LogWriter::quoted)
            .collect(Collectors.joining(","));
    List<String> csvs = new ArrayList<>();
    StringBuilder csv = new StringBuilder(first).append('\n');
    int count = 0;
    for (Map<String, String> row : rows) {
      String line =
          header.stream()
              .map(column -> quoted(row.getOrDefault(column, "")))
              .collect(Collectors.joining(","));
      if (count > 0 && (count == ROWS || csv.length() + line.length() > CHARACTERS)) {
        csvs.add(csv.toString());
        csv = new StringBuilder(first).append('\n');
        count = 0;
      }
      csv.append(line).append('\n');
      count++;
    }
    csvs.add(csv.toString());
    return csvs;
  }

  private static String quoted(String value) {
    return '"' + value.replace("\"", "\"\"") + '"';
  }
}

package io.lockstep.salesforce;

import io.lockstep.port.Answer;
import io.lockstep.port.PortException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many new rows of one object by one job of the Bulk API. Where a job was late, rows go by calls
 * for an hour: the service is busy, and a pass cannot wait for it.
 */
final class RowLoad {
  private static final Logger LOG = LoggerFactory.getLogger(RowLoad.class);

  /** From here on calls of 200 rows cost more than a job. */
  static final int FROM = (BulkJobs.CALLS_A_LOAD + 1) * RecordWriter.ROWS_A_CALL;

  /** A batch takes 10,000 rows and 10 MB, of which a character takes up to four. */
  private static final int ROWS = 10_000;

  private static final int CHARACTERS = 2_400_000;
  private static final Duration BUSY = Duration.ofHours(1);
  private static final String KEY = "LockstepKey__c";

  private final BulkJobs jobs;
  private final InstantSource clock;
  private final AtomicReference<Instant> busyUntil;

  /**
   * @param jobs as the acting user
   * @param busyUntil shared by all users of the org
   */
  RowLoad(BulkJobs jobs, InstantSource clock, AtomicReference<Instant> busyUntil) {
    this.jobs = jobs;
    this.clock = clock;
    this.busyUntil = busyUntil;
  }

  /** Whether so many rows are better sent by a job now. */
  boolean pays(int rows) {
    return rows >= FROM && !clock.instant().isBefore(busyUntil.get());
  }

  /**
   * Upserts by {@code LockstepKey__c}.
   *
   * @return for each row what was saved; empty = refused, and only a call tells why in full: a job
   *     names no fields, no duplicate, and knows no header that lets alerts pass
   * @throws PortException where the job failed or did not end in time; some rows may be saved
   */
  List<Optional<Answer.Saved>> upsert(String object, List<Draft> drafts) {
    List<Map<String, String>> rows = drafts.stream().map(Draft::columns).toList();
    TreeSet<String> header = new TreeSet<>();
    rows.forEach(row -> header.addAll(row.keySet()));
    List<String> csvs =
        Gathers.of(rows, ROWS, CHARACTERS, RowLoad::length).stream()
            .map(batch -> CsvRows.of(List.copyOf(header), jobs::qualified, batch))
            .toList();
    List<Map<String, String>> results;
    try {
      results = jobs.upsert(object, KEY, csvs);
    } catch (PortException.Unavailable e) {
      if (e.code().equals(BulkJobs.LATE)) {
        busyUntil.set(clock.instant().plus(BUSY));
        LOG.info(
            "A load of {} rows did not end in time; for an hour rows go by calls", rows.size());
      }
      throw e;
    }
    if (results.size() != rows.size()) {
      throw new PortException.Unavailable("ROWS_MISSING", null);
    }
    List<Optional<Answer.Saved>> saved = new ArrayList<>();
    for (Map<String, String> result : results) {
      saved.add(
          isTrue(result, "Success")
              ? Optional.of(
                  new Answer.Saved(
                      RecordIds.full(result.getOrDefault("Id", "")), isTrue(result, "Created")))
              : Optional.empty());
    }
    return saved;
  }

  private static int length(Map<String, String> row) {
    return row.values().stream().mapToInt(value -> value.length() + 3).sum();
  }

  private static boolean isTrue(Map<String, String> result, String column) {
    return result.getOrDefault(column, "").equalsIgnoreCase("true");
  }
}

package io.lockstep.sandbox.salesforce.bulk;

import io.lockstep.sandbox.salesforce.api.Schema;
import io.lockstep.sandbox.salesforce.api.SelectList;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/** Takes a batch of Bulk API 1 from Queued over InProgress to Completed or Failed. */
final class V1BatchWork {
  private static final int MAX_ROWS = 10_000;

  private final Org org;
  private final InstantSource orgTime;
  private final BulkRunner runner;
  private final BulkIds ids;

  V1BatchWork(Org org, InstantSource orgTime, BulkRunner runner, BulkIds ids) {
    this.org = org;
    this.orgTime = orgTime;
    this.runner = runner;
    this.ids = ids;
  }

  void start(V1Job job, V1Batch batch, Org.Call call) {
    runner.later(
        () -> {
          if (batch.advance("Queued", "InProgress", orgTime.instant())) {
            runner.later(() -> run(job, batch, call));
          }
        });
  }

  private void run(V1Job job, V1Batch batch, Org.Call call) {
    try {
      if (job.operation.isQuery()) {
        query(job, batch, call);
      } else {
        write(job, batch, call);
      }
    } catch (BulkException e) {
      batch.fail(e.stateMessage(), orgTime.instant());
    } catch (OrgException e) {
      batch.fail("InvalidBatch : " + e.code() + ": " + e.getMessage(), orgTime.instant());
    }
  }

  private void write(V1Job job, V1Batch batch, Org.Call call) {
    List<BulkRow> rows =
        new V1RowReader(new Schema(org, call), job.object).read(batch.upload, job.format);
    if (rows.size() > MAX_ROWS) {
      throw new BulkException("InvalidBatch", "Records not processed: more than " + MAX_ROWS);
    }
    List<BulkOutcome> outcomes =
        new BulkWork(org, call, job.operation, job.externalIdField).run(rows);
    batch.complete(outcomes, orgTime.instant());
  }

  private void query(V1Job job, V1Batch batch, Org.Call call) {
    String soql = new String(batch.upload, StandardCharsets.UTF_8);
    SelectList select = BulkQuery.check(soql);
    List<Org.Row> rows = BulkQuery.run(org, call, soql, job.operation == BulkOperation.queryAll);
    batch.complete(
        ids.next("752"),
        V1Formats.rows(rows, select.items(), job.format, job.apiVersion),
        rows.size(),
        orgTime.instant());
  }
}

package io.lockstep.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.salesforce.LogRow;
import io.lockstep.salesforce.MailboxStatus;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an org has still to be told: logs of passes that did something, and statuses of mailboxes
 * that changed. Gathered here, written in batches; lost with the process, since Salesforce is not
 * the place where the truth of the sync is kept.
 */
final class Journal {
  private static final int MOST_ROWS = 5_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<LogRow> logs = new ArrayList<>();
  private final Map<String, MailboxStatus> statuses = new LinkedHashMap<>();
  private final Map<String, MailboxStatus> told = new HashMap<>();

  /** A pass that wrote nothing and met no trouble leaves no row. */
  synchronized void pass(
      String userId,
      String token,
      Instant began,
      Instant ended,
      String trigger,
      String outcome,
      String code,
      PassReport report) {
    boolean quiet = report.entries().isEmpty() && code.isEmpty();
    if (quiet || logs.size() >= MOST_ROWS) {
      return;
    }
    logs.add(
        new LogRow(
            userId + "." + token,
            userId,
            began,
            ended,
            trigger,
            outcome,
            code,
            counts(report),
            items(report)));
  }

  /**
   * Only what differs from what the org was told last.
   *
   * @param busy whether the pass did something, so that counts may differ that only the org knows
   */
  synchronized void status(MailboxStatus status, boolean busy) {
    MailboxStatus last = told.get(status.userId());
    boolean same =
        last != null
            && last.status().equals(status.status())
            && last.code().equals(status.code())
            && last.linkedContacts() == status.linkedContacts()
            && last.linkedEvents() == status.linkedEvents()
            && last.held() == status.held()
            && last.progress() == status.progress()
            && !status.requestDone()
            && !busy;
    if (!same) {
      statuses.put(status.userId(), status);
    }
  }

  synchronized List<LogRow> takeLogs() {
    List<LogRow> taken = List.copyOf(logs);
    logs.clear();
    return taken;
  }

  synchronized List<MailboxStatus> takeStatuses() {
    List<MailboxStatus> taken = List.copyOf(statuses.values());
    statuses.clear();
    taken.forEach(status -> told.put(status.userId(), status));
    return taken;
  }

  /** Rows that could not be written are written next time. */
  synchronized void putBack(List<LogRow> rows, List<MailboxStatus> changed) {
    logs.addAll(
        0, rows.subList(0, Math.min(rows.size(), MOST_ROWS - Math.min(MOST_ROWS, logs.size()))));
    changed.forEach(status -> statuses.putIfAbsent(status.userId(), status));
  }

  private static Map<String, Integer> counts(PassReport report) {
    Map<String, Integer> counts = new HashMap<>();
    for (Kind kind : Kind.values()) {
      for (Side side : Side.values()) {
        String prefix = side == Side.RECORD ? "Salesforce" : "Mail";
        add(counts, prefix + "Created", report.count(kind, side, PassReport.Verb.CREATED));
        add(counts, prefix + "Updated", report.count(kind, side, PassReport.Verb.UPDATED));
        add(counts, prefix + "Deleted", report.count(kind, side, PassReport.Verb.DELETED));
        add(counts, "Linked", report.count(kind, side, PassReport.Verb.LINKED));
        add(counts, "Unlinked", report.count(kind, side, PassReport.Verb.PARTED));
        add(counts, "Conflicts", report.count(kind, side, PassReport.Verb.CONFLICT));
        add(counts, "Refused", report.count(kind, side, PassReport.Verb.HELD));
      }
    }
    return counts;
  }

  private static void add(Map<String, Integer> counts, String name, int count) {
    counts.merge(name, count, Integer::sum);
  }

  private static String items(PassReport report) {
    StringBuilder out = new StringBuilder();
    for (PassReport.Entry entry : report.entries()) {
      ObjectNode line = JSON.createObjectNode();
      line.put("kind", entry.kind().name());
      line.put("side", entry.side() == Side.RECORD ? "Salesforce" : "Mail");
      line.put("verb", entry.verb().name());
      line.put("id", entry.id());
      if (!entry.code().isEmpty()) {
        line.put("code", entry.code());
      }
      out.append(line).append('\n');
    }
    if (report.omitted() > 0) {
      out.append(JSON.createObjectNode().put("omitted", report.omitted())).append('\n');
    }
    return out.toString();
  }
}

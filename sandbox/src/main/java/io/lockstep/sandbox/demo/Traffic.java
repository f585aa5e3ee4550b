package io.lockstep.sandbox.demo;

import io.lockstep.sandbox.frame.RequestLog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the middleware called, from the services' own request log. */
final class Traffic {
  private static final Set<String> SALESFORCE_WRITES =
      Set.of("soap.create", "soap.update", "soap.upsert", "soap.delete", "soap.undelete");

  /** Calls at the mail systems that are not reads and write nothing of a person's all the same. */
  private static final List<String> NO_WRITES =
      List.of("batch", "watch", "channels", "subscription");

  private final RequestLog log;
  private final String integrationUsername;

  Traffic(RequestLog log, String integrationUsername) {
    this.log = log;
    this.integrationUsername = integrationUsername;
  }

  /** Whether a call was made for the org as a whole, by its integration user. */
  boolean isOrgsOwn(RequestLog.Entry e) {
    return integrationUsername.equals(e.user()) || e.operation().startsWith("oauth");
  }

  /** How many calls that wrote contacts or events were answered or cut off so far. */
  long writes() {
    return log.newest().stream().filter(this::writes).count();
  }

  /** Calls since a moment on the sandbox's clock; the log keeps the newest 10,000. */
  List<RequestLog.Entry> since(long millis) {
    return log.newest().stream().filter(e -> e.atMillis() >= millis).toList();
  }

  /** When somebody's contacts or events were last written; 0 = never. */
  long lastWrite() {
    return log.newest().stream()
        .filter(this::writes)
        .mapToLong(RequestLog.Entry::atMillis)
        .max()
        .orElse(0);
  }

  /**
   * Whether a call writes contacts or events. Logs, issues and statuses are written by the
   * integration user, who writes nothing else.
   */
  boolean writes(RequestLog.Entry e) {
    if (e.operation().startsWith("oauth")) {
      return false;
    }
    return switch (e.service()) {
      case "google", "microsoft" ->
          !e.method().equals("GET") && NO_WRITES.stream().noneMatch(e.operation()::contains);
      case "salesforce" ->
          !isOrgsOwn(e)
              && (SALESFORCE_WRITES.contains(e.operation())
                  || !e.operation().startsWith("soap.") && !e.method().equals("GET"));
      default -> false;
    };
  }

  /** All calls so far by service. A batch at a mail system counts as one call beside its parts. */
  Map<String, Long> totals() {
    Map<String, Long> totals = new TreeMap<>();
    log.counts().forEach(c -> totals.merge(c.service(), c.calls(), Long::sum));
    return totals;
  }

  /** The operations called most, with how often. */
  Map<String, Long> byOperation(String service) {
    Map<String, Long> totals = new TreeMap<>();
    log.counts().stream()
        .filter(c -> c.service().equals(service))
        .forEach(c -> totals.merge(c.operation(), c.calls(), Long::sum));
    return totals;
  }

  long refusals(String service) {
    return log.counts().stream()
        .filter(c -> c.service().equals(service) && (c.status() == 403 || c.status() == 429))
        .mapToLong(RequestLog.Count::calls)
        .sum();
  }
}

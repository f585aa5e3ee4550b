package io.lockstep.sandbox.salesforce.rest;

import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ApiUsage;
import io.lockstep.sandbox.salesforce.api.ApiVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What there is: versions, resources, limits. */
final class DiscoveryResource {
  private DiscoveryResource() {}

  /** {@code /services/data}, which needs no session and costs nothing. */
  static Response versions() {
    List<Map<String, Object>> out =
        ApiVersion.all().stream()
            .map(
                v -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("label", ApiVersion.label(v));
                  one.put("url", "/services/data/v" + v);
                  one.put("version", v);
                  return one;
                })
            .toList();
    return RestAnswers.json(200, out, "rest.versions");
  }

  /**
   * @param identity the URL of the user's identity document; clients read it from here where they
   *     have only a session
   */
  static Response resources(RestCall rest, String identity) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (String name :
        List.of(
            "composite", "jobs", "limits", "query", "queryAll", "recent", "search", "sobjects")) {
      out.put(name, rest.root() + "/" + name);
    }
    out.put("identity", identity);
    return RestAnswers.json(200, out, "rest.resources");
  }

  static Response limits(ApiUsage api, ApiUsage batches, ApiUsage queryJobs) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("DailyApiRequests", limit(api));
    out.put("DailyBulkApiBatches", limit(batches));
    out.put("DailyBulkV2QueryJobs", limit(queryJobs));
    out.put("DailyAsyncApexExecutions", Map.of("Max", 250_000, "Remaining", 250_000));
    out.put("DailyDeliveredPlatformEvents", Map.of("Max", 10_000, "Remaining", 10_000));
    out.put("HourlyPublishedPlatformEvents", Map.of("Max", 50_000, "Remaining", 50_000));
    out.put("DataStorageMB", Map.of("Max", 1_024, "Remaining", 1_000));
    out.put("SingleEmail", Map.of("Max", 5_000, "Remaining", 5_000));
    return RestAnswers.json(200, out, "rest.limits");
  }

  private static Map<String, Object> limit(ApiUsage usage) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("Max", usage.limit());
    out.put("Remaining", Math.max(0, usage.limit() - usage.used()));
    return out;
  }
}

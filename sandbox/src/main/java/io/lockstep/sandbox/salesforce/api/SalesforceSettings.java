package io.lockstep.sandbox.salesforce.api;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the simulated org is set up towards its API clients.
 *
 * @param clients the installed apps
 * @param sessionTimeout a session ends after this time without use, in the machine's own time
 * @param jwtMaxLifetime how far ahead {@code exp} of a bearer assertion may lie
 * @param refreshTokenRotation whether each refresh hands out a new refresh token
 * @param dailyApiRequests the quota of the org in any 24 hours
 * @param dailyBulkBatches batches in any 24 hours, Bulk API 1 and 2.0 together
 * @param bulkDelay how long a bulk batch waits before it is worked on, before the clock's scale
 * @param loginPassword every user's password for SOAP {@code login()}; null = {@code login()} is
 *     off, as in new orgs
 * @param loginPageUsers usernames the consent page offers
 */
public record SalesforceSettings(
    List<ClientApp> clients,
    Duration sessionTimeout,
    Duration jwtMaxLifetime,
    boolean refreshTokenRotation,
    int dailyApiRequests,
    int dailyBulkBatches,
    Duration bulkDelay,
    @Nullable String loginPassword,
    List<String> loginPageUsers) {
  public SalesforceSettings {
    clients = List.copyOf(clients);
    loginPageUsers = List.copyOf(loginPageUsers);
  }

  /** The platform's defaults, with the quota of an Enterprise Edition without licences. */
  public static SalesforceSettings of(ClientApp... clients) {
    return new SalesforceSettings(
        List.of(clients),
        Duration.ofHours(2),
        Duration.ofMinutes(5),
        false,
        100_000,
        15_000,
        Duration.ofSeconds(3),
        null,
        List.of());
  }

  public SalesforceSettings withDailyApiRequests(int limit) {
    return new SalesforceSettings(
        clients,
        sessionTimeout,
        jwtMaxLifetime,
        refreshTokenRotation,
        limit,
        dailyBulkBatches,
        bulkDelay,
        loginPassword,
        loginPageUsers);
  }

  public SalesforceSettings withRefreshTokenRotation(boolean rotation) {
    return new SalesforceSettings(
        clients,
        sessionTimeout,
        jwtMaxLifetime,
        rotation,
        dailyApiRequests,
        dailyBulkBatches,
        bulkDelay,
        loginPassword,
        loginPageUsers);
  }

  public SalesforceSettings withSessionTimeout(Duration timeout) {
    return new SalesforceSettings(
        clients,
        timeout,
        jwtMaxLifetime,
        refreshTokenRotation,
        dailyApiRequests,
        dailyBulkBatches,
        bulkDelay,
        loginPassword,
        loginPageUsers);
  }

  public SalesforceSettings withBulkDelay(Duration delay) {
    return new SalesforceSettings(
        clients,
        sessionTimeout,
        jwtMaxLifetime,
        refreshTokenRotation,
        dailyApiRequests,
        dailyBulkBatches,
        delay,
        loginPassword,
        loginPageUsers);
  }

  public SalesforceSettings withLogin(@Nullable String password, List<String> pageUsers) {
    return new SalesforceSettings(
        clients,
        sessionTimeout,
        jwtMaxLifetime,
        refreshTokenRotation,
        dailyApiRequests,
        dailyBulkBatches,
        bulkDelay,
        password,
        pageUsers);
  }

  public @Nullable ClientApp client(@Nullable String id) {
    return clients.stream().filter(c -> c.id().equals(id)).findFirst().orElse(null);
  }
}

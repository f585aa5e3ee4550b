package io.lockstep.salesforce;

/**
 * What the org has used of its API requests in the last 24 hours, by its own last word. All
 * integrations of the org share it.
 *
 * @param limit 0 = not told yet
 */
public record ApiBudget(long used, long limit) {
  public static final ApiBudget UNKNOWN = new ApiBudget(0, 0);

  /** Used share, 0 to 1 and above; 0 while unknown. */
  public double share() {
    return limit <= 0 ? 0 : (double) used / limit;
  }

  /** Whether work that may use up to this share of the quota may go on. */
  public boolean allows(double share) {
    return share() < share;
  }
}

package io.lockstep.sandbox.salesforce.nudge;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How nudges reach the middleware. Durations are the org's, before the clock's scale; shares are 0
 * to 1.
 *
 * @param url the Named Credential's URL, on this machine; null = nobody entered one, and nothing is
 *     sent
 * @param delayMin the soonest a call follows its commit
 * @param delayMax the latest, where nothing holds it up
 * @param gather events that the bus hands on within this time are one call
 * @param drop share of events that the bus loses
 * @param duplicate share of calls that are made twice, as when the platform runs a job again
 * @param reorder share of events that come later than {@code delayMax}, behind younger ones
 * @param burst share of calls that come as three at once, as when a load is saved in many
 *     transactions
 */
public record NudgeSettings(
    @Nullable URI url,
    Duration delayMin,
    Duration delayMax,
    Duration gather,
    double drop,
    double duplicate,
    double reorder,
    double burst) {

  public NudgeSettings {
    if (delayMin.isNegative() || delayMax.compareTo(delayMin) < 0 || gather.isNegative()) {
      throw new IllegalArgumentException(
          "delayMin, delayMax and gather must not be negative, and delayMax not below delayMin");
    }
    for (double share : new double[] {drop, duplicate, reorder, burst}) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share must be between 0 and 1, not " + share);
      }
    }
    if (url != null && !(isHttp(url) && isLoopback(url))) {
      throw new IllegalArgumentException(
          "the nudges' url must be http on this machine, as http://127.0.0.1:8080");
    }
  }

  private static boolean isHttp(URI url) {
    return "http".equals(url.getScheme()) && url.getHost() != null;
  }

  private static boolean isLoopback(URI url) {
    try {
      return InetAddress.getByName(url.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Off, with the platform's habits for when a URL is entered. */
  public static NudgeSettings off() {
    return new NudgeSettings(
        null,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        0.02,
        0.1,
        0.1,
        0.05);
  }
}

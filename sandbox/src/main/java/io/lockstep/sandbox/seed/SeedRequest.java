package io.lockstep.sandbox.seed;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What to fill the sandbox with.
 *
 * @param company names the size the numbers start from
 * @param seed the same seed, numbers and day give the same company
 * @param people from 1 to 200
 * @param contacts contacts and leads in all, on both sides together
 * @param events events in all, on both sides together
 * @param microsoft how many of the people have their mailbox at Microsoft; the others are at Google
 * @param salesforceShare from 0 to 1: the part of contacts and events that begins in Salesforce
 * @param awkward whether data is as untidy as in life: duplicates, long subjects, control
 *     characters
 * @param today the day the events are around; null = the sandbox clock's
 */
public record SeedRequest(
    Size company,
    long seed,
    int people,
    int contacts,
    int events,
    int microsoft,
    double salesforceShare,
    boolean awkward,
    @Nullable LocalDate today) {
  /** The sizes that have a name. */
  public enum Size {
    demo(6, 300, 200, 3),
    small(3, 20, 20, 0),
    benchmark(1, 1_000, 2_000, 0);

    final int people;
    final int contacts;
    final int events;
    final int microsoft;

    Size(int people, int contacts, int events, int microsoft) {
      this.people = people;
      this.contacts = contacts;
      this.events = events;
      this.microsoft = microsoft;
    }

    public SeedRequest request(long seed) {
      return new SeedRequest(
          this, seed, people, contacts, events, microsoft, 0.5, this != benchmark, null);
    }
  }

  public SeedRequest {
    require(people >= 1 && people <= 200, "people must be from 1 to 200, not " + people);
    require(
        contacts >= 0 && contacts <= 100_000, "contacts must be from 0 to 100000, not " + contacts);
    require(events >= 0 && events <= 100_000, "events must be from 0 to 100000, not " + events);
    require(
        microsoft >= 0 && microsoft <= people,
        "microsoft must be from 0 to the number of people, not " + microsoft);
    require(
        salesforceShare >= 0 && salesforceShare <= 1,
        "salesforceShare must be from 0 to 1, not " + salesforceShare);
  }

  /**
   * How many of so many people are at Microsoft.
   *
   * @param provider {@code google}, {@code microsoft}, or {@code both}: half and half
   */
  public static int microsoft(String provider, int people) {
    return switch (provider) {
      case "google" -> 0;
      case "microsoft" -> people;
      case "both" -> people / 2;
      default ->
          throw new IllegalArgumentException(
              "provider must be google, microsoft or both, not " + provider);
    };
  }

  /** The same with its people's mailboxes elsewhere. */
  public SeedRequest at(String provider) {
    return new SeedRequest(
        company,
        seed,
        people,
        contacts,
        events,
        microsoft(provider, people),
        salesforceShare,
        awkward,
        today);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}

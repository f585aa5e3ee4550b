package io.lockstep.sandbox.seed;

import java.text.Normalizer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A made-up company with everything its people hold in Salesforce and in their mailboxes.
 *
 * @param accounts names of the accounts in Salesforce
 */
public record Company(
    String domain,
    LocalDate today,
    List<Person> people,
    List<String> accounts,
    List<Card> cards,
    List<Meeting> meetings) {
  public static final String NAME = "Alder & Finch";
  public static final String DOMAIN = "alderfinch.example";

  /**
   * @param today the day the events are around
   */
  public static Company of(SeedRequest request, LocalDate today) {
    Words words = new Words();
    List<Person> people = people(words, request);
    List<String> accounts = words.companies.stream().map(c -> c[0]).toList();
    List<Card> cards = new CardMaker(request, words, people, new Random(request.seed())).all();
    List<Meeting> meetings =
        new MeetingMaker(request, people, cards, today, new Random(request.seed() + 1)).all();
    return new Company(DOMAIN, today, people, accounts, cards, meetings);
  }

  private static List<Person> people(Words words, SeedRequest request) {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < request.people(); i++) {
      String[] row = words.people.get(i % words.people.size());
      String suffix = i < words.people.size() ? "" : String.valueOf(i / words.people.size() + 1);
      String given = ascii(row[0]);
      String family = ascii(row[1]);
      String email = given + "." + family + suffix + "@" + DOMAIN;
      people.add(
          new Person(
              given + suffix,
              row[0],
              row[1] + (suffix.isEmpty() ? "" : " " + suffix),
              email,
              List.of(given.charAt(0) + family + suffix + "@" + DOMAIN),
              email + ".demo",
              row[3],
              ZoneId.of(row[2]),
              i >= request.people() - request.microsoft() ? "microsoft" : "google",
              i == 0 ? null : people.get((i - 1) / 3).name()));
    }
    return List.copyOf(people);
  }

  /** Lower case letters without accents, as people's addresses have them. */
  static String ascii(String text) {
    String plain =
        Normalizer.normalize(text.replace("ø", "o").replace("å", "a"), Normalizer.Form.NFD);
    return plain.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
  }

  public Person person(String name) {
    return people.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nobody is called " + name));
  }
}

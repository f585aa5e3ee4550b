package io.lockstep.sandbox.seed;

import io.lockstep.sandbox.seed.Card.Address;
import io.lockstep.sandbox.seed.Card.Birthday;
import io.lockstep.sandbox.seed.Card.Phone;
import io.lockstep.sandbox.seed.Card.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes contacts and leads. In untidy data every tenth human being is on both sides, spelt
 * differently, and some cards are odd: a mononym, a company without a person, no name at all.
 */
final class CardMaker {
  private static final List<String> TITLES =
      List.of(
          "Managing Director", "Head of Purchasing", "Einkaufsleiter", "工程师", "Développeuse", "");
  private static final List<String> DEPARTMENTS = List.of("Sales", "Einkauf", "R&D", "", "法務部");

  private final SeedRequest request;
  private final Words words;
  private final List<Person> people;
  private final Random random;
  private final List<Card> cards = new ArrayList<>();

  CardMaker(SeedRequest request, Words words, List<Person> people, Random random) {
    this.request = request;
    this.words = words;
    this.people = people;
    this.random = random;
  }

  List<Card> all() {
    int human = 0;
    while (cards.size() < request.contacts()) {
      human++;
      String owner = people.get(random.nextInt(people.size())).name();
      boolean twins =
          request.awkward() && human % 10 == 0 && cards.size() + 2 <= request.contacts();
      if (twins) {
        twins(human, owner);
      } else if (random.nextDouble() < request.salesforceShare()) {
        boolean lead = request.awkward() && random.nextInt(6) == 0;
        cards.add(
            card(human, lead ? Place.salesforceLead : Place.salesforceContact, owner, false, null));
      } else if (request.awkward() && human % 17 == 0) {
        cards.add(oddity(human, owner));
      } else {
        cards.add(card(human, Place.mailbox, owner, false, null));
      }
    }
    return List.copyOf(cards);
  }

  /** One human being on both sides: once as Salesforce has it, once as a phone would have it. */
  private void twins(int human, String owner) {
    int first = cards.size();
    long same = random.nextLong();
    random.setSeed(same);
    Card inSalesforce = card(human, Place.salesforceContact, owner, false, first + 1);
    random.setSeed(same);
    Card inMailbox = card(human, Place.mailbox, owner, true, first);
    cards.add(inSalesforce);
    cards.add(inMailbox);
  }

  private Card card(
      int human, Place place, String owner, boolean otherSpelling, @Nullable Integer twin) {
    String[] name = words.names.get(human % words.names.size());
    String[] company = words.companies.get(random.nextInt(words.companies.size()));
    String[] home = words.places.get(random.nextInt(words.places.size()));
    int spelling = otherSpelling ? 1 : 0;
    boolean mail = place == Place.mailbox;
    // Numbered after the first round, so that a name stands for one human being.
    int round = human / words.names.size();
    String family = name[1 + 2 * spelling] + (round == 0 ? "" : " " + roman(round));
    String title = TITLES.get(random.nextInt(TITLES.size()));
    String department = DEPARTMENTS.get(random.nextInt(DEPARTMENTS.size()));
    List<String> emails = new ArrayList<>();
    String address = "contact" + human + "@" + Company.ascii(company[1]) + ".example";
    if (random.nextInt(8) > 0) {
      emails.add(otherSpelling ? address.toUpperCase(java.util.Locale.ROOT) : address);
      if (random.nextInt(4) == 0 && mail) {
        emails.add("private" + human + "@home.example");
      }
    }
    List<Phone> phones = new ArrayList<>();
    phones.add(new Phone("work", home[6 + spelling]));
    if (random.nextInt(2) == 0) {
      phones.add(new Phone("mobile", "+49 170 " + (1_000_000 + human)));
    }
    boolean born = random.nextInt(3) == 0;
    int year = 1950 + random.nextInt(55);
    int month = 1 + random.nextInt(12);
    int day = 1 + random.nextInt(28);
    boolean yearless = mail && random.nextInt(3) == 0;
    boolean leap = request.awkward() && human % 29 == 0;
    Birthday birthday =
        leap
            ? new Birthday(mail ? null : Integer.valueOf(1988), 2, 29)
            : born ? new Birthday(yearless ? null : Integer.valueOf(year), month, day) : null;
    boolean labelled = mail && random.nextInt(10) < 7;
    return new Card(
        cards.size() + (twin != null && mail ? 1 : 0),
        place,
        owner,
        twin,
        labelled || twin != null && mail,
        random.nextInt(6) == 0 ? "Dr." : "",
        name[2 * spelling],
        family,
        company[spelling],
        title,
        department,
        emails,
        phones,
        new Address(home[0], home[1], home[2], home[3], home[4], home[5]),
        birthday,
        random.nextInt(5) == 0 ? "Met at the fair.\nPrefers calls before noon." : "");
  }

  /** Cards as only address books have them. */
  private Card oddity(int human, String owner) {
    int kind = human / 17 % 4;
    return new Card(
        cards.size(),
        Place.mailbox,
        owner,
        null,
        true,
        "",
        kind == 0 ? "Prince" : "",
        "",
        kind == 1 ? "Taxi 24h" : "",
        "",
        "",
        kind == 2 ? List.of("noreply" + human + "@brightwater.example") : List.of(),
        kind == 2 ? List.of() : List.of(new Phone("mobile", "0800 TAXI-24-" + human)),
        null,
        null,
        kind == 3 ? "Only a number.\u000bA vertical tab stands before this." : "");
  }

  private static String roman(int number) {
    return "X".repeat(number / 10)
        + List.of("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX").get(number % 10);
  }
}

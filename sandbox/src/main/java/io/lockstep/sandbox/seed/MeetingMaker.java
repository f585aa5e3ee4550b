package io.lockstep.sandbox.seed;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes calendar events around a day: mostly plain ones, and one of each awkward kind in turn. */
final class MeetingMaker {
  private static final List<String> SUBJECTS =
      List.of(
          "Quarterly review",
          "Angebot besprechen",
          "Démonstration du produit",
          "契約の打ち合わせ",
          "Встреча с заказчиком",
          "اجتماع المبيعات",
          "פגישת היכרות",
          "Lunch 🍜",
          "Σχεδιασμός έργου",
          "बिक्री बैठक",
          "Call: pricing & terms",
          "1:1");
  private static final List<String> ROOMS =
      List.of("", "Room 4.12", "https://meet.example/abc-defg-hij", "Café Central, Wien", "会議室A");

  private final SeedRequest request;
  private final List<Person> people;
  private final List<Card> cards;
  private final LocalDate today;
  private final Random random;
  private final List<Meeting> meetings = new ArrayList<>();

  MeetingMaker(
      SeedRequest request, List<Person> people, List<Card> cards, LocalDate today, Random random) {
    this.request = request;
    this.people = people;
    this.cards = cards.stream().filter(c -> c.place() == Card.Place.salesforceContact).toList();
    this.today = today;
    this.random = random;
  }

  List<Meeting> all() {
    for (int i = 0; meetings.size() < request.events(); i++) {
      Draft draft = plain();
      if (request.awkward()) {
        vary(draft, i % 24);
      }
      if (draft.twins && meetings.size() + 2 <= request.events()) {
        int first = meetings.size();
        draft.inSalesforce = true;
        meetings.add(draft.meeting(first, first + 1));
        draft.inSalesforce = false;
        meetings.add(draft.meeting(first + 1, first));
      } else {
        meetings.add(draft.meeting(meetings.size(), null));
      }
    }
    return List.copyOf(meetings);
  }

  private Draft plain() {
    Draft d = new Draft();
    Person organizer = people.get(random.nextInt(people.size()));
    d.organizer = organizer.name();
    d.zone = organizer.zone();
    d.inSalesforce = random.nextDouble() < request.salesforceShare();
    d.subject = SUBJECTS.get(random.nextInt(SUBJECTS.size()));
    d.location = ROOMS.get(random.nextInt(ROOMS.size()));
    LocalDate day = today.plusDays(random.nextInt(151) - 30L);
    d.start = day.atTime(8 + random.nextInt(10), 15 * random.nextInt(4));
    d.end = d.start.plusMinutes(List.of(15, 30, 45, 60, 90).get(random.nextInt(5)));
    if (random.nextInt(3) == 0) {
      d.description = "Agenda:\n1. Where we are\n2. What is next";
    }
    // Contacts without an account are seen by their owners alone.
    List<Card> own = cards.stream().filter(c -> c.owner().equals(d.organizer)).toList();
    if (d.inSalesforce && !own.isEmpty() && random.nextInt(2) == 0) {
      d.relatedTo = own.get(random.nextInt(own.size())).number();
    }
    return d;
  }

  private void vary(Draft d, int kind) {
    switch (kind) {
      case 1, 13 -> allDay(d, 1);
      case 2 -> allDay(d, 3);
      case 3 -> {
        d.isPrivate = true;
        d.subject = "Doctor";
        d.relatedTo = null;
      }
      case 4 -> d.free = true;
      case 5 -> {
        // Around the hour that is left out or comes twice, wherever the organizer lives.
        d.zone = ZoneId.of("Europe/Berlin");
        d.start =
            lastOf(DayOfWeek.SUNDAY, YearMonth.of(today.getYear() + 1, 3))
                .minusDays(1)
                .atTime(23, 30);
        d.end = d.start.plusHours(5);
        d.subject = "Release night";
      }
      case 6, 7 -> series(d, "FREQ=WEEKLY;BYDAY=" + dayCode(d.start), "Weekly team meeting");
      case 8 -> {
        LocalDate friday = lastOf(DayOfWeek.FRIDAY, YearMonth.from(d.start));
        d.start = friday.atTime(17, 0);
        d.end = friday.atTime(19, 0);
        series(d, "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12", "Last Friday drinks");
      }
      case 9 -> {
        // 300 characters: more than a subject in Salesforce can hold.
        d.inSalesforce = false;
        d.subject = "A very long subject ".repeat(15);
        d.relatedTo = null;
      }
      case 10 -> {
        d.inSalesforce = false;
        d.html = true;
        d.description =
            "<p>Dear <b>all</b>,</p><ul><li>bring &amp; share</li><li><a"
                + " href=\"https://example.com/?a=1&amp;b=2\">link</a></li></ul><br>—";
        d.relatedTo = null;
      }
      case 11, 12, 18 -> {
        d.colleagues = colleagues(d.organizer, 1 + random.nextInt(3));
        d.subject = "Team: " + d.subject;
      }
      case 14 -> d.guests = List.of("contact1@example.com", "someone.unknown@elsewhere.example");
      case 15 -> d.twins = true;
      case 16 -> {
        d.end = d.start;
        d.subject = "Reminder only";
      }
      case 17 -> {
        d.start = d.start.withHour(22);
        d.end = d.start.plusHours(28);
        d.subject = "Trade fair by train";
      }
      case 19 -> d.subject = "\u200fפגישה (mixed) \u200e" + "e\u0301te\u0301 👩‍👩‍👧";
      case 20 -> {
        d.inSalesforce = false;
        d.subject = "Tab\tand\u0007bell";
        d.relatedTo = null;
      }
      case 21 -> d.subject = "";
      case 22 -> {
        d.zone = ZoneId.of("Pacific/Apia");
        d.subject = "Other side of the date line";
      }
      default -> {
        // Plain.
      }
    }
  }

  private static void allDay(Draft d, int days) {
    d.allDay = true;
    d.start = d.start.toLocalDate().atStartOfDay();
    d.end = d.start.plusDays(days);
    d.subject = days == 1 ? "Holiday" : "Conference";
    d.free = days == 1;
  }

  private static void series(Draft d, String rrule, String subject) {
    d.inSalesforce = false;
    d.relatedTo = null;
    d.rrule = rrule;
    d.subject = subject;
  }

  private List<String> colleagues(String organizer, int wanted) {
    List<String> others =
        people.stream().map(Person::name).filter(n -> !n.equals(organizer)).toList();
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < Math.min(wanted, others.size()); i++) {
      String next = others.get(random.nextInt(others.size()));
      if (!chosen.contains(next)) {
        chosen.add(next);
      }
    }
    return chosen;
  }

  private static String dayCode(LocalDateTime at) {
    DayOfWeek day = at.getDayOfWeek();
    return day.name().substring(0, 2);
  }

  private static LocalDate lastOf(DayOfWeek day, YearMonth month) {
    return month.atEndOfMonth().with(TemporalAdjusters.previousOrSame(day));
  }

  /** A meeting while it is being thought up. */
  private static final class Draft {
    boolean inSalesforce;
    boolean twins;
    String organizer = "";
    String subject = "";
    String description = "";
    boolean html;
    String location = "";
    LocalDateTime start = LocalDateTime.MIN;
    LocalDateTime end = LocalDateTime.MIN;
    ZoneId zone = ZoneId.of("UTC");
    boolean allDay;
    boolean isPrivate;
    boolean free;
    @Nullable String rrule;
    List<String> colleagues = List.of();
    List<String> guests = List.of();
    @Nullable Integer relatedTo;

    Meeting meeting(int number, @Nullable Integer twin) {
      return new Meeting(
          number,
          inSalesforce,
          organizer,
          subject,
          description,
          html,
          location,
          start,
          end,
          zone,
          allDay,
          isPrivate,
          free,
          rrule,
          colleagues,
          guests,
          inSalesforce ? relatedTo : null,
          twin);
    }
  }
}

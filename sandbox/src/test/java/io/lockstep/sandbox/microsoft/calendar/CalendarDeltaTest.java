package io.lockstep.sandbox.microsoft.calendar;

import static io.lockstep.sandbox.microsoft.calendar.GraphFixture.ANNA;
import static io.lockstep.sandbox.microsoft.calendar.GraphFixture.BEN;
import static io.lockstep.sandbox.microsoft.calendar.GraphFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.microsoft.calendar.GraphFixture.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CalendarDeltaTest {
  private static final String IMMUTABLE = "IdType=\"ImmutableId\"";
  private static final String WINDOW =
      "?startDateTime=2026-10-01T00:00:00Z&endDateTime=2027-03-01T00:00:00Z";
  private static final String FEED = "/me/calendarView/delta" + WINDOW;

  private GraphFixture graph;

  @BeforeEach
  void start() throws Exception {
    graph = new GraphFixture();
  }

  @AfterEach
  void stop() {
    graph.close();
  }

  /** All items of a round, and the link to the next one. */
  private record Round(List<JsonNode> items, String deltaLink, int pages) {
    List<String> ids() {
      return items.stream().map(i -> i.path("id").asText()).toList();
    }

    JsonNode item(String id) {
      return items.stream().filter(i -> i.path("id").asText().equals(id)).findFirst().orElseThrow();
    }

    List<String> removed() {
      return items.stream().filter(i -> i.has("@removed")).map(i -> i.path("id").asText()).toList();
    }

    List<String> types() {
      return items.stream()
          .filter(i -> i.has("type"))
          .map(i -> i.path("type").asText())
          .sorted()
          .toList();
    }
  }

  private Round round(String link, String... prefer) throws Exception {
    List<JsonNode> items = new ArrayList<>();
    int pages = 0;
    String next = link;
    while (true) {
      Answer page =
          graph.get(ANNA, next, prefer.length > 0 ? prefer : new String[] {"Prefer", IMMUTABLE});
      assertThat(page.status()).as(page.body().toString()).isEqualTo(200);
      assertThat(page.body().has("@odata.nextLink"))
          .isNotEqualTo(page.body().has("@odata.deltaLink"));
      items.addAll(page.value());
      pages++;
      if (page.body().has("@odata.deltaLink")) {
        return new Round(items, page.text("@odata.deltaLink"), pages);
      }
      next = page.text("@odata.nextLink");
    }
  }

  private String single(String subject) throws Exception {
    return graph
        .calendar
        .create(ANNA, json(EventsApiTest.LUNCH.replace("Lunch", subject)))
        .path("id")
        .asText();
  }

  private String series() throws Exception {
    return graph.calendar.create(ANNA, json(SeriesTest.MONDAYS)).path("id").asText();
  }

  @Test
  void firstRound_showsSinglesInFull_mastersInFull_occurrencesAsStubs() throws Exception {
    String single = single("A");
    String master = series();
    graph.calendar.create(ANNA, json(EventsApiTest.LUNCH.replace("2026", "2028")));
    Round round = round(FEED);
    assertThat(round.types())
        .containsExactly(
            "occurrence",
            "occurrence",
            "occurrence",
            "occurrence",
            "seriesMaster",
            "singleInstance");
    assertThat(round.item(single).path("subject").asText()).isEqualTo("A");
    assertThat(round.item(master).path("recurrence").isObject()).isTrue();
    JsonNode stub =
        round.items().stream()
            .filter(i -> i.path("type").asText().equals("occurrence"))
            .findFirst()
            .orElseThrow();
    assertThat(stub.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end");
    assertThat(stub.path("seriesMasterId").asText()).isEqualTo(master);
    assertThat(round(round.deltaLink()).items()).isEmpty();
  }

  @Test
  void changesAndDeletions_areToldOnce() throws Exception {
    String kept = single("kept");
    String gone = single("gone");
    String link = round(FEED).deltaLink();
    graph.calendar.edit(ANNA, kept, json("{'subject':'edited'}"));
    graph.calendar.delete(ANNA, gone);
    String fresh = single("fresh");
    Round round = round(link);
    assertThat(round.ids()).containsExactlyInAnyOrder(kept, gone, fresh);
    assertThat(round.item(kept).path("subject").asText()).isEqualTo("edited");
    assertThat(round.item(gone).properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("@odata.type", "id", "@removed");
    assertThat(round(round.deltaLink()).items()).isEmpty();
    assertThat(round(link).ids()).as("an old link repeats").hasSize(3);
  }

  @Test
  void changesOutsideTheWindow_areToldAsRemoved() throws Exception {
    String moved = single("moved");
    String link = round(FEED).deltaLink();
    graph.calendar.edit(
        ANNA,
        moved,
        json(
            "{'start':{'dateTime':'2028-01-01T10:00:00','timeZone':'UTC'},'end':{'dateTime':'2028-01-01T11:00:00','timeZone':'UTC'}}"));
    String unknown =
        graph
            .calendar
            .create(ANNA, json(EventsApiTest.LUNCH.replace("2026", "2028")))
            .path("id")
            .asText();
    assertThat(round(link).removed()).containsExactlyInAnyOrder(moved, unknown);
    assertThat(graph.get(ANNA, "/me/events/" + moved).status()).isEqualTo(200);
  }

  @Test
  void exceptions_areFull_andDeletedOccurrencesRemoved() throws Exception {
    series();
    Round first = round(FEED);
    List<String> occurrences =
        first.items().stream()
            .filter(i -> i.path("type").asText().equals("occurrence"))
            .sorted(java.util.Comparator.comparing(i -> i.path("start").path("dateTime").asText()))
            .map(i -> i.path("id").asText())
            .toList();
    graph.calendar.edit(ANNA, occurrences.get(1), json("{'subject':'Special'}"));
    graph.calendar.delete(ANNA, occurrences.get(2));
    Round round = round(first.deltaLink());
    assertThat(round.ids()).containsExactlyInAnyOrder(occurrences.get(1), occurrences.get(2));
    JsonNode exception = round.item(occurrences.get(1));
    assertThat(exception.path("type").asText()).isEqualTo("exception");
    assertThat(exception.path("subject").asText()).isEqualTo("Special");
    assertThat(round.removed()).containsExactly(occurrences.get(2));
  }

  @Test
  void exceptionUnderRegularIds_hasANewIdAndTheOldOneIsRemoved() throws Exception {
    series();
    String[] regular = {"Accept", "application/json"};
    Round first = round(FEED, regular);
    JsonNode one =
        first.items().stream()
            .filter(i -> i.path("type").asText().equals("occurrence"))
            .findFirst()
            .orElseThrow();
    graph.calendar.edit(ANNA, one.path("id").asText(), json("{'subject':'Special'}"));
    Round round = round(first.deltaLink(), regular);
    assertThat(round.removed()).containsExactly(one.path("id").asText());
    assertThat(round.types()).containsExactly("exception");
  }

  @Test
  void newTimesOfASeries_removeAllOldOccurrences() throws Exception {
    String master = series();
    Round first = round(FEED);
    graph.calendar.edit(
        ANNA,
        master,
        json(
            "{'recurrence':{'pattern':{'type':'weekly','interval':1,'daysOfWeek':['monday']},'range':{'type':'numbered','startDate':'2026-10-19','numberOfOccurrences':2}}}"));
    Round round = round(first.deltaLink());
    List<String> old = new ArrayList<>(first.ids());
    old.remove(master);
    assertThat(round.removed()).containsExactlyInAnyOrderElementsOf(old);
    assertThat(round.types()).containsExactly("occurrence", "occurrence", "seriesMaster");
    graph.calendar.delete(ANNA, master);
    Round last = round(round.deltaLink());
    assertThat(last.removed()).hasSize(3).contains(master);
  }

  @Test
  void master_mayBeMissingInFurtherRounds_butItsOccurrencesAreThere() throws Exception {
    String master = series();
    graph.settings.deltaWithoutMaster = 1;
    Round first = round(FEED);
    assertThat(first.ids()).contains(master);
    graph.calendar.edit(ANNA, master, json("{'subject':'New'}"));
    Round round = round(first.deltaLink());
    assertThat(round.types()).containsOnly("occurrence").hasSize(4);
    assertThat(round(FEED.replace("2026-10-01", "2026-11-01")).types())
        .containsOnly("occurrence")
        .hasSize(2);
  }

  @Test
  void pages_haveTheSizeAskedFor_andMayBeEmptyOrRepeat() throws Exception {
    for (int i = 0; i < 7; i++) {
      single("E" + i);
    }
    String[] three = {"Prefer", IMMUTABLE + ", odata.maxpagesize=3"};
    Round round = round(FEED, three);
    assertThat(round.pages()).isEqualTo(3);
    assertThat(round.ids()).hasSize(7).doesNotHaveDuplicates();
    graph.microsoft.settings().emptyPages = 1;
    assertThat(round(FEED, three).pages()).isEqualTo(6);
    graph.microsoft.settings().emptyPages = 0;
    graph.microsoft.settings().replays = 1;
    assertThat(round(FEED, three).ids()).hasSize(14);
  }

  @Test
  void page_askedForAgain_isTheSame_andShowsThingsAsTheyAreThen() throws Exception {
    for (int i = 0; i < 4; i++) {
      single("E" + i);
    }
    Answer first = graph.get(ANNA, FEED, "Prefer", IMMUTABLE + ",odata.maxpagesize=2");
    String next = first.text("@odata.nextLink");
    List<JsonNode> once = graph.get(ANNA, next, "Prefer", IMMUTABLE).value();
    assertThat(graph.get(ANNA, next, "Prefer", IMMUTABLE).value()).isEqualTo(once);
    String id = once.getFirst().path("id").asText();
    graph.calendar.delete(ANNA, id);
    assertThat(graph.get(ANNA, next, "Prefer", IMMUTABLE).value().getFirst().has("@removed"))
        .isTrue();
  }

  @Test
  void expiredLinks_answer410WithALocation_alsoMidway() throws Exception {
    single("A");
    single("B");
    String delta = round(FEED).deltaLink();
    Answer first = graph.get(ANNA, FEED, "Prefer", "odata.maxpagesize=1");
    graph.faults.add("microsoft", Fault.Kind.expireDeltaLinks, 1, 1, null);
    Answer midway = graph.get(ANNA, first.text("@odata.nextLink"));
    assertThat(midway.code()).isEqualTo("410 SyncStateNotFound");
    assertThat(midway.headers().firstValue("Location").orElse(""))
        .contains("startDateTime=2026-10-01");
    assertThat(graph.get(ANNA, delta).code()).isEqualTo("410 SyncStateNotFound");
    String fresh = round(midway.headers().firstValue("Location").orElseThrow()).deltaLink();
    assertThat(round(fresh).items()).isEmpty();
    graph.clock.set(graph.clock.now().plus(Duration.ofDays(30)));
    assertThat(graph.get(ANNA, fresh).code()).isEqualTo("410 SyncStateNotFound");
  }

  @Test
  void tokens_belongToTheirCalendar_andTakeNoFurtherParameters() throws Exception {
    String delta = round(FEED).deltaLink();
    assertThat(graph.get(ANNA, delta + "x").code()).isEqualTo("400 ErrorInvalidUrlQuery");
    assertThat(graph.get(ANNA, delta.replace("%24", "$") + "&startDateTime=2026-01-01").status())
        .isEqualTo(400);
    assertThat(graph.get(BEN, delta).code()).isEqualTo("400 SyncStateInvalid");
    for (String option :
        List.of("$select=subject", "$filter=subject eq 'x'", "$orderby=subject", "$top=5")) {
      assertThat(graph.get(ANNA, FEED + "&" + option).code()).isEqualTo("400 ErrorInvalidUrlQuery");
    }
    assertThat(graph.get(ANNA, FEED + "&$expand=extensions").status()).isEqualTo(500);
    assertThat(graph.get(ANNA, "/me/calendarView/delta").code())
        .isEqualTo("400 ErrorInvalidParameter");
    graph.settings.deltaTokenKeepsIdType = true;
    assertThat(graph.get(ANNA, delta).code())
        .as("another form of ids")
        .isEqualTo("400 SyncStateInvalid");
    assertThat(graph.get(ANNA, delta, "Prefer", IMMUTABLE).status()).isEqualTo(200);
  }

  @Test
  void spellings_ofTheFunctionAreAllTaken() throws Exception {
    String calendar = graph.calendar.defaultCalendar(ANNA);
    for (String path :
        List.of(
            "/me/calendarView/delta()",
            "/me/calendarView/microsoft.graph.delta()",
            "/me/calendar/calendarView/delta",
            "/users/" + ANNA + "/calendars/" + calendar + "/calendarView/delta")) {
      assertThat(graph.get(ANNA, path + WINDOW).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void move_isRemovedHereAndAddedThere() throws Exception {
    String id = single("A");
    String other = graph.calendar.addCalendar(ANNA, "Other");
    String here = round(FEED).deltaLink();
    String there = round("/me/calendars/" + other + "/calendarView/delta" + WINDOW).deltaLink();
    graph.calendar.move(ANNA, id, other);
    assertThat(round(here).removed()).containsExactly(id);
    assertThat(round(there).types()).containsExactly("singleInstance");
    graph.calendar.move(ANNA, id, graph.calendar.defaultCalendar(ANNA));
    assertThat(round(here).removed()).isEmpty();
    assertThat(round(here).ids()).containsExactly(id);
    graph.settings.deltaLosesMovedBack = true;
    assertThat(round(here).removed()).containsExactly(id);
  }

  @Test
  void faults_shortenEmptyAndDelay() throws Exception {
    for (int i = 0; i < 6; i++) {
      single("E" + i);
    }
    graph.faults.add("microsoft", Fault.Kind.shortListing, 1, 1, "delta");
    assertThat(round(FEED).items()).hasSize(4);
    graph.faults.add("microsoft", Fault.Kind.emptyListing, 1, 1, "delta");
    Round empty = round(FEED);
    assertThat(empty.items()).isEmpty();
    single("late");
    graph.faults.add("microsoft", Fault.Kind.lateFeed, 1, 1, "delta");
    Round late = round(empty.deltaLink());
    assertThat(late.items()).isEmpty();
    assertThat(round(late.deltaLink()).items()).hasSize(1);
  }

  @Test
  void eventsDelta_worksOnlyWhereSwitchedOn() throws Exception {
    String master = series();
    assertThat(graph.get(ANNA, "/me/events/delta").code()).isEqualTo("400 BadRequest");
    graph.settings.eventsDelta = true;
    assertThat(graph.get(ANNA, "/me/events/delta?startDateTime=").code())
        .isEqualTo("400 ErrorInvalidParameter");
    Round round = round("/me/events/delta");
    assertThat(round.ids()).containsExactly(master);
    graph.calendar.edit(ANNA, master, json("{'subject':'x'}"));
    assertThat(round(round.deltaLink()).types()).containsExactly("seriesMaster");
  }
}

package io.lockstep.sandbox.microsoft.contacts;

import static io.lockstep.sandbox.microsoft.MicrosoftFixture.ANNA;
import static io.lockstep.sandbox.microsoft.MicrosoftFixture.BEN;
import static io.lockstep.sandbox.microsoft.MicrosoftFixture.IMMUTABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.microsoft.MicrosoftFixture;
import io.lockstep.sandbox.microsoft.MicrosoftFixture.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContactsDeltaTest {
  private static final String DELTA = "/me/contactFolders/contacts/contacts/delta";
  private MicrosoftFixture m365;
  private String anna;

  @BeforeEach
  void start() throws IOException {
    m365 = new MicrosoftFixture();
    anna = m365.token(ANNA);
  }

  @AfterEach
  void stop() {
    m365.close();
  }

  private String create(String name) {
    return m365.post(anna, "/me/contacts", "{'givenName':'" + name + "'}", "Prefer", IMMUTABLE)
        .text("id");
  }

  /** All pages of a round; the last one's delta link. */
  private record Round(List<JsonNode> items, int pages, String deltaLink) {}

  private Round round(String from, int size) {
    List<JsonNode> items = new ArrayList<>();
    String at = from;
    for (int pages = 1; pages < 100; pages++) {
      Answer page = m365.get(anna, at, "Prefer", "odata.maxpagesize=" + size, "Prefer", IMMUTABLE);
      assertThat(page.status()).as(page.body().toString()).isEqualTo(200);
      items.addAll(page.value());
      boolean last = page.body().has("@odata.deltaLink");
      assertThat(page.body().has("@odata.nextLink")).isEqualTo(!last);
      if (last) {
        return new Round(items, pages, page.text("@odata.deltaLink"));
      }
      at = page.text("@odata.nextLink");
    }
    throw new AssertionError("a round without an end");
  }

  private static List<String> names(Round round) {
    return round.items().stream()
        .map(i -> i.has("@removed") ? "-" : i.path("givenName").asText())
        .toList();
  }

  @Test
  void round_listsAll_thenOnlyChanges() {
    String ada = create("Ada");
    create("Bo");
    String cy = create("Cy");

    Round all = round(DELTA, 2);
    assertThat(names(all)).containsExactly("Ada", "Bo", "Cy");
    assertThat(all.pages()).isEqualTo(2);
    assertThat(round(all.deltaLink(), 2).items()).isEmpty();

    m365.call("PATCH", anna, "/me/contacts/" + ada, "{'surname':'L'}");
    m365.call("DELETE", anna, "/me/contacts/" + cy, null);
    create("Di");
    Round changes = round(all.deltaLink(), 2);
    assertThat(names(changes)).containsExactly("Ada", "-", "Di");
    assertThat(changes.items().get(1).path("id").asText()).isEqualTo(cy);
    assertThat(changes.items().get(1).at("/@removed/reason").asText()).isEqualTo("deleted");
    // The same link may be read again, and says the same.
    assertThat(names(round(all.deltaLink(), 10))).containsExactly("Ada", "-", "Di");
  }

  @Test
  void spellingsOfTheFunction_areAllTheSame() {
    create("Ada");
    for (String spelling : List.of("delta", "delta()", "microsoft.graph.delta()")) {
      assertThat(m365.get(anna, "/me/contacts/" + spelling).value()).as(spelling).hasSize(1);
      assertThat(m365.get(anna, "/ME/contactfolders('contacts')/contacts/" + spelling).value())
          .as(spelling)
          .hasSize(1);
    }
  }

  @Test
  void preferences_areHonouredPerRequest() {
    create("Ada");
    Answer page = m365.get(anna, DELTA, "Prefer", "odata.maxpagesize=5, IdType=\"ImmutableId\"");
    assertThat(page.header("Preference-Applied"))
        .contains("odata.maxpagesize=5", "IdType=ImmutableId", "odata.track-changes");
    String regular = m365.get(anna, DELTA).value().getFirst().path("id").asText();
    assertThat(page.value().getFirst().path("id").asText()).isNotEqualTo(regular);
  }

  @Test
  void select_isKeptInTheToken_otherOptionsAreRefused() {
    create("Ada");
    Answer page = m365.get(anna, DELTA + "?$select=surname");
    assertThat(page.value().getFirst().has("givenName")).isFalse();
    create("Bo");
    assertThat(m365.get(anna, page.text("@odata.deltaLink")).value().getFirst().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("@odata.etag", "id", "surname");
    for (String option : List.of("$filter=a", "$expand=extensions", "$orderby=a", "$top=1")) {
      assertThat(m365.get(anna, DELTA + "?" + option).refusal())
          .isEqualTo("400 ErrorInvalidUrlQuery");
    }
  }

  @Test
  void move_isRemovedHereAndAddedThere() {
    String ada = create("Ada");
    String folder = m365.post(anna, "/me/contactFolders", "{'displayName':'Friends'}").text("id");
    String there = "/me/contactFolders/" + folder + "/contacts/delta";
    Answer regular = m365.get(anna, DELTA);
    Round here = round(DELTA, 10);
    Round other = round(there, 10);

    m365.contacts.move(m365.microsoft.mailbox(ANNA), ada, folder);

    assertThat(names(round(here.deltaLink(), 10))).containsExactly("-");
    assertThat(names(round(other.deltaLink(), 10))).containsExactly("Ada");
    // Who speaks regular ids is told the id that the contact had here.
    assertThat(m365.get(anna, regular.text("@odata.deltaLink")).value().getFirst().path("id"))
        .isEqualTo(regular.value().getFirst().path("id"));
  }

  @Test
  void expiredToken_is410_alsoMidway_andWithoutTokenAllIsListed() {
    create("Ada");
    create("Bo");
    Answer half = m365.get(anna, DELTA, "Prefer", "odata.maxpagesize=1");
    Round all = round(DELTA, 10);

    m365.faults.add("microsoft", Fault.Kind.expireDeltaLinks, 1, 1, null);
    Answer gone = m365.get(anna, all.deltaLink());
    assertThat(gone.refusal()).isEqualTo("410 SyncStateNotFound");
    assertThat(gone.header("Location")).endsWith("/contacts/delta");
    assertThat(m365.get(anna, half.text("@odata.nextLink")).refusal())
        .isEqualTo("410 SyncStateNotFound");
    assertThat(names(round(DELTA, 10))).containsExactly("Ada", "Bo");
  }

  @Test
  void token_isBoundToMailboxAndFolder_andCannotBeMade() {
    Round all = round(DELTA, 10);
    String token = all.deltaLink().substring(all.deltaLink().indexOf('?'));
    assertThat(m365.get(m365.token(BEN), DELTA + token).status()).isEqualTo(400);
    String folder = m365.post(anna, "/me/contactFolders", "{'displayName':'Friends'}").text("id");
    assertThat(m365.get(anna, "/me/contactFolders/" + folder + "/contacts/delta" + token).status())
        .isEqualTo(400);
    assertThat(m365.get(anna, DELTA + "?$deltatoken=abc").status()).isEqualTo(400);
  }

  @Test
  void unpleasantHabits_emptyPagesAndReplays_loseNothing() {
    m365.microsoft.settings().emptyPages = 0.4;
    m365.microsoft.settings().replays = 0.5;
    for (int i = 0; i < 30; i++) {
      create("N" + i);
    }

    Round all = round(DELTA, 4);

    assertThat(all.items().size()).isGreaterThan(30);
    assertThat(all.items().stream().map(i -> i.path("id").asText()).distinct()).hasSize(30);
    assertThat(all.pages()).isGreaterThan(8);
  }

  @Test
  void lateFeed_showsAChangeOnlyLater_andThenShowsIt() {
    Round all = round(DELTA, 10);
    create("Ada");
    m365.faults.add("microsoft", Fault.Kind.lateFeed, 1, 1, null);

    Round late = round(all.deltaLink(), 10);
    assertThat(late.items()).isEmpty();
    assertThat(names(round(late.deltaLink(), 10))).containsExactly("Ada");
  }

  @Test
  void lateFeed_doesNotGoBackBehindTheToken() {
    create("Ada");
    Round all = round(DELTA, 10);
    m365.faults.add("microsoft", Fault.Kind.lateFeed, 1, 1, null);

    Round late = round(all.deltaLink(), 10);
    assertThat(late.items()).isEmpty();
    m365.clock.set(m365.clock.now().plus(Duration.ofHours(1)));
    create("Bo");
    assertThat(names(round(late.deltaLink(), 10))).containsExactly("Bo");
  }

  @Test
  void folders_haveADeltaOfTheirOwn() {
    Round all = round("/me/contactFolders/delta", 10);
    assertThat(all.items()).hasSize(1);
    String folder = m365.post(anna, "/me/contactFolders", "{'displayName':'Friends'}").text("id");
    Round made = round(all.deltaLink(), 10);
    assertThat(made.items().getFirst().path("displayName").asText()).isEqualTo("Friends");
    m365.call("DELETE", anna, "/me/contactFolders/" + folder, null);
    assertThat(names(round(made.deltaLink(), 10))).containsExactly("-");
  }

  @Test
  void serviceWrite_showsAsAnUpdateWithANewChangeKey() {
    m365.microsoft.settings().serviceWrites = 1;
    Answer made = m365.post(anna, "/me/contacts", "{'givenName':'Ada'}");

    JsonNode seen = m365.get(anna, DELTA).value().getFirst();

    assertThat(seen.path("changeKey").asText()).isNotEqualTo(made.text("changeKey"));
    assertThat(seen.path("givenName").asText()).isEqualTo("Ada");
  }
}

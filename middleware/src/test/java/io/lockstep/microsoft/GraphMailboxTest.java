package io.lockstep.microsoft;

import static io.lockstep.microsoft.SandboxMicrosoft.ADA;
import static io.lockstep.microsoft.SandboxMicrosoft.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.calendar.EventField;
import io.lockstep.contact.PersonField;
import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox;
import io.lockstep.port.Mailbox.Page;
import io.lockstep.port.Mailbox.Write;
import io.lockstep.port.PortException;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import io.lockstep.sync.Snapshot.Exclusion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every method of the port against the simulated Microsoft 365, over HTTP. */
class GraphMailboxTest {
  private static final String ORG = "00D000000000001EAA";

  private final SandboxMicrosoft sandbox;
  private Mailbox mailbox;

  GraphMailboxTest() throws IOException {
    sandbox = new SandboxMicrosoft();
    mailbox = sandbox.mailbox(ADA);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  private static String key(int n) {
    return ORG + ":003" + String.format("%015d", n) + ":0";
  }

  private Instant day(int ahead) {
    return sandbox.clock.now().truncatedTo(ChronoUnit.DAYS).plus(ahead, ChronoUnit.DAYS);
  }

  private FieldValues values(Kind kind, String name) {
    Instant start = day(7).plus(9, ChronoUnit.HOURS);
    return kind == Kind.EVENT
        ? new FieldValues(
            Map.of(
                EventField.SUBJECT,
                name,
                EventField.TIME,
                start + "/" + start.plus(1, ChronoUnit.HOURS),
                EventField.SHOW_AS,
                "busy"))
        : new FieldValues(
            Map.of(
                PersonField.FIRST_NAME,
                name,
                PersonField.LAST_NAME,
                "Lovelace",
                PersonField.EMAIL,
                name + "@client.example",
                PersonField.PHONE_BUSINESS,
                "+49 30 12345"));
  }

  private static Map<String, String> renamed(Kind kind, String name) {
    return Map.of(kind == Kind.EVENT ? EventField.SUBJECT : PersonField.FIRST_NAME, name);
  }

  private Snapshot create(Kind kind, int n, String name) {
    Answer answer =
        mailbox
            .write(List.of(new Write.Create(kind, key(n), values(kind, name), key(n) + "~b")))
            .getFirst();
    assertThat(answer).isInstanceOf(Answer.Written.class);
    return ((Answer.Written) answer).now();
  }

  private Answer update(Snapshot item, Map<String, String> changes) {
    return mailbox
        .write(
            List.of(
                new Write.Update(item.kind(), item.id(), item.version(), changes, key(1) + "~c")))
        .getFirst();
  }

  private Answer delete(Snapshot item) {
    return mailbox
        .write(List.of(new Write.Delete(item.kind(), item.id(), item.version())))
        .getFirst();
  }

  private @Nullable Sighting read(Kind kind, String id) {
    return mailbox.read(kind, List.of(id)).get(id);
  }

  private List<Page> pages(Kind kind, @Nullable String cursor) {
    List<Page> pages = new ArrayList<>();
    pages.add(mailbox.changes(kind, cursor, null));
    while (pages.getLast().nextPage() != null) {
      pages.add(mailbox.changes(kind, cursor, pages.getLast().nextPage()));
    }
    return pages;
  }

  private String cursor(Kind kind) {
    return Objects.requireNonNull(pages(kind, null).getLast().cursor());
  }

  private static List<Snapshot> seen(List<Page> pages) {
    return pages.stream().flatMap(page -> page.seen().stream()).distinct().toList();
  }

  private static List<String> gone(List<Page> pages) {
    return pages.stream().flatMap(page -> page.gone().stream()).distinct().toList();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void created_isReadBackInNormalFormWithItsMark(Kind kind) {
    Snapshot made = create(kind, 1, "Ada");

    assertThat(made.fields().values())
        .isEqualTo(mailbox.normal(kind, values(kind, "Ada")).values());
    mailbox = sandbox.mailbox(ADA);
    assertThat(read(kind, made.id())).isEqualTo(new Sighting.Present(made));
    assertThat(made.mark()).isEqualTo(key(1) + "~b");
    assertThat(made.traits().excluded()).isNull();
    assertThat(made.key()).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void listing_carriesMarks_andChangesFollowIt(Kind kind) {
    Snapshot made = create(kind, 1, "Ada");
    for (int n = 2; n < 14; n++) {
      Snapshot unused = create(kind, n, "Person" + n);
    }
    mailbox = sandbox.mailbox(ADA);
    List<Page> listing = pages(kind, null);
    assertThat(listing).allMatch(Page::complete);
    assertThat(seen(listing)).hasSize(13).contains(made).allMatch(s -> s.mark() != null);

    String cursor = Objects.requireNonNull(listing.getLast().cursor());
    Snapshot now = ((Answer.Written) update(made, renamed(kind, "Eve"))).now();
    mailbox = sandbox.mailbox(ADA);
    List<Page> changes = pages(kind, cursor);
    assertThat(seen(changes)).containsExactly(now);
    assertThat(now.mark()).isEqualTo(key(1) + "~c");
    assertThat(seen(pages(kind, changes.getLast().cursor()))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void staleVersion_isNeitherOverwrittenNorDeleted(Kind kind) {
    Snapshot item = create(kind, 1, "Ada");
    Answer first = update(item, renamed(kind, "Eve"));
    assertThat(first).isInstanceOf(Answer.Written.class);
    assertThat(update(item, renamed(kind, "Fay"))).isEqualTo(new Answer.Stale());
    assertThat(delete(item)).isEqualTo(new Answer.Stale());
    assertThat(read(kind, item.id()))
        .isEqualTo(new Sighting.Present(((Answer.Written) first).now()));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void deleted_isGone_andASecondDeletionIsDone(Kind kind) {
    Snapshot item = create(kind, 1, "Ada");
    String cursor = cursor(kind);
    assertThat(delete(item)).isEqualTo(new Answer.Deleted());
    assertThat(delete(item)).isEqualTo(new Answer.Deleted());
    assertThat(read(kind, item.id())).isEqualTo(Sighting.Gone.PLAIN);
    assertThat(update(item, renamed(kind, "Eve"))).isEqualTo(new Answer.Missing());
    assertThat(gone(pages(kind, cursor))).contains(item.id());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void created_isFoundByItsKey_alsoAmongMany(Kind kind) {
    Snapshot made = create(kind, 1, "Ada");
    mailbox = sandbox.mailbox(ADA);
    for (int n = 2; n < 8; n++) {
      assertThat(mailbox.findCreated(kind, key(n))).isNull();
    }
    assertThat(mailbox.findCreated(kind, key(1))).isEqualTo(made);
    assertThat(mailbox.createVisibleWithin(kind)).isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void counterpart_isFoundByNaturalKey(Kind kind) {
    Snapshot made = create(kind, 1, "Ada");
    Snapshot other = create(kind, 2, "Eve");
    mailbox = sandbox.mailbox(ADA);
    assertThat(mailbox.find(kind, List.of(values(kind, "Ada"))))
        .contains(made)
        .hasSize(kind == Kind.EVENT ? 2 : 1);
    assertThat(other.id()).isNotEqualTo(made.id());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void expiredDeltaLink_saysSo_andTheListingStartsAnew(Kind kind) {
    Snapshot made = create(kind, 1, "Ada");
    String cursor = cursor(kind);
    sandbox.microsoft.mailbox(ADA).expireTokens();
    assertThatThrownBy(() -> pages(kind, cursor)).isInstanceOf(PortException.CursorExpired.class);
    assertThat(seen(pages(kind, null))).containsExactly(made);
  }

  @Test
  void repeatedCreateOfAnEvent_makesNoSecond() {
    Snapshot first = create(Kind.EVENT, 1, "Ada");
    Snapshot second = create(Kind.EVENT, 1, "Ada");
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(sandbox.calendar.events(ADA)).hasSize(1);
  }

  private ObjectNode meeting() {
    Instant start = day(3).plus(9, ChronoUnit.HOURS);
    return json(
        ("{'subject':'Meeting','start':{'dateTime':'%s','timeZone':'UTC'},"
                + "'end':{'dateTime':'%s','timeZone':'UTC'},"
                + "'attendees':[{'emailAddress':{'address':'guest@client.example','name':'G'},"
                + "'type':'required'}]}")
            .formatted(
                start.toString().replace("Z", ""),
                start.plus(1, ChronoUnit.HOURS).toString().replace("Z", "")));
  }

  @Test
  void meetingWithAttendees_isNeitherChangedNorDeletedWhereExchangeWouldMail() {
    sandbox.calendar.create(ADA, meeting());
    int mails = sandbox.microsoft.outbox().mails().size();
    Snapshot item = seen(pages(Kind.EVENT, null)).getFirst();

    assertThat(update(item, renamed(Kind.EVENT, "Other")))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(EventWrites.WOULD_SEND_MAIL));
    assertThat(delete(item)).isInstanceOf(Answer.Refused.class);
    assertThat(sandbox.microsoft.outbox().mails()).hasSize(mails);
    assertThat(item.traits().participants()).containsExactly("guest@client.example");
  }

  @Test
  void series_standsOutside() {
    ObjectNode series = meeting();
    series.remove("attendees");
    series.set(
        "recurrence",
        json(
            ("{'pattern':{'type':'daily','interval':1},'range':{'type':'numbered',"
                    + "'startDate':'%s','numberOfOccurrences':5}}")
                .formatted(day(3).toString().substring(0, 10))));
    sandbox.calendar.create(ADA, series);
    List<Snapshot> all = seen(pages(Kind.EVENT, null));
    assertThat(all).isNotEmpty();
    assertThat(all).allMatch(item -> item.traits().excluded() == Exclusion.SERIES);
  }

  @Test
  void contactElsewhere_takesPartOnlyWithOurCategory() {
    sandbox.contacts.create(
        sandbox.microsoft.mailbox(ADA), json("{'givenName':'Plain','surname':'One'}"));
    sandbox.contacts.create(
        sandbox.microsoft.mailbox(ADA),
        json("{'givenName':'Chosen','surname':'One','categories':['salesforce sync ']}"));
    List<Snapshot> all = seen(pages(Kind.CONTACT, null));
    assertThat(all).hasSize(2);
    assertThat(all)
        .filteredOn(item -> item.traits().excluded() == null)
        .singleElement()
        .satisfies(
            item -> assertThat(item.fields().get(PersonField.FIRST_NAME)).isEqualTo("Chosen"));
  }

  private void later(int days) {
    sandbox.clock.set(sandbox.clock.now().plus(days, ChronoUnit.DAYS));
    mailbox = sandbox.mailbox(ADA);
  }

  @Test
  void windowThatIsOutgrown_movesWithoutAGap() {
    Snapshot near = create(Kind.EVENT, 1, "Near");
    String cursor = cursor(Kind.EVENT);
    // Tokens do not live long unused: polled as in life, with the window still wide enough.
    for (int days = 0; days < 27; days += 9) {
      later(9);
      String next = Objects.requireNonNull(pages(Kind.EVENT, cursor).getLast().cursor());
      assertThat(next.split(" ", -1)[2]).isEqualTo(cursor.split(" ", -1)[2]);
      cursor = next;
    }
    later(9);
    Snapshot far = create(Kind.EVENT, 2, "Far");
    assertThat(delete(near)).isEqualTo(new Answer.Deleted());
    mailbox = sandbox.mailbox(ADA);
    List<Page> pages = pages(Kind.EVENT, cursor);
    assertThat(seen(pages)).contains(far);
    assertThat(gone(pages)).contains(near.id());
    String moved = Objects.requireNonNull(pages.getLast().cursor());
    assertThat(moved.split(" ", -1)[2]).isGreaterThan(cursor.split(" ", -1)[2]);
    assertThat(seen(pages(Kind.EVENT, moved))).isEmpty();
  }

  @Test
  void consentWithdrawn_isTheAdministrators_andComesBackByItself() {
    Snapshot made = create(Kind.EVENT, 1, "Ada");
    sandbox.microsoft.settings().continuousAccessEvaluation = true;
    sandbox.microsoft.grants().consents().withdrawForAll(SandboxMicrosoft.APP);
    Mailbox fresh = sandbox.mailbox(ADA);
    assertThatThrownBy(() -> fresh.read(Kind.EVENT, List.of(made.id())))
        .isInstanceOfSatisfying(
            PortException.AccessLost.class,
            lost -> {
              assertThat(lost.mender()).isEqualTo(PortException.AccessLost.Mender.ADMINISTRATOR);
              assertThat(lost.advice()).contains("admin consent");
            });
    sandbox.microsoft.grants().consents().giveForAll(sandbox.app);
    assertThat(fresh.read(Kind.EVENT, List.of(made.id())).get(made.id()))
        .isEqualTo(new Sighting.Present(made));
  }

  @Test
  void personsOwnConsent_rotatesItsRefreshToken() {
    GraphConnection connection = sandbox.consent(ADA);
    mailbox = connection.forUser(ADA, sandbox.context(ADA));
    Snapshot made = create(Kind.CONTACT, 1, "Ada");
    assertThat(made.id()).isNotBlank();
    assertThat(sandbox.rotated).hasSize(2).doesNotHaveDuplicates();
  }
}

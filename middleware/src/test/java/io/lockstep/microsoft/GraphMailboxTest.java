package io.lockstep.microsoft;

import static io.lockstep.microsoft.SandboxMicrosoft.ADA;
import static io.lockstep.microsoft.SandboxMicrosoft.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.contact.ContactSelector;
import io.lockstep.contact.PersonField;
import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox;
import io.lockstep.port.Mailbox.Page;
import io.lockstep.port.MailboxContract;
import io.lockstep.port.PortException;
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
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The port against the simulated Microsoft 365, over HTTP. */
class GraphMailboxTest extends MailboxContract {
  private final SandboxMicrosoft sandbox;

  GraphMailboxTest() throws IOException {
    sandbox = new SandboxMicrosoft();
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Override
  protected Mailbox open() {
    return sandbox.mailbox(ADA);
  }

  @Override
  protected Mailbox open(ContactSelector selector) {
    return sandbox.mailbox(ADA, selector);
  }

  @Override
  protected String personAdds(String firstName) {
    return sandbox
        .contacts
        .create(sandbox.microsoft.mailbox(ADA), json("{'givenName':'%s'}".formatted(firstName)))
        .path("id")
        .asText();
  }

  @Override
  protected void select(String id, String name) {
    edit(id, "{'categories':['Blue category','%s']}".formatted(name));
  }

  @Override
  protected void unselect(String id) {
    edit(id, "{'categories':['Blue category']}");
    sandbox.contacts.move(sandbox.microsoft.mailbox(ADA), id, "contacts");
  }

  private void edit(String id, String change) {
    sandbox.contacts.edit(sandbox.microsoft.mailbox(ADA), id, json(change));
  }

  @Override
  protected Instant now() {
    return sandbox.clock.now();
  }

  /** Graph shows at once what was written. */
  @Override
  protected void settle() {}

  @Override
  protected void expireCursors() {
    sandbox.microsoft.mailbox(ADA).expireTokens();
  }

  @Override
  protected List<?> mails() {
    return sandbox.microsoft.outbox().mails();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void lostCreate_waits(Kind kind) {
    assertThat(mailbox.createVisibleWithin(kind)).isEqualTo(Duration.ofMinutes(2));
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

  @Test
  void movedContact_keepsItsId_andIsToldOfByBothFolders() {
    Snapshot made = create(Kind.CONTACT, 1, "Ada");
    String cursor = cursor(Kind.CONTACT);
    edit(made.id(), "{'categories':['Salesforce Sync']}");
    sandbox.contacts.move(sandbox.microsoft.mailbox(ADA), made.id(), "contacts");
    mailbox = open();
    List<Page> pages = pages(Kind.CONTACT, cursor);
    assertThat(gone(pages)).containsExactly(made.id());
    assertThat(seen(pages))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.id()).isEqualTo(made.id());
              assertThat(item.mark()).isEqualTo(made.mark());
              assertThat(item.traits().excluded()).as("its category selects it").isNull();
            });
  }

  @Test
  void renamedFolder_isFoundAgain() {
    Snapshot first = create(Kind.CONTACT, 1, "Ada");
    String folder = folders().getFirst();
    sandbox.contacts.editFolder(
        sandbox.microsoft.mailbox(ADA), folder, json("{'displayName':'CRM'}"));
    mailbox = open();
    Snapshot second = create(Kind.CONTACT, 2, "Eve");
    assertThat(folders()).containsExactly(folder);
    assertThat(read(first)).isEqualTo(new Sighting.Present(first));
    assertThat(second.traits().excluded()).isNull();
  }

  /** In which the contacts are. */
  private List<String> folders() {
    return sandbox.contacts.all(sandbox.microsoft.mailbox(ADA)).stream()
        .map(contact -> contact.path("parentFolderId").asText())
        .distinct()
        .toList();
  }

  @Test
  void twelveWhoReadAtOnce_areNeverMoreThanFourAtTheMailbox() throws InterruptedException {
    Snapshot made = create(Kind.CONTACT, 1, "Ada");
    List<Snapshot> many = new ArrayList<>(List.of(made));
    for (int n = 2; n < 7; n++) {
      many.add(create(Kind.CONTACT, n, "Person" + n));
    }
    sandbox.microsoft.settings().callTime = Duration.ofMillis(30);
    sandbox.requests.clear();
    GraphConnection connection = sandbox.application();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      readers.add(
          Thread.startVirtualThread(
              () -> {
                Mailbox own = connection.forUser(ADA, sandbox.context(ADA));
                own.read(Kind.CONTACT, many.stream().map(Snapshot::id).toList());
              }));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(sandbox.requests.counts()).noneMatch(count -> count.status() == 429);
    assertThat(sandbox.requests.counts())
        .filteredOn(count -> count.operation().equals("contacts.get"))
        .singleElement()
        .satisfies(count -> assertThat(count.calls()).isEqualTo(72));
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

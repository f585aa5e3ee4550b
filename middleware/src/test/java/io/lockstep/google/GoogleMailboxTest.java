package io.lockstep.google;

import static io.lockstep.google.SandboxGoogle.ADA;
import static io.lockstep.google.SandboxGoogle.BEN;
import static io.lockstep.google.SandboxGoogle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.calendar.EventField;
import io.lockstep.contact.ContactSelector;
import io.lockstep.contact.PersonField;
import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox;
import io.lockstep.port.Mailbox.Page;
import io.lockstep.port.Mailbox.Write;
import io.lockstep.port.MailboxContract;
import io.lockstep.port.PortException;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import io.lockstep.sync.Snapshot.Exclusion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The port against the simulated Google, over HTTP. */
class GoogleMailboxTest extends MailboxContract {
  private final SandboxGoogle sandbox;

  GoogleMailboxTest() throws IOException {
    sandbox = new SandboxGoogle();
  }

  @BeforeEach
  void quietly() {
    sandbox.requests.clear();
  }

  @AfterEach
  void close() throws IOException {
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
        .google
        .createContact(ADA, json("{'names':[{'givenName':'%s'}]}".formatted(firstName)))
        .path("resourceName")
        .asText();
  }

  @Override
  protected void select(String id, String name) {
    sandbox.google.label(ADA, id, sandbox.google.group(ADA, name));
  }

  @Override
  protected void unselect(String id) {
    for (String name : List.of("Salesforce Sync", "Kunden")) {
      sandbox.google.unlabel(ADA, id, sandbox.google.group(ADA, name));
    }
  }

  @Override
  protected Instant now() {
    return sandbox.clock.now();
  }

  /** Contacts show in listings within minutes. */
  @Override
  protected void settle() {
    sandbox.clock.set(sandbox.clock.now().plus(Duration.ofMinutes(11)));
  }

  @Override
  protected void expireCursors() {
    sandbox.google.expireSyncTokens(ADA);
  }

  @Override
  protected List<?> mails() {
    return sandbox.google.mails();
  }

  private static FieldValues event(String subject) {
    return new FieldValues(
        Map.of(
            EventField.SUBJECT, subject,
            EventField.TIME, "2026-12-01T09:00:00Z/2026-12-01T10:00:00Z",
            EventField.SHOW_AS, "busy"));
  }

  private static FieldValues person(String first, String last) {
    return new FieldValues(
        Map.of(
            PersonField.FIRST_NAME,
            first,
            PersonField.LAST_NAME,
            last,
            PersonField.EMAIL,
            first.toLowerCase(java.util.Locale.ROOT) + "@client.com",
            PersonField.PHONE_BUSINESS,
            "+49 30 12345"));
  }

  private static Snapshot seen(@Nullable Sighting sighting) {
    assertThat(sighting).isInstanceOf(Sighting.Present.class);
    return ((Sighting.Present) Objects.requireNonNull(sighting)).snapshot();
  }

  @Test
  void itemDeletedByThePerson_isGoneForCertain() {
    Snapshot event = create(Kind.EVENT, 1, event("A"));
    sandbox.google.deleteEvent(ADA, event.id());
    assertThat(read(event)).isEqualTo(Sighting.Gone.PLAIN);
    assertThat(update(event, Map.of(EventField.SUBJECT, "B")))
        .isIn(new Answer.Stale(), new Answer.Missing());

    sandbox.google.createContact(ADA, json("{'names':[{'givenName':'Eve'}]}"));
    cursor(Kind.CONTACT);
    String name = sandbox.google.contacts(ADA).get(0).path("resourceName").asText();
    sandbox.google.deleteContact(ADA, name);
    assertThat(mailbox.read(Kind.CONTACT, List.of(name)).get(name)).isEqualTo(Sighting.Gone.PLAIN);
  }

  @Test
  void contactCursor_isGivenUpAfterSixDaysBeforeGoogleDoes() {
    String contacts = cursor(Kind.CONTACT);
    sandbox.clock.set(sandbox.clock.now().plus(Duration.ofDays(6).plusHours(1)));
    sandbox.requests.clear();
    assertThatThrownBy(() -> mailbox.changes(Kind.CONTACT, contacts, null))
        .isInstanceOf(PortException.CursorExpired.class);
    assertThat(sandbox.operations()).isEmpty();
  }

  @Test
  void revokedGrant_isALostAccess() {
    sandbox.google.grants().revokeUser(ADA);
    assertThatThrownBy(() -> sandbox.mailbox(BEN).changes(Kind.EVENT, "e1:nonsense", null))
        .isInstanceOf(PortException.CursorExpired.class);
    assertThatThrownBy(() -> mailbox.changes(Kind.EVENT, null, null))
        .isInstanceOfSatisfying(
            PortException.AccessLost.class,
            e -> assertThat(e.mender()).isEqualTo(PortException.AccessLost.Mender.USER));
  }

  // Events

  @Test
  void eventFeed_tellsCreationsEditsAndDeletions() {
    String cursor = cursor(Kind.EVENT);
    ObjectNode made =
        sandbox.google.createEvent(
            ADA,
            json("{'summary':'Hers','start':{'date':'2026-12-24'},'end':{'date':'2026-12-25'}}"));
    List<Page> pages = pages(Kind.EVENT, cursor);
    Snapshot seen = pages.get(0).seen().get(0);
    assertThat(seen.id()).isEqualTo(made.path("id").asText());
    assertThat(seen.fields().get(EventField.TIME)).isEqualTo("2026-12-24/2026-12-25");
    assertThat(seen.traits().owner()).isEqualTo(ADA);
    assertThat(seen.mark()).isNull();
    String next = pages.get(pages.size() - 1).cursor();
    sandbox.google.deleteEvent(ADA, seen.id());
    Page after = mailbox.changes(Kind.EVENT, next, null);
    assertThat(after.gone()).containsExactly(seen.id());
    assertThat(after.seen()).isEmpty();
  }

  @Test
  void secondCreateWithTheSameKey_isTaken() {
    Snapshot made = create(Kind.EVENT, 1, event("A"));
    assertThat(mailbox.write(List.of(new Write.Create(Kind.EVENT, key(1), event("A"), "m"))))
        .containsExactly(new Answer.Taken(made.id()));
    assertThat(mailbox.findCreated(Kind.EVENT, key(1))).isEqualTo(made);
    assertThat(mailbox.findCreated(Kind.EVENT, key(2))).isNull();
    assertThat(mailbox.createVisibleWithin(Kind.EVENT)).isZero();
  }

  @Test
  void editOfATimedEvent_keepsTheZoneThePersonChose() {
    ObjectNode made =
        sandbox.google.createEvent(
            ADA,
            json(
                "{'summary':'Call','start':{'dateTime':'2026-12-01T09:00:00-05:00','timeZone':'America/New_York'},"
                    + "'end':{'dateTime':'2026-12-01T10:00:00-05:00','timeZone':'America/New_York'}}"));
    Snapshot call =
        seen(
            mailbox
                .read(Kind.EVENT, List.of(made.path("id").asText()))
                .get(made.path("id").asText()));
    update(call, Map.of(EventField.TIME, "2026-12-02T14:00:00Z/2026-12-02T15:00:00Z"));
    ObjectNode now = sandbox.google.events(ADA).get(0);
    assertThat(now.path("start").path("timeZone").asText()).isEqualTo("America/New_York");
  }

  @Test
  void editOfAMeeting_leavesItsGuestsAlone_andMailsNobody() {
    ObjectNode made =
        sandbox.google.createEvent(
            ADA,
            json(
                "{'summary':'Meet','start':{'dateTime':'2026-12-01T09:00:00Z'},'end':{'dateTime':'2026-12-01T10:00:00Z'},"
                    + "'attendees':[{'email':'ben@example.com'},{'email':'eve@client.com'}]}"));
    sandbox.google.clearMails();
    String id = made.path("id").asText();
    Snapshot meeting = seen(mailbox.read(Kind.EVENT, List.of(id)).get(id));
    assertThat(meeting.traits().participants()).contains("ben@example.com", "eve@client.com");
    assertThat(update(meeting, Map.of(EventField.SUBJECT, "Meet again")))
        .isInstanceOf(Answer.Written.class);
    assertThat(sandbox.google.events(ADA).get(0).path("attendees")).hasSize(2);
    assertThat(sandbox.google.mails()).isEmpty();
  }

  @Test
  void meetingOfSomebodyElse_isReadOnly_andSharesItsKey() {
    sandbox.google.createEvent(
        BEN,
        json(
            "{'summary':'Bens','start':{'dateTime':'2026-12-01T09:00:00Z'},'end':{'dateTime':'2026-12-01T10:00:00Z'},"
                + "'attendees':[{'email':'ada@example.com'}]}"));
    Snapshot hers = pages(Kind.EVENT, null).get(0).seen().get(0);
    Snapshot his = sandbox.mailbox(BEN).changes(Kind.EVENT, null, null).seen().get(0);
    assertThat(hers.traits().excluded()).isEqualTo(Exclusion.READ_ONLY);
    assertThat(hers.traits().owner()).isEqualTo(BEN);
    assertThat(his.traits().excluded()).isNull();
    assertThat(hers.key()).isEqualTo(his.key());
    assertThat(update(hers, Map.of(EventField.SUBJECT, "x")))
        .isInstanceOfSatisfying(
            Answer.Refused.class, r -> assertThat(r.code()).isEqualTo("forbiddenForNonOrganizer"));
  }

  @Test
  void seriesAndItsExceptions_standOutside() {
    sandbox.google.createEvent(
        ADA,
        json(
            "{'summary':'Daily','recurrence':['RRULE:FREQ=DAILY;COUNT=5'],"
                + "'start':{'dateTime':'2026-12-01T09:00:00Z','timeZone':'Europe/Berlin'},"
                + "'end':{'dateTime':'2026-12-01T10:00:00Z','timeZone':'Europe/Berlin'}}"));
    assertThat(pages(Kind.EVENT, null).get(0).seen())
        .extracting(s -> s.traits().excluded())
        .containsOnly(Exclusion.SERIES);
  }

  @Test
  void eventsAtTheSameTime_areFound_othersAreNot() {
    Snapshot same = create(Kind.EVENT, 1, event("A"));
    create(
        Kind.EVENT,
        2,
        event("B").with(EventField.TIME, "2026-12-01T09:30:00Z/2026-12-01T10:00:00Z"));
    FieldValues allDay = event("C").with(EventField.TIME, "2026-12-24/2026-12-25");
    Snapshot day = create(Kind.EVENT, 3, allDay);
    assertThat(mailbox.find(Kind.EVENT, List.of(event("X"), allDay)))
        .containsExactlyInAnyOrder(same, day);
    List<FieldValues> many = new ArrayList<>(List.of(event("X")));
    for (int i = 1; i < 28; i++) {
      many.add(event("Y").with(EventField.TIME, "2026-11-%02d/2026-11-%02d".formatted(i, i + 1)));
    }
    sandbox.requests.clear();
    assertThat(mailbox.find(Kind.EVENT, many)).containsExactly(same);
    assertThat(sandbox.operations()).hasSize(1);
  }

  @Test
  void oneHundredEventWrites_areTwoRequests() {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      writes.add(new Write.Create(Kind.EVENT, key(i), event("E" + i), "m"));
    }
    assertThat(mailbox.write(writes)).hasOnlyElementsOfType(Answer.Written.class);
    assertThat(sandbox.operations().stream().filter("batch"::equals)).hasSize(2);
  }

  // Contacts

  @Test
  void twoHundredContactCreates_areOneCallAndTheLabel() {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      writes.add(new Write.Create(Kind.CONTACT, key(i), person("P" + i, "Q"), "m"));
    }
    assertThat(mailbox.write(writes)).hasOnlyElementsOfType(Answer.Written.class);
    assertThat(sandbox.operations()).hasSize(3);
    assertThat(sandbox.google.contacts(ADA)).hasSize(200);
    sandbox.requests.clear();
    List<Write> more = List.of(new Write.Create(Kind.CONTACT, key(200), person("P", "Q"), "m"));
    assertThat(mailbox.write(more)).hasOnlyElementsOfType(Answer.Written.class);
    assertThat(sandbox.operations()).hasSize(1);
  }

  @Test
  void createdContact_isUnderTheLabelAndInMyContacts() {
    Snapshot made = create(Kind.CONTACT, 1, person("Ada", "L"));
    assertThat(made.traits().excluded()).isNull();
    assertThat(made.key()).startsWith("c.").hasSize(2 + 8 + 1 + 32);
    assertThat(sandbox.google.contacts(ADA).get(0).path("memberships")).hasSize(2);
  }

  @Test
  void contactOutsideTheLabel_doesNotComeIn_untilItIsLabelled() {
    ObjectNode made = sandbox.google.createContact(ADA, json("{'names':[{'givenName':'Eve'}]}"));
    String name = made.path("resourceName").asText();
    assertThat(seen(mailbox.read(Kind.CONTACT, List.of(name)).get(name)).traits().excluded())
        .isEqualTo(Exclusion.NOT_IN_COLLECTION);
    sandbox.google.label(ADA, name, sandbox.google.group(ADA, "Salesforce Sync"));
    assertThat(seen(mailbox.read(Kind.CONTACT, List.of(name)).get(name)).traits().excluded())
        .isNull();
  }

  @Test
  void renamedLabel_isFoundAgain() {
    create(Kind.CONTACT, 1, person("Ada", "L"));
    String group = sandbox.google.group(ADA, "Salesforce Sync");
    sandbox.google.renameGroup(ADA, group, "CRM");
    Snapshot made =
        ((Answer.Written)
                sandbox
                    .mailbox(ADA)
                    .write(List.of(new Write.Create(Kind.CONTACT, key(2), person("Bea", "M"), "m")))
                    .get(0))
            .now();
    assertThat(made.traits().excluded()).isNull();
    assertThat(
            sandbox.google.contacts(ADA).stream()
                .filter(c -> c.path("memberships").toString().contains(group)))
        .hasSize(2);
  }

  @Test
  void selectingLabel_renamedByThePerson_selectsNoMore_thoughNoContactChanged() {
    ContactSelector customers = ContactSelector.of("Kunden");
    mailbox = open(customers);
    String eve = personAdds("Eve");
    String group = sandbox.google.group(ADA, "Clients");
    sandbox.google.label(ADA, eve, group);
    settle();
    for (String name : List.of("Kunden", "Clients")) {
      String before = cursor(Kind.CONTACT);
      sandbox.google.renameGroup(ADA, group, name);
      mailbox = open(customers);
      assertThatThrownBy(() -> mailbox.changes(Kind.CONTACT, before, null))
          .isInstanceOf(PortException.CursorExpired.class);
      assertThat(seen(mailbox.read(Kind.CONTACT, List.of(eve)).get(eve)).traits().unselected())
          .isEqualTo(name.equals("Clients"));
    }
  }

  @Test
  void idleFeed_costsOneCall_andOneMoreWhereALabelSelects() {
    String cursor = cursor(Kind.CONTACT);
    mailbox = open();
    sandbox.requests.clear();
    assertThat(seen(pages(Kind.CONTACT, cursor))).isEmpty();
    assertThat(sandbox.operations()).hasSize(1);

    ContactSelector customers = ContactSelector.of("Kunden");
    mailbox = open(customers);
    String ofCustomers = cursor(Kind.CONTACT);
    mailbox = open(customers);
    sandbox.requests.clear();
    assertThat(seen(pages(Kind.CONTACT, ofCustomers))).isEmpty();
    assertThat(sandbox.operations()).hasSize(2);
  }

  @Test
  void contactUpdate_keepsWhatThePersonAdded() {
    Snapshot made = create(Kind.CONTACT, 1, person("Ada", "L"));
    sandbox.google.editContact(
        ADA,
        made.id(),
        json(
            "{'phoneNumbers':[{'value':'+49 30 12345','type':'work'},{'value':'+49 40 1','type':'home'}],"
                + "'urls':[{'value':'https://ada.example'}]}"));
    Snapshot now = seen(read(made));
    assertThat(now.version()).isNotEqualTo(made.version());
    assertThat(update(now, Map.of(PersonField.PHONE_BUSINESS, "+49 30 999")))
        .isInstanceOf(Answer.Written.class);
    ObjectNode stored = sandbox.google.contacts(ADA).get(0);
    assertThat(stored.path("phoneNumbers").toString()).contains("+49 40 1").contains("+49 30 999");
    assertThat(stored.path("urls")).hasSize(1);
    assertThat(stored.path("memberships")).hasSize(2);
  }

  @Test
  void contactUpdates_withTheSameFields_areOneCallWithoutARead() {
    List<Write> creates = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      creates.add(new Write.Create(Kind.CONTACT, key(i), person("P" + i, "Q"), "m"));
    }
    List<Write> updates = new ArrayList<>();
    for (Answer answer : mailbox.write(creates)) {
      Snapshot now = ((Answer.Written) answer).now();
      updates.add(
          new Write.Update(
              Kind.CONTACT, now.id(), now.version(), Map.of(PersonField.TITLE, "CTO"), "m2"));
    }
    sandbox.requests.clear();
    assertThat(mailbox.write(updates)).hasOnlyElementsOfType(Answer.Written.class);
    assertThat(sandbox.operations()).hasSize(1);
  }

  @Test
  void oneStaleContactInABatch_doesNotStopTheOthers() {
    Snapshot one = create(Kind.CONTACT, 1, person("Ada", "L"));
    Snapshot two = create(Kind.CONTACT, 2, person("Bea", "M"));
    sandbox.google.editContact(ADA, one.id(), json("{'names':[{'givenName':'Changed'}]}"));
    List<Answer> answers =
        mailbox.write(
            List.of(
                new Write.Update(
                    Kind.CONTACT, one.id(), one.version(), Map.of(PersonField.TITLE, "x"), "m"),
                new Write.Update(
                    Kind.CONTACT, two.id(), two.version(), Map.of(PersonField.TITLE, "x"), "m")));
    assertThat(answers.get(0)).isEqualTo(new Answer.Stale());
    assertThat(answers.get(1)).isInstanceOf(Answer.Written.class);
  }

  @Test
  void createdContact_isFoundByItsKeyAndByItsAddressOrName() {
    Snapshot made = create(Kind.CONTACT, 1, person("Ada", "Lovelace"));
    assertThat(mailbox.findCreated(Kind.CONTACT, key(1))).isEqualTo(made);
    assertThat(mailbox.findCreated(Kind.CONTACT, key(2))).isNull();
    assertThat(
            mailbox.find(
                Kind.CONTACT,
                List.of(new FieldValues(Map.of(PersonField.EMAIL, "ADA@Client.com")))))
        .containsExactly(made);
    assertThat(
            mailbox.find(
                Kind.CONTACT,
                List.of(
                    new FieldValues(
                        Map.of(PersonField.FIRST_NAME, "ADA", PersonField.LAST_NAME, "Lovelace")))))
        .containsExactly(made);
    assertThat(mailbox.createVisibleWithin(Kind.CONTACT)).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void linkedContact_answersToItsFormerName() {
    Snapshot made = create(Kind.CONTACT, 1, person("Ben", "Baker"));
    ObjectNode renamed = sandbox.google.linkContact(ADA, made.id(), BEN);
    String newName = renamed.path("resourceName").asText();
    assertThat(newName).isNotEqualTo(made.id());
    Snapshot now = seen(read(made));
    assertThat(now.id()).isEqualTo(newName);
    assertThat(now.key()).isEqualTo(made.key());
    assertThat(update(now, Map.of(PersonField.TITLE, "CTO"))).isInstanceOf(Answer.Written.class);
  }

  @Test
  void fullAddressBook_refusesWithItsCode() {
    sandbox.google.settings().contactLimit = 1;
    create(Kind.CONTACT, 1, person("Ada", "L"));
    assertThat(
            mailbox
                .write(List.of(new Write.Create(Kind.CONTACT, key(2), person("Bea", "M"), "m")))
                .get(0))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo("MY_CONTACTS_OVERFLOW_COUNT"));
  }
}

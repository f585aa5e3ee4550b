package io.lockstep.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.calendar.EventField;
import io.lockstep.contact.PersonField;
import io.lockstep.contact.PostalAddress;
import io.lockstep.port.Answer;
import io.lockstep.port.Crm;
import io.lockstep.port.Crm.Write;
import io.lockstep.port.IssueReport;
import io.lockstep.port.PortException;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The port over real HTTP against the simulated org. */
class SalesforceCrmTest {
  private static final Crm.Scope OWNED = new Crm.Scope(false, null, null, null);
  private final SandboxOrg sandbox = new SandboxOrg();
  private final Crm sue = sandbox.as(SandboxOrg.SUE);
  private final Crm mia = sandbox.as(SandboxOrg.MIA);

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private static FieldValues person(String first, String last, String email) {
    return FieldValues.NONE
        .with(PersonField.FIRST_NAME, first)
        .with(PersonField.LAST_NAME, last)
        .with(PersonField.EMAIL, email);
  }

  private static FieldValues meeting(String subject, String time) {
    return FieldValues.NONE
        .with(EventField.SUBJECT, subject)
        .with(EventField.TIME, time)
        .with(EventField.SHOW_AS, "busy");
  }

  private static String saved(Crm crm, Write write) {
    Answer answer = crm.write(List.of(write)).getFirst();
    assertThat(answer).isInstanceOf(Answer.Saved.class);
    return ((Answer.Saved) answer).id();
  }

  private static String create(Crm crm, Kind kind, String key, FieldValues values) {
    return saved(crm, new Write.Upsert(kind, key, values, "stamp-" + key));
  }

  private static Snapshot present(Crm crm, Kind kind, String id) {
    Sighting seen = Objects.requireNonNull(crm.read(kind, List.of(id)).get(id));
    assertThat(seen).isInstanceOf(Sighting.Present.class);
    return ((Sighting.Present) seen).snapshot();
  }

  @Test
  void invitees_comeAlongWithTheirEvent_inOneCall() {
    String id =
        create(
            sue,
            Kind.EVENT,
            "key-i",
            meeting("Planning", "2026-03-02T09:00:00Z/2026-03-02T10:00:00Z"));
    sandbox
        .org
        .people()
        .creates(sandbox.sue, "EventRelation", Map.of("EventId", id, "RelationId", sandbox.mia));
    long before = sandbox.salesforce.calls();

    Snapshot seen = present(sue, Kind.EVENT, id);

    assertThat(sandbox.salesforce.calls()).isEqualTo(before + 1);
    assertThat(seen.traits().participants()).containsExactly(SandboxOrg.MIA);
  }

  @Test
  void upsertTwice_leavesOneRecordOwnedByTheActingUser() {
    FieldValues values = person("Ada", "Lovelace", "ada@engines.example");

    Answer first =
        sue.write(List.of(new Write.Upsert(Kind.CONTACT, "k1", values, "s1"))).getFirst();
    Answer second =
        sue.write(List.of(new Write.Upsert(Kind.CONTACT, "k1", values, "s2"))).getFirst();

    String id = ((Answer.Saved) first).id();
    assertThat(first).isEqualTo(new Answer.Saved(id, true));
    assertThat(second).isEqualTo(new Answer.Saved(id, false));
    Snapshot seen = present(sue, Kind.CONTACT, id);
    assertThat(seen.fields()).isEqualTo(values);
    assertThat(seen.key()).isEqualTo("k1");
    assertThat(seen.mark()).isEqualTo("s2");
    assertThat(seen.traits().owner()).isEqualTo(sandbox.sue);
    assertThat(sandbox.org.setup().dump("Contact").getFirst().fields())
        .containsEntry("LastModifiedById", sandbox.sue);
  }

  @Test
  void contacts_readBackEqualsNormal() {
    TreeSet<String> promised = new TreeSet<>(sue.fields(Kind.CONTACT));
    promised.remove(PersonField.COMPANY);
    List<FieldValues> all = new ArrayList<>();
    List<Write> writes = new ArrayList<>();
    for (int seed = 0; seed < 100; seed++) {
      FieldValues values =
          new RandomValues(new Random(seed)).contact().with(PersonField.LAST_NAME, "L" + seed);
      all.add(values);
      writes.add(new Write.Upsert(Kind.CONTACT, "k" + seed, values, "s"));
    }

    List<Answer> answers = sue.write(writes);

    for (int i = 0; i < all.size(); i++) {
      assertThat(answers.get(i)).as("seed %d", i).isInstanceOf(Answer.Saved.class);
      Snapshot seen = present(sue, Kind.CONTACT, ((Answer.Saved) answers.get(i)).id());
      assertThat(seen.fields().only(promised))
          .as("seed %d", i)
          .isEqualTo(sue.normal(Kind.CONTACT, all.get(i)).only(promised));
    }
  }

  @Test
  void events_readBackEqualsNormal() {
    List<FieldValues> all = new ArrayList<>();
    List<Write> writes = new ArrayList<>();
    for (int seed = 0; seed < 150; seed++) {
      FieldValues values = new RandomValues(new Random(seed)).event();
      if (sue.normal(Kind.EVENT, values).has(EventField.TIME)) {
        all.add(values);
        writes.add(new Write.Upsert(Kind.EVENT, "k" + seed, values, "s"));
      }
    }

    List<Answer> answers = sue.write(writes);

    for (int i = 0; i < all.size(); i++) {
      assertThat(answers.get(i)).as("event %d", i).isInstanceOf(Answer.Saved.class);
      assertThat(present(sue, Kind.EVENT, ((Answer.Saved) answers.get(i)).id()).fields())
          .as("event %d", i)
          .isEqualTo(sue.normal(Kind.EVENT, all.get(i)));
    }
  }

  @Test
  void update_changesOnlyWhatItNamesAndEmptiesWhatItEmpties() {
    String id =
        create(
            sue,
            Kind.CONTACT,
            "k1",
            person("Ada", "Lovelace", "a@b.example").with(PersonField.BIRTHDAY, "1980-02-29"));

    saved(
        sue,
        new Write.Update(
            Kind.CONTACT,
            id,
            Map.of(PersonField.FIRST_NAME, "Augusta", PersonField.EMAIL, ""),
            "s2"));

    assertThat(present(sue, Kind.CONTACT, id).fields())
        .isEqualTo(person("Augusta", "Lovelace", "").with(PersonField.BIRTHDAY, "1980-02-29"));
    assertThat(present(sue, Kind.CONTACT, id).mark()).isEqualTo("s2");
  }

  @Test
  void somebodyElsesSave_clearsTheStamp() {
    String id = create(sue, Kind.CONTACT, "k1", person("Ada", "Lovelace", ""));

    sandbox.org.people().edits(sandbox.sue, id, Map.of("FirstName", "Augusta"));

    assertThat(present(sue, Kind.CONTACT, id).mark()).isNull();
  }

  @Test
  void movedEvent_keepsItsReminder() {
    String id =
        create(
            sue,
            Kind.EVENT,
            "k1",
            meeting("Plan", "2099-03-02T09:00:00Z/2099-03-02T10:00:00Z")
                .with(EventField.REMINDER, "15"));

    saved(
        sue,
        new Write.Update(
            Kind.EVENT,
            id,
            Map.of(EventField.TIME, "2099-03-05T09:00:00Z/2099-03-05T11:00:00Z"),
            "s2"));

    assertThat(present(sue, Kind.EVENT, id).fields())
        .isEqualTo(
            meeting("Plan", "2099-03-05T09:00:00Z/2099-03-05T11:00:00Z")
                .with(EventField.REMINDER, "15"));
  }

  @Test
  void timedEventMadeAllDayAndBack_keepsItsDates() {
    String id =
        create(sue, Kind.EVENT, "k1", meeting("Fair", "2099-03-02T23:00:00Z/2099-03-03T10:00:00Z"));
    Map<String, String> allDay = Map.of(EventField.TIME, "2099-03-02/2099-03-04");
    Map<String, String> timed =
        Map.of(EventField.TIME, "2099-03-02T08:00:00Z/2099-03-02T09:00:00Z");

    saved(sue, new Write.Update(Kind.EVENT, id, allDay, "s2"));
    assertThat(present(sue, Kind.EVENT, id).fields().values()).containsAllEntriesOf(allDay);

    saved(sue, new Write.Update(Kind.EVENT, id, timed, "s3"));
    assertThat(present(sue, Kind.EVENT, id).fields().values()).containsAllEntriesOf(timed);
  }

  @Test
  void company_isSetWhereOneAccountHasTheNameAndElseLeftAlone() {
    String engines = sandbox.org.setup().addAccount("Engines", sandbox.sue);
    sandbox.org.setup().addAccount("Twins", sandbox.sue);
    sandbox.org.setup().addAccount("Twins", sandbox.sue);
    String id =
        create(
            sue,
            Kind.CONTACT,
            "k1",
            person("Ada", "Lovelace", "").with(PersonField.COMPANY, "engines"));
    assertThat(present(sue, Kind.CONTACT, id).fields().get(PersonField.COMPANY))
        .isEqualTo("Engines");

    for (String unclear : List.of("Twins", "Nobody Inc", "")) {
      saved(
          sue,
          new Write.Update(Kind.CONTACT, id, Map.of(PersonField.COMPANY, unclear), "s" + unclear));
    }

    assertThat(sandbox.org.setup().dump("Contact").getFirst().fields())
        .containsEntry("AccountId", engines);
  }

  @Test
  void candidates_areTheUsersOwnInTheWindowThatPassTheFilter() {
    String mine =
        create(sue, Kind.EVENT, "k1", meeting("A", "2099-03-02T09:00:00Z/2099-03-02T10:00:00Z"));
    create(sue, Kind.EVENT, "k2", meeting("B", "2099-03-02T09:00:00Z/2099-03-02T10:00:00Z"));
    create(sue, Kind.EVENT, "k3", meeting("A", "2020-03-02T09:00:00Z/2020-03-02T10:00:00Z"));
    create(mia, Kind.EVENT, "k4", meeting("A", "2099-03-02T09:00:00Z/2099-03-02T10:00:00Z"));

    Crm.Page page =
        sue.candidates(
            Kind.EVENT,
            new Crm.Scope(
                false, "Subject = 'A'", java.time.Instant.parse("2099-01-01T00:00:00Z"), null),
            null);

    assertThat(page.seen()).extracting(Snapshot::id).containsExactly(mine);
    assertThat(page.next()).isNull();
  }

  @Test
  void inScope_isWhatTheFilteredQueryShows() {
    String ada = create(sue, Kind.CONTACT, "k1", person("Ada", "Lovelace", ""));
    String bob = create(sue, Kind.CONTACT, "k2", person("Bob", "Lovelace", ""));

    assertThat(
            sue.inScope(
                Kind.CONTACT,
                new Crm.Scope(false, "FirstName = 'Ada'", null, null),
                List.of(ada, bob)))
        .containsExactly(ada);
  }

  @Test
  void badFilter_isTheAdministratorsToMend() {
    assertThatThrownBy(
            () ->
                sue.candidates(
                    Kind.CONTACT, new Crm.Scope(false, "Nonsense__c = 1", null, null), null))
        .isInstanceOf(PortException.AccessLost.class)
        .hasMessage("BAD_FILTER");
  }

  @Test
  void whatAUserDoesNotSee_isUnknownAndNeverGone() {
    sandbox
        .org
        .setup()
        .setSharing("Contact", io.lockstep.sandbox.salesforce.org.access.Sharing.Model.Private);
    String id = create(sue, Kind.CONTACT, "k1", person("Ada", "Lovelace", ""));

    assertThat(mia.read(Kind.CONTACT, List.of(id)))
        .containsExactly(Map.entry(id, new Sighting.Unknown("NOT_VISIBLE")));
    assertThat(mia.confirmGone(Kind.CONTACT, List.of(id)))
        .containsExactly(Map.entry(id, new Sighting.Unknown("NOT_DELETED")));
    assertThat(mia.findByKey(Kind.CONTACT, List.of("k1", "k2")))
        .containsExactly(new Crm.KeyMatch("k1", id, new Sighting.Unknown("NOT_VISIBLE")));
  }

  @Test
  void deletedRecord_isGoneWithWhatItHeldAndComesBack() {
    String id = create(sue, Kind.EVENT, "k1", meeting("A", "2099-03-02/2099-03-03"));

    assertThat(sue.write(List.of(new Write.Delete(Kind.EVENT, id))))
        .containsExactly(new Answer.Deleted());

    assertThat(sue.read(Kind.EVENT, List.of(id)).get(id)).isInstanceOf(Sighting.Unknown.class);
    Sighting.Gone gone = (Sighting.Gone) sue.confirmGone(Kind.EVENT, List.of(id)).get(id);
    assertThat(Objects.requireNonNull(Objects.requireNonNull(gone).last()).fields())
        .isEqualTo(meeting("A", "2099-03-02/2099-03-03"));
    assertThat(sue.findByKey(Kind.EVENT, List.of("k1")))
        .singleElement()
        .satisfies(match -> assertThat(match.sighting()).isInstanceOf(Sighting.Gone.class));
    assertThat(sue.write(List.of(new Write.Delete(Kind.EVENT, id))))
        .containsExactly(new Answer.Missing());

    assertThat(saved(sue, new Write.Undelete(Kind.EVENT, id))).isEqualTo(id);
    assertThat(present(sue, Kind.EVENT, id).fields().get(EventField.SUBJECT)).isEqualTo("A");
  }

  @Test
  void hardDeletedRecord_isGoneByTheDeleteLog() {
    String id = create(sue, Kind.CONTACT, "k1", person("Ada", "Lovelace", ""));
    sandbox.org.people().deletes(sandbox.sue, id);
    sandbox.org.setup().hardDelete(List.of(id));
    sandbox.pass(java.time.Duration.ofMinutes(10));

    assertThat(sue.confirmGone(Kind.CONTACT, List.of(id)))
        .containsExactly(Map.entry(id, Sighting.Gone.PLAIN));
  }

  @Test
  void mergedContact_isGoneIntoTheOther() {
    String loser = create(sue, Kind.CONTACT, "k1", person("Ada", "Lovelace", ""));
    String winner = create(sue, Kind.CONTACT, "k2", person("Ada", "Lovelace", ""));
    sandbox.org.people().mergesContacts(sandbox.org.adminId(), winner, List.of(loser));

    assertThat(sue.confirmGone(Kind.CONTACT, List.of(loser)).get(loser))
        .isInstanceOfSatisfying(
            Sighting.Gone.class, gone -> assertThat(gone.mergedInto()).isEqualTo(winner));
  }

  @Test
  void find_givesCounterpartsByNaturalKey() {
    sandbox.org.setup().addAccount("Engines", sandbox.sue);
    String byMail = create(sue, Kind.CONTACT, "k1", person("Ada", "Lovelace", "Ada@b.example"));
    String byName =
        create(
            sue,
            Kind.CONTACT,
            "k2",
            person("Bob", "O'Neil", "").with(PersonField.COMPANY, "Engines"));
    create(sue, Kind.CONTACT, "k3", person("Eve", "Else", "eve@b.example"));
    String event =
        create(sue, Kind.EVENT, "k4", meeting("A", "2099-03-02T09:00:00Z/2099-03-02T10:00:00Z"));
    create(mia, Kind.EVENT, "k5", meeting("A", "2099-03-02T09:00:00Z/2099-03-02T10:00:00Z"));

    assertThat(
            sue.find(
                Kind.CONTACT,
                List.of(
                    person("A", "L", "ada@B.example"),
                    person("bob", "o'neil", "x@y.example").with(PersonField.COMPANY, "engines"))))
        .extracting(Snapshot::id)
        .containsExactlyInAnyOrder(byMail, byName);
    assertThat(
            sue.find(
                Kind.EVENT, List.of(meeting("a", "2099-03-02T09:00:00Z/2099-03-02T11:00:00Z"))))
        .extracting(Snapshot::id)
        .containsExactly(event);
  }

  @Test
  void find_nameWithoutCompanyAndMail_meetsOnlyRecordsWithoutAccount() {
    sandbox.org.setup().addAccount("Engines", sandbox.sue);
    String alone = create(sue, Kind.CONTACT, "k1", person("Ada", "Lovelace", ""));
    create(
        sue,
        Kind.CONTACT,
        "k2",
        person("Ada", "Lovelace", "").with(PersonField.COMPANY, "Engines"));

    assertThat(sue.find(Kind.CONTACT, List.of(person("ada", "lovelace", ""))))
        .extracting(Snapshot::id)
        .containsExactly(alone);
  }

  @Test
  void find_ofAThousand_takesOneCall() {
    List<FieldValues> many = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      many.add(person("Given" + i, "Family" + i, "given" + i + "@customer.example"));
    }
    String id = create(sue, Kind.CONTACT, "k1", many.get(777));
    long before = sandbox.salesforce.calls();

    assertThat(sue.find(Kind.CONTACT, many)).extracting(Snapshot::id).containsExactly(id);
    assertThat(sandbox.salesforce.calls()).isEqualTo(before + 1);
  }

  @Test
  void validationRule_isRefusedWithItsSentence() {
    sandbox
        .org
        .setup()
        .setValidationRule(
            "noX", "Contact", row -> "X".equals(row.get("FirstName")), "No X here.", "FirstName");

    assertThat(sue.write(List.of(new Write.Upsert(Kind.CONTACT, "k", person("X", "Y", ""), "s"))))
        .containsExactly(
            new Answer.Refused("FIELD_CUSTOM_VALIDATION_EXCEPTION", "FirstName", "No X here."));
  }

  @Test
  void blockingDuplicateRule_namesTheOneRecordItFound() {
    String there = create(sue, Kind.CONTACT, "k1", person("Ada", "Lovelace", "a@b.example"));
    sandbox.org.setup().setDuplicateRule("mail", "Contact", List.of("Email"), true);

    assertThat(
            sue.write(
                List.of(
                    new Write.Upsert(Kind.CONTACT, "k2", person("A", "L", "a@b.example"), "s"))))
        .containsExactly(new Answer.Taken(there));
  }

  @Test
  void lockedRow_isTriedAgain() {
    String id = create(sue, Kind.CONTACT, "k1", person("Ada", "Lovelace", ""));
    sandbox.org.setup().lockRow(id, 1);
    Write rename = new Write.Update(Kind.CONTACT, id, Map.of(PersonField.LAST_NAME, "Byron"), "s2");

    assertThat(sue.write(List.of(rename))).containsExactly(new Answer.Again("UNABLE_TO_LOCK_ROW"));
    saved(sue, rename);
  }

  @Test
  void issues_areKeptOnceBelowTheUsersMailbox() {
    IssueReport issue =
        new IssueReport(
            "issue-1",
            IssueReport.Type.CONFLICT,
            Kind.CONTACT,
            null,
            "people/1",
            "FirstName",
            "Augusta",
            Side.ITEM,
            "CONFLICT",
            "Both changed.");

    sue.report(List.of(issue));
    sue.report(List.of(issue));

    List<Org.Row> rows = sandbox.org.setup().dump("SyncIssue__c");
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().fields())
        .containsEntry("LosingValue__c", "Augusta")
        .containsEntry("WinningSide__c", "Mail")
        .containsEntry("Kind__c", "Conflict");
    assertThat(sandbox.org.setup().dump("SyncMailbox__c"))
        .singleElement()
        .satisfies(
            mailbox ->
                assertThat(mailbox.fields())
                    .containsEntry("User__c", sandbox.sue)
                    .containsEntry("OwnerId", sandbox.sue));
  }

  @Test
  void hiddenField_isNeitherReadNorWritten() {
    FieldValues values =
        person("Ada", "Lovelace", "a@b.example")
            .with(
                PersonField.ADDRESS_BUSINESS,
                new PostalAddress("1 Way", "London", "", "N1", "").text());
    sandbox.org.setup().setFieldRight("Standard User", "Contact.Email", "");

    String id = create(sue, Kind.CONTACT, "k1", values);

    assertThat(sue.fields(Kind.CONTACT)).doesNotContain(PersonField.EMAIL);
    assertThat(present(sue, Kind.CONTACT, id).fields())
        .isEqualTo(values.with(PersonField.EMAIL, ""));
    assertThat(sue.candidates(Kind.CONTACT, OWNED, null).seen()).hasSize(1);
  }
}

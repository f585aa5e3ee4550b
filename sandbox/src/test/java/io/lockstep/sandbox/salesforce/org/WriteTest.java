package io.lockstep.sandbox.salesforce.org;

import static io.lockstep.sandbox.salesforce.org.TestOrg.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.sandbox.salesforce.org.Org.Call;
import io.lockstep.sandbox.salesforce.org.Org.Row;
import io.lockstep.sandbox.salesforce.org.Org.Saved;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Creates, updates and upserts: what is checked, and what a row looks like afterwards. */
@NullUnmarked // a missing value fails the test by itself
class WriteTest {
  private final TestOrg t = new TestOrg();

  @Test
  void create_contact_hasLongIdStampsInSecondsAndOwner() {
    t.pass(Duration.ofMillis(1234));
    String id = t.contact(t.sue, "Doe");

    assertThat(id).hasSize(18).startsWith("003");
    Row row =
        t.org
            .retrieve(
                Call.as(t.sue),
                "Contact",
                List.of("Name", "OwnerId", "SystemModstamp", "CreatedById"),
                List.of(id))
            .get(0);
    assertThat(row.fields())
        .containsEntry("Name", "Doe")
        .containsEntry("OwnerId", t.sue)
        .containsEntry("CreatedById", t.sue)
        .containsEntry("SystemModstamp", Instant.parse("2026-06-01T08:00:01Z"));
  }

  @Test
  void retrieve_idOfFifteenCharacters_findsTheRow() {
    String id = t.contact(t.sue, "Doe");

    assertThat(t.value(t.sue, "Contact", id.substring(0, 15), "Id")).isEqualTo(id);
  }

  @Test
  void create_unknownField_failsTheWholeCall() {
    assertThatThrownBy(() -> t.create(t.sue, row("Contact", "LastName", "A", "Nope__c", "x")))
        .isInstanceOfSatisfying(
            OrgException.class, e -> assertThat(e.code()).isEqualTo("INVALID_FIELD"))
        .hasMessageStartingWith("No such column 'Nope__c' on entity 'Contact'.");
  }

  @Test
  void create_badValues_areRefusedRowByRow() {
    assertThat(t.refusal(t.sue, row("Contact", "FirstName", "A")))
        .isEqualTo("REQUIRED_FIELD_MISSING");
    assertThat(t.refusal(t.sue, row("Contact", "LastName", "   ")))
        .isEqualTo("REQUIRED_FIELD_MISSING");
    assertThat(t.refusal(t.sue, row("Contact", "LastName", "A", "Email", "a@b")))
        .isEqualTo("INVALID_EMAIL_ADDRESS");
    assertThat(t.refusal(t.sue, row("Contact", "LastName", "x".repeat(81))))
        .isEqualTo("STRING_TOO_LONG");
    assertThat(t.refusal(t.sue, row("Contact", "LastName", "A", "AccountId", "nope")))
        .isEqualTo("MALFORMED_ID");
    assertThat(t.refusal(t.sue, row("Contact", "LastName", "A", "AccountId", t.sue)))
        .isEqualTo("MALFORMED_ID");
    assertThat(t.refusal(t.sue, row("Contact", "LastName", "A", "AccountId", "001000000000001")))
        .isEqualTo("INVALID_CROSS_REFERENCE_KEY");
    assertThat(t.refusal(t.sue, row("Contact", "LastName", "A", "CreatedDate", TestOrg.START)))
        .isEqualTo("INVALID_FIELD_FOR_INSERT_UPDATE");
    assertThat(t.refusal(t.sue, row("Contact", "LastName", "A", "Birthdate", "yesterday")))
        .isEqualTo("INVALID_TYPE_ON_FIELD_IN_RECORD");
    assertThat(t.refusal(t.sue, row("Lead", "LastName", "A"))).isEqualTo("REQUIRED_FIELD_MISSING");
  }

  @Test
  void create_longTextWithTruncationAllowed_isCut() {
    Call cutting = new Call(t.sue, 65.0, null, false, false, true, null);

    Saved saved = t.org.create(cutting, List.of(row("Contact", "LastName", "x".repeat(81)))).get(0);

    assertThat(t.value(t.sue, "Contact", TestOrg.id(saved), "LastName")).isEqualTo("x".repeat(80));
  }

  @Test
  void create_textWithBlanksAround_isTrimmedAndEmptyIsNull() {
    String id = t.create(t.sue, row("Contact", "LastName", "  Doe ", "Title", "", "Phone", " 1 "));

    assertThat(t.value(t.sue, "Contact", id, "LastName")).isEqualTo("Doe");
    assertThat(t.value(t.sue, "Contact", id, "Title")).isNull();
    assertThat(t.value(t.sue, "Contact", id, "Phone")).isEqualTo("1");
  }

  @Test
  void update_nullValueIsIgnored_fieldsToNullEmpties() {
    String id = t.create(t.sue, row("Contact", "LastName", "Doe", "Title", "CEO"));

    t.update(t.sue, row("Contact", "Id", id, "Title", null));
    assertThat(t.value(t.sue, "Contact", id, "Title")).isEqualTo("CEO");

    t.update(t.sue, TestOrg.emptying("Contact", id, "Title"));
    assertThat(t.value(t.sue, "Contact", id, "Title")).isNull();
  }

  @Test
  void update_fieldSentAndEmptied_isRefused() {
    String id = t.contact(t.sue, "Doe");
    Row both = new Row("Contact", Map.of("Id", id, "Title", "CEO"), List.of("Title"));

    assertThat(t.updateRefusal(t.sue, both)).isEqualTo("INVALID_FIELD");
  }

  @Test
  void update_rowsThatCannotBe_areRefusedWithTheirReason() {
    String id = t.contact(t.sue, "Doe");
    t.org.delete(Call.as(t.sue), List.of(id));

    assertThat(t.updateRefusal(t.sue, row("Contact", "Id", id, "Title", "x")))
        .isEqualTo("ENTITY_IS_DELETED");
    assertThat(t.updateRefusal(t.sue, row("Contact", "Id", "003000000000001", "Title", "x")))
        .isEqualTo("INVALID_CROSS_REFERENCE_KEY");
    assertThat(t.updateRefusal(t.sue, row("Contact", "Id", t.sue, "Title", "x")))
        .isEqualTo("MALFORMED_ID");
    assertThat(t.updateRefusal(t.sue, row("Contact", "Title", "x"))).isEqualTo("MISSING_ARGUMENT");
  }

  @Test
  void create_someRowsBad_othersAreSavedUnlessAllOrNone() {
    List<Row> rows = List.of(row("Contact", "LastName", "Good"), row("Contact", "Title", "bad"));

    List<Saved> each = t.org.create(Call.as(t.sue), rows);
    assertThat(each).extracting(Saved::success).containsExactly(true, false);

    Call allOrNone = new Call(t.sue, 65.0, null, true, false, false, null);
    List<Saved> together = t.org.create(allOrNone, rows);
    assertThat(together)
        .extracting(s -> s.errors().get(0).statusCode())
        .containsExactly("ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING");
    assertThat(t.query(t.sue, "SELECT COUNT() FROM Contact").totalSize()).isEqualTo(1);
  }

  @Test
  void create_moreThan200Rows_isRefused() {
    List<Row> rows = Collections.nCopies(201, row("Contact", "LastName", "A"));

    assertThatThrownBy(() -> t.org.create(Call.as(t.sue), rows)).isInstanceOf(OrgException.class);
  }

  @Test
  void upsert_byKey_createsOnceThenUpdates() {
    Row row = row("Contact", "LockstepKey__c", "g:1", "LastName", "Doe");

    Saved first = t.org.upsert(Call.as(t.sue), "LockstepKey__c", List.of(row)).get(0);
    Saved second = t.org.upsert(Call.as(t.sue), "LockstepKey__c", List.of(row)).get(0);

    assertThat(first.created()).isTrue();
    assertThat(second.created()).isFalse();
    assertThat(second.id()).isEqualTo(first.id());
  }

  @Test
  void upsert_keysThatDifferInCase_areTwoRows() {
    Row lower = row("Contact", "LockstepKey__c", "g:a", "LastName", "Doe");
    Row upper = row("Contact", "LockstepKey__c", "g:A", "LastName", "Doe");

    List<Saved> saved = t.org.upsert(Call.as(t.sue), "LockstepKey__c", List.of(lower, upper));

    assertThat(saved).allMatch(Saved::success);
    assertThat(saved.get(0).id()).isNotEqualTo(saved.get(1).id());
  }

  @Test
  void upsert_sameKeyTwiceInOneCall_bothFail() {
    Row row = row("Contact", "LockstepKey__c", "g:1", "LastName", "Doe");

    List<Saved> saved = t.org.upsert(Call.as(t.sue), "LockstepKey__c", List.of(row, row));

    assertThat(saved)
        .extracting(s -> s.errors().get(0).statusCode())
        .containsOnly("DUPLICATE_VALUE");
  }

  @Test
  void create_uniqueValueThatExists_isRefused() {
    t.create(t.sue, row("Contact", "LastName", "A", "LockstepKey__c", "k"));

    assertThat(t.refusal(t.sue, row("Contact", "LastName", "B", "LockstepKey__c", "k")))
        .isEqualTo("DUPLICATE_VALUE");
  }

  @Test
  void create_duplicateRule_alertCanBeOverriddenBlockCannot() {
    t.org.setup().setDuplicateRule("Same e-mail", "Contact", List.of("Email"), false);
    Row row = row("Contact", "LastName", "A", "Email", "a@x.example");
    String first = t.create(t.sue, row);

    Saved refused = t.org.create(Call.as(t.sue), List.of(row)).get(0);
    assertThat(refused.errors().get(0).statusCode()).isEqualTo("DUPLICATES_DETECTED");
    assertThat(refused.errors().get(0).duplicate().matchIds()).containsExactly(first);

    Call anyway = new Call(t.sue, 65.0, null, false, true, false, null);
    assertThat(t.org.create(anyway, List.of(row)).get(0).success()).isTrue();
    t.org.setup().setDuplicateRule("Same e-mail", "Contact", List.of("Email"), true);
    assertThat(t.org.create(anyway, List.of(row)).get(0).success()).isFalse();
  }

  @Test
  void create_validationRule_refusesWithTheCustomersWords() {
    t.org
        .setup()
        .setValidationRule(
            "No Smiths", "Contact", v -> "Smith".equals(v.get("LastName")), "No!", "LastName");

    Saved saved = t.org.create(Call.as(t.sue), List.of(row("Contact", "LastName", "Smith"))).get(0);

    assertThat(saved.errors())
        .containsExactly(
            new Org.RowError(
                "FIELD_CUSTOM_VALIDATION_EXCEPTION", "No!", List.of("LastName"), null));
  }

  @Test
  void update_lockedParent_isRefusedAsOftenAsLocked() {
    String contact = t.contact(t.sue, "Doe");
    String account = (String) t.value(t.sue, "Contact", contact, "AccountId");
    t.org.setup().lockRow(account, 1);

    assertThat(t.updateRefusal(t.sue, row("Contact", "Id", contact, "Title", "x")))
        .isEqualTo("UNABLE_TO_LOCK_ROW");
    assertThat(t.updateRefusal(t.sue, row("Contact", "Id", contact, "Title", "x")))
        .isEqualTo("saved");
  }

  @Test
  void create_stateAndCountryPicklists_refuseFreeTextAndKeepCodesInStep() {
    TestOrg p = new TestOrg(OrgShape.plain().withStateAndCountryPicklists(true));

    assertThat(p.refusal(p.sue, row("Contact", "LastName", "A", "MailingCountry", "Utopia")))
        .isEqualTo("FIELD_INTEGRITY_EXCEPTION");
    assertThat(p.refusal(p.sue, row("Contact", "LastName", "A", "MailingState", "Texas")))
        .isEqualTo("FIELD_INTEGRITY_EXCEPTION");
    String id =
        p.create(
            p.sue,
            row(
                "Contact",
                "LastName",
                "A",
                "MailingCountry",
                "United States",
                "MailingState",
                "Texas"));
    assertThat(p.value(p.sue, "Contact", id, "MailingStateCode")).isEqualTo("TX");
  }

  @Test
  void create_personAccount_makesTheContactAndMovesBothStamps() {
    TestOrg p = new TestOrg(OrgShape.plain().withPersonAccounts(true));
    String account =
        p.create(p.sue, row("Account", "LastName", "Doe", "PersonEmail", "d@x.example"));
    String contact = (String) p.value(p.sue, "Account", account, "PersonContactId");

    assertThat(p.value(p.sue, "Contact", contact, "Email")).isEqualTo("d@x.example");
    assertThat(p.updateRefusal(p.sue, row("Contact", "Id", contact, "LastName", "X")))
        .isEqualTo("INVALID_FIELD_FOR_INSERT_UPDATE");
    p.pass(Duration.ofMinutes(1));
    p.update(p.sue, row("Contact", "Id", contact, "Email", "e@x.example"));
    assertThat(p.value(p.sue, "Account", account, "PersonEmail")).isEqualTo("e@x.example");
    assertThat(p.value(p.sue, "Account", account, "SystemModstamp"))
        .isEqualTo(p.value(p.sue, "Contact", contact, "SystemModstamp"));
  }
}

package io.lockstep.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.sforce.soap.partner.sobject.SObject;
import io.lockstep.contact.PersonField;
import io.lockstep.contact.PostalAddress;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Snapshot;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactMappingTest {
  private final ContactMapping mapping =
      new ContactMapping(Shapes.contact(), true, FieldChoices.NONE);
  private final ContactMapping listed =
      new ContactMapping(Shapes.contactWithPicklists(), true, FieldChoices.NONE);

  private static SObject created(ContactMapping mapping, FieldValues values) {
    Draft draft = new Draft("Contact");
    mapping.fill(draft, values.values(), FieldValues.NONE, true);
    SObject row = draft.row(true);
    row.setField("Id", "003000000000001AAA");
    return row;
  }

  private static Draft updated(ContactMapping mapping, Map<String, String> changes) {
    Draft draft = new Draft("Contact");
    mapping.fill(draft, changes, FieldValues.NONE, false);
    return draft;
  }

  @ParameterizedTest
  @CsvSource({
    "Ada,Lovelace,Engines,a@b.org,Ada,Lovelace",
    "Ada,'',Engines,a@b.org,'',Ada",
    "'','',Engines,a@b.org,'',Engines",
    "'','','',a@b.org,'',a",
    "'','','','','',''",
  })
  void lastName_isFoundWhereThereIsNone(
      String first, String last, String company, String email, String heldFirst, String heldLast) {
    FieldValues values =
        FieldValues.NONE
            .with(PersonField.FIRST_NAME, first)
            .with(PersonField.LAST_NAME, last)
            .with(PersonField.COMPANY, company)
            .with(PersonField.EMAIL, email);

    FieldValues normal = mapping.normal(values);

    assertThat(normal.get(PersonField.FIRST_NAME)).isEqualTo(heldFirst);
    assertThat(normal.get(PersonField.LAST_NAME)).isEqualTo(heldLast);
    assertThat(mapping.lacks(values).isPresent()).isEqualTo(heldLast.isEmpty());
  }

  @Test
  void changedFirstName_doesNotTouchTheLastName() {
    SObject row = updated(mapping, Map.of(PersonField.FIRST_NAME, "Ada")).row(false);

    assertThat(row.getField("FirstName")).isEqualTo("Ada");
    assertThat(row.getField("LastName")).isNull();
    assertThat(row.getFieldsToNull()).isEmpty();
  }

  @Test
  void emptiedLastName_isLeftAlone() {
    assertThat(updated(mapping, Map.of(PersonField.LAST_NAME, "")).isEmpty()).isTrue();
  }

  @Test
  void whatCannotBeHeld_doesNotEmptyWhatIsThere() {
    assertThat(
            updated(
                    mapping,
                    Map.of(
                        PersonField.EMAIL,
                        "nobody",
                        PersonField.PHONE_MOBILE,
                        "1".repeat(41),
                        PersonField.BIRTHDAY,
                        "--02-29"))
                .isEmpty())
        .isTrue();
  }

  @Test
  void emptiedFields_areNamedToBeEmptied() {
    SObject row =
        updated(mapping, Map.of(PersonField.EMAIL, "", PersonField.BIRTHDAY, "")).row(false);

    assertThat(row.getFieldsToNull()).containsExactlyInAnyOrder("Email", "Birthdate");
  }

  @Test
  void company_isNeverBlanked() {
    assertThat(updated(mapping, Map.of(PersonField.COMPANY, "")).isEmpty()).isTrue();
  }

  @Test
  void company_isReadFromTheAccount() {
    SObject row = created(mapping, FieldValues.NONE.with(PersonField.LAST_NAME, "Lovelace"));
    SObject account = new SObject("Account");
    account.setField("Name", "Engines");
    row.setField("Account", account);

    assertThat(mapping.snapshot(new Row(row, null)).fields().get(PersonField.COMPANY))
        .isEqualTo("Engines");
  }

  @Test
  void listedCountryAndState_areWrittenAsCodes() {
    String address = new PostalAddress("1 rue", "Paris", "Paris", "75001", "fr").text();

    SObject row = updated(listed, Map.of(PersonField.ADDRESS_BUSINESS, address)).row(false);

    assertThat(row.getField("MailingCountryCode")).isEqualTo("FR");
    assertThat(row.getField("MailingStateCode")).isEqualTo("75");
    assertThat(row.getField("MailingCountry")).isNull();
  }

  @Test
  void stateOfAnotherCountry_isLeftOut() {
    FieldValues values =
        FieldValues.NONE.with(
            PersonField.ADDRESS_BUSINESS,
            new PostalAddress("", "Paris", "Texas", "", "France").text());

    assertThat(listed.normal(values).get(PersonField.ADDRESS_BUSINESS))
        .isEqualTo(new PostalAddress("", "Paris", "", "", "France").text());
  }

  @Test
  void unlistedCountry_isLeftOutWithItsState() {
    FieldValues values =
        FieldValues.NONE.with(
            PersonField.ADDRESS_BUSINESS,
            new PostalAddress("x", "", "Texas", "", "Atlantis").text());

    assertThat(listed.normal(values).get(PersonField.ADDRESS_BUSINESS))
        .isEqualTo(new PostalAddress("x", "", "", "", "").text());
  }

  @Test
  void fieldsOfTheOrgsShape_areOnlyThereWhereDescribeShowsThem() {
    ContactMapping plain =
        new ContactMapping(
            Shapes.without(Shapes.contact(), "MiddleName"), false, FieldChoices.NONE);

    assertThat(plain.fields())
        .doesNotContain(PersonField.MIDDLE_NAME, PersonField.COMPANY)
        .contains(PersonField.SUFFIX);
    assertThat(plain.columns()).doesNotContain("MiddleName", "Account.Name");
  }

  @Test
  void personAccount_standsOutside() {
    SObject row = created(mapping, FieldValues.NONE.with(PersonField.LAST_NAME, "Lovelace"));
    row.setField("IsPersonAccount", "true");

    assertThat(mapping.snapshot(new Row(row, null)).traits().excluded())
        .isEqualTo(Snapshot.Exclusion.INCOMPLETE);
  }

  @Test
  void normal_isIdempotentAndWhatIsReadBack() {
    Set<String> promised = new java.util.TreeSet<>(PersonField.ALL);
    promised.remove(PersonField.COMPANY);
    for (int seed = 0; seed < 2_000; seed++) {
      FieldValues values = new RandomValues(new Random(seed)).contact();
      FieldValues normal = mapping.normal(values);
      assertThat(mapping.normal(normal)).as("seed %d", seed).isEqualTo(normal);
      FieldValues fromList = listed.normal(values);
      assertThat(listed.normal(fromList)).as("seed %d", seed).isEqualTo(fromList);
      if (mapping.lacks(values).isEmpty()) {
        assertThat(
                mapping.snapshot(new Row(created(mapping, values), null)).fields().only(promised))
            .as("seed %d", seed)
            .isEqualTo(normal.only(promised));
      }
    }
  }
}

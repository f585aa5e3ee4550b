package io.lockstep.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.calendar.CanonicalJson;
import io.lockstep.contact.Person.Address;
import io.lockstep.contact.Person.Email;
import io.lockstep.contact.Person.Name;
import io.lockstep.contact.Person.Organization;
import io.lockstep.contact.Person.Phone;
import io.lockstep.sync.FieldValues;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonTest {
  private static final Person FULL =
      new Person(
          new Name("Dr", "Ana", "M", "Núñez", "PhD"),
          List.of(new Email("b@x.example", "home", false), new Email("a@x.example", "work", true)),
          List.of(
              new Phone("+1 415 555 0100", Phone.Type.BUSINESS),
              new Phone("+1 415 555 0101", Phone.Type.BUSINESS),
              new Phone("1", Phone.Type.MOBILE),
              new Phone("2", Phone.Type.HOME),
              new Phone("3", Phone.Type.OTHER),
              new Phone("4", Phone.Type.FAX)),
          List.of(
              new Address(
                  "1 Main St\nFloor 2", "Springfield", "IL", "62701", "USA", Address.Type.BUSINESS),
              new Address("Home", "", "", "", "", Address.Type.HOME),
              new Address("", "Elsewhere", "", "", "", Address.Type.OTHER)),
          new Organization("Acme", "CEO", "Board"),
          "a\r\nb",
          "--02-29",
          List.of("Nini"),
          List.of("https://x.example"));

  @Test
  void write_little_holdsWhatIsThereOnly() {
    assertThat(
            CanonicalJson.write(PersonFields.person(new FieldValues(Map.of("lastName", "Li"))))
                .toString())
        .isEqualTo("{\"name\":{\"last\":\"Li\"}}");
  }

  @Test
  void read_ownForm_isTheSamePerson() {
    assertThat(CanonicalJson.read(CanonicalJson.write(FULL), Person.class)).isEqualTo(FULL);
  }

  @Test
  void fields_ofAPerson_comeBackOntoIt() {
    FieldValues values = PersonFields.of(FULL);
    assertThat(values.values()).containsOnlyKeys(PersonField.ALL);
    assertThat(values.get(PersonField.EMAIL)).isEqualTo("a@x.example");
    assertThat(PersonFields.onto(FULL, values.values())).isEqualTo(FULL);
    assertThat(PersonFields.of(PersonFields.person(values))).isEqualTo(values);
  }

  @Test
  void onto_emptied_takesOneValueAwayAndLeavesTheRest() {
    Person changed =
        PersonFields.onto(
            FULL, Map.of(PersonField.PHONE_BUSINESS, "", PersonField.ADDRESS_BUSINESS, ""));
    assertThat(PersonFields.of(changed).get(PersonField.PHONE_BUSINESS))
        .isEqualTo("+1 415 555 0101");
    assertThat(changed.addresses())
        .extracting(Address::type)
        .containsExactly(Address.Type.HOME, Address.Type.OTHER);
    assertThat(changed.nicknames()).containsExactly("Nini");
  }

  @Test
  void onto_newEmail_replacesThePrimaryInItsPlace() {
    Person changed = PersonFields.onto(FULL, Map.of(PersonField.EMAIL, "c@x.example"));
    assertThat(changed.emails())
        .containsExactly(
            new Email("b@x.example", "home", false), new Email("c@x.example", "work", true));
  }

  @Test
  void onto_noBirthday_isRefused() {
    assertThatThrownBy(() -> PersonFields.onto(FULL, Map.of(PersonField.BIRTHDAY, "1981-02-29")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void naturalKeys_strongestFirst() {
    assertThat(new PersonMatch().naturalKeys(PersonFields.of(FULL)))
        .containsExactly("e:a@x.example", "n:ana|nunez|acme");
  }

  @ParameterizedTest
  @CsvSource({"'', Li, '', 0", "Ana, '', Acme, 0", "Ana, Li, '', 1", "'', Li, Acme, 1"})
  void naturalKeys_names_needALastNameAndOneMore(
      String first, String last, String company, int keys) {
    FieldValues person =
        new FieldValues(
            Map.of(
                PersonField.FIRST_NAME, first,
                PersonField.LAST_NAME, last,
                PersonField.COMPANY, company));
    assertThat(new PersonMatch().naturalKeys(person)).hasSize(keys);
  }

  @ParameterizedTest
  @CsvSource({
    "Núñez, NUNEZ, true",
    "Müller, Mu\u0308ller, true",
    "Li, '', true",
    "'', '', true",
    "Li, Lee, false",
    "Strauß, STRAUSS, true"
  })
  void compatible_lastNames_mustAgreeOrBeEmpty(String a, String b, boolean compatible) {
    FieldValues one =
        new FieldValues(Map.of(PersonField.LAST_NAME, a, PersonField.EMAIL, "x@x.example"));
    FieldValues other =
        new FieldValues(Map.of(PersonField.LAST_NAME, b, PersonField.EMAIL, "x@x.example"));
    assertThat(new PersonMatch().compatible(one, other)).isEqualTo(compatible);
    assertThat(new PersonMatch().compatible(other, one)).isEqualTo(compatible);
  }

  @Test
  void toString_holdsNoContent() {
    assertThat(FULL.toString()).doesNotContain("Ana", "example", "415");
  }
}

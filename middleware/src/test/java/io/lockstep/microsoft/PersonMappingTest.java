package io.lockstep.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.graph.models.Contact;
import io.lockstep.SomeValues;
import io.lockstep.contact.PersonField;
import io.lockstep.contact.PostalAddress;
import io.lockstep.sync.FieldValues;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonMappingTest {
  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  private static JsonNode patch(String present, Map<String, String> changes) {
    return Exchange.sent(PersonChange.patch(changes, Exchange.contact(present)));
  }

  @Test
  void normal_isIdempotentAndWhatExchangeKeeps() {
    for (long seed = 0; seed < 2_000; seed++) {
      FieldValues values = new SomeValues(seed).person();
      FieldValues normal = PersonMapping.normal(values);
      assertThat(PersonMapping.normal(normal).values())
          .as("seed %s", seed)
          .isEqualTo(normal.values());
      Contact kept = Exchange.kept(new Contact(), PersonChange.created(values));
      assertThat(PersonMapping.read(kept).values()).as("seed %s", seed).isEqualTo(normal.values());
    }
  }

  @Test
  void anyChange_ofAnyContact_readsBackAsNormalAndNothingElseChanges() {
    for (long seed = 0; seed < 1_000; seed++) {
      Contact present =
          Exchange.kept(new Contact(), PersonChange.created(new SomeValues(seed).person()));
      FieldValues before = PersonMapping.read(present);
      FieldValues wanted = PersonMapping.normal(new SomeValues(seed + 10_000).person());
      Random random = new Random(seed);
      Map<String, String> changes = new TreeMap<>();
      for (String field : PersonMapping.FIELDS) {
        if (random.nextBoolean()) {
          changes.put(field, wanted.get(field));
        }
      }
      Contact patch = PersonChange.patch(changes, present);
      FieldValues after = PersonMapping.read(Exchange.kept(present, patch));
      for (String field : PersonMapping.FIELDS) {
        assertThat(after.get(field))
            .as("seed %s, %s", seed, field)
            .isEqualTo(changes.getOrDefault(field, before.get(field)));
      }
    }
  }

  @Test
  void firstAddressChanges_theOthersKeepTheirPlace() throws Exception {
    assertThat(
            patch(
                "{'emailAddresses':[{'name':'A','address':'a@x.de'},{'name':'B','address':'b@x.de'},"
                    + "{'address':'c@x.de'}]}",
                Map.of(PersonField.EMAIL, "new@x.de")))
        .isEqualTo(
            json(
                "{'emailAddresses':[{'address':'new@x.de'},{'address':'b@x.de','name':'B'},"
                    + "{'address':'c@x.de'}]}"));
  }

  @Test
  void addressThatStoodFurtherDown_standsOnce() throws Exception {
    assertThat(
            patch(
                "{'emailAddresses':[{'address':'a@x.de'},{'address':'B@x.de'}]}",
                Map.of(PersonField.EMAIL, "b@x.de")))
        .isEqualTo(json("{'emailAddresses':[{'address':'b@x.de'}]}"));
  }

  @Test
  void numbers_neverMoreThanExchangeTakes() throws Exception {
    assertThat(patch("{'businessPhones':['1','2']}", Map.of(PersonField.PHONE_BUSINESS, "3")))
        .isEqualTo(json("{'businessPhones':['3','2']}"));
    assertThat(patch("{'homePhones':['1','2']}", Map.of(PersonField.PHONE_HOME, "")))
        .isEqualTo(json("{'homePhones':['2']}"));
  }

  @Test
  void numbersWithoutAPlaceInGraph_areNoFieldsOfIt() {
    assertThat(PersonMapping.FIELDS)
        .doesNotContain(PersonField.PHONE_FAX, PersonField.PHONE_OTHER)
        .hasSize(PersonField.ALL.size() - 2);
    assertThat(
            Exchange.sent(
                PersonChange.created(new FieldValues(Map.of(PersonField.PHONE_FAX, "1")))))
        .isEmpty();
    assertThatThrownBy(() -> PersonChange.patch(Map.of(PersonField.PHONE_FAX, "1"), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void changedName_isShownAnew_unlessThePersonChoseHowItIsShown() throws Exception {
    assertThat(
            patch(
                "{'givenName':'Ada','surname':'Byron','displayName':'Ada Byron','fileAs':'Byron, Ada'}",
                Map.of(PersonField.LAST_NAME, "Lovelace")))
        .isEqualTo(
            json(
                "{'givenName':'Ada','surname':'Lovelace',"
                    + "'displayName':'Ada Lovelace','fileAs':'Lovelace, Ada'}"));
    assertThat(
            patch(
                "{'givenName':'Ada','surname':'Byron','displayName':'Ada Byron','fileAs':'Byron, Ada'}",
                Map.of(PersonField.FIRST_NAME, "")))
        .isEqualTo(
            json("{'givenName':null,'surname':'Byron','displayName':'Byron','fileAs':'Byron'}"));
    JsonNode chosen =
        patch(
            "{'givenName':'Ada','surname':'Byron','displayName':'The Countess','fileAs':'ACME'}",
            Map.of(PersonField.LAST_NAME, "Lovelace"));
    assertThat(chosen.has("displayName")).isFalse();
    assertThat(chosen.has("fileAs")).isFalse();
  }

  @Test
  void contactWithNothingButADisplayName_hasItForItsLastName_alsoAfterAChange() {
    String present = "{'displayName':'Plumbing Smith','companyName':'ACME'}";
    assertThat(PersonMapping.read(Exchange.contact(present)).get(PersonField.LAST_NAME))
        .isEqualTo("Plumbing Smith");
    JsonNode sent = patch(present, Map.of(PersonField.FIRST_NAME, "Joe"));
    assertThat(sent.path("surname").asText()).isEqualTo("Plumbing Smith");
    assertThat(sent.path("displayName").asText()).isEqualTo("Joe Plumbing Smith");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'displayName':'ACME','companyName':'ACME'}",
        "{'displayName':'a@x.de','emailAddresses':[{'address':'A@x.de'}]}"
      })
  void displayNameThatRepeatsSomething_isNoName(String contact) {
    assertThat(PersonMapping.read(Exchange.contact(contact)).get(PersonField.LAST_NAME)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1974-07-22T11:59:00Z, 1974-07-22",
    "1974-07-22T00:00:00Z, 1974-07-22",
    "1974-07-22T23:59:00Z, 1974-07-22",
    "1604-02-29T11:59:00Z, --02-29",
    "0001-01-01T00:00:00Z, ''"
  })
  void birthday_isTheDateAlone(String graph, String core) {
    assertThat(
            PersonMapping.read(Exchange.contact("{'birthday':'" + graph + "'}"))
                .get(PersonField.BIRTHDAY))
        .isEqualTo(core);
  }

  @ParameterizedTest
  @CsvSource({
    "1974-07-22, 1974-07-22T11:59:00Z",
    "--02-29, 1604-02-29T11:59:00Z",
    "1500-01-01, ''",
    "5000-01-01, ''",
    "soon, ''"
  })
  void birthday_isWrittenAtNoon(String core, String graph) {
    JsonNode sent = patch("{}", Map.of(PersonField.BIRTHDAY, core));
    assertThat(sent.has("birthday")).isTrue();
    assertThat(sent.path("birthday").asText("")).isEqualTo(graph);
  }

  @Test
  void address_isWrittenWhole() throws Exception {
    assertThat(
            patch(
                "{}",
                Map.of(
                    PersonField.ADDRESS_BUSINESS,
                    new PostalAddress("Main 1\nFlat 2", "Bonn", "", "53111", "DE").text())))
        .isEqualTo(
            json(
                "{'businessAddress':{'street':'Main 1\\nFlat 2','city':'Bonn','state':'',"
                    + "'postalCode':'53111','countryOrRegion':'DE'}}"));
  }

  @Test
  void newerMembersForAddresses_areReadWhereTheListIsNot() {
    assertThat(
            PersonMapping.read(
                    Exchange.contact(
                        "{'primaryEmailAddress':{'address':'a@x.de'},'emailAddresses':[]}"))
                .get(PersonField.EMAIL))
        .isEqualTo("a@x.de");
  }
}

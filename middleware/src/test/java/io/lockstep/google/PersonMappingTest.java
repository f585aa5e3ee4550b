package io.lockstep.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.people.v1.model.EmailAddress;
import com.google.api.services.people.v1.model.Person;
import com.google.api.services.people.v1.model.PhoneNumber;
import io.lockstep.SomeValues;
import io.lockstep.contact.PersonField;
import io.lockstep.contact.PostalAddress;
import io.lockstep.sync.FieldValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersonMappingTest {
  private static Person person(String json) throws IOException {
    return GsonFactory.getDefaultInstance().fromString(json.replace('\'', '"'), Person.class);
  }

  /** Changes the person as a write does, the mark included. */
  private static Person changed(Person person, Map<String, String> changes) {
    Person copy = person.clone();
    PersonChange change = new PersonChange(copy).apply(changes);
    copy.setClientData(ContactMark.written(copy, "mark", null, change.chosen()));
    return copy;
  }

  @Test
  void normal_isIdempotent() {
    for (long seed = 0; seed < 2_000; seed++) {
      FieldValues normal = PersonMapping.normal(new SomeValues(seed).person());
      assertThat(PersonMapping.normal(normal).values())
          .as("seed %s", seed)
          .isEqualTo(normal.values());
    }
  }

  @Test
  void everyField_comesBackFromAFullContact() {
    for (long seed = 0; seed < 500; seed++) {
      Person person = changed(new Person(), new SomeValues(seed).person().values());
      FieldValues update = PersonMapping.normal(new SomeValues(seed + 10_000).person());
      Person after = changed(person, update.values());
      for (Map.Entry<String, String> one : update.values().entrySet()) {
        assertThat(PersonMapping.read(after).get(one.getKey()))
            .as("seed %s, %s", seed, one.getKey())
            .isEqualTo(one.getValue());
      }
    }
  }

  @Test
  void update_touchesOnlyItsListAndItsEntry() throws IOException {
    Person person =
        person(
            "{'phoneNumbers':[{'value':'+1 1','type':'home'},{'value':'+1 2','type':'work'},"
                + "{'value':'+1 3','type':'workMobile'}],'emailAddresses':[{'value':'a@x.de'}]}");
    PersonChange change =
        new PersonChange(person).apply(Map.of(PersonField.PHONE_BUSINESS, "+1 9"));
    assertThat(change.mask()).containsExactly("phoneNumbers");
    assertThat(person.getPhoneNumbers())
        .extracting(PhoneNumber::getValue)
        .containsExactly("+1 1", "+1 9", "+1 3");
  }

  @Test
  void emptied_removesOnlyItsEntry() throws IOException {
    Person person =
        person(
            "{'emailAddresses':[{'value':'a@x.de'},{'value':'b@x.de','metadata':{'primary':true}}]}");
    new PersonChange(person).apply(Map.of(PersonField.EMAIL, ""));
    assertThat(person.getEmailAddresses())
        .extracting(EmailAddress::getValue)
        .containsExactly("a@x.de");
  }

  @Test
  void chosenEntry_staysTheSameWhenThePersonReorders() throws IOException {
    Person person =
        person(
            "{'phoneNumbers':[{'value':'+1 1','type':'work'},{'value':'+1 2','type':'work'},"
                + "{'value':'+1 3','type':'work'}]}");
    assertThat(PersonMapping.read(person).get(PersonField.PHONE_BUSINESS)).isEqualTo("+1 1");
    Person written = changed(person, Map.of(PersonField.PHONE_BUSINESS, "+1 9"));
    List<PhoneNumber> reordered = new ArrayList<>(written.getPhoneNumbers());
    Collections.reverse(reordered);
    written.setPhoneNumbers(reordered);
    assertThat(PersonMapping.read(written).get(PersonField.PHONE_BUSINESS)).isEqualTo("+1 9");
    assertThat(changed(written, Map.of(PersonField.PHONE_BUSINESS, "+1 8")).getPhoneNumbers())
        .extracting(PhoneNumber::getValue)
        .containsExactly("+1 3", "+1 2", "+1 8");
  }

  @Test
  void newPrimaryAddressThatStoodFurtherDown_standsOnce() throws IOException {
    Person person = person("{'emailAddresses':[{'value':'a@x.de'},{'value':'b@x.de'}]}");
    new PersonChange(person).apply(Map.of(PersonField.EMAIL, "B@x.de"));
    assertThat(person.getEmailAddresses())
        .extracting(EmailAddress::getValue)
        .containsExactly("B@x.de");
  }

  @Test
  void profileValues_areNeitherReadNorWrittenBack() throws IOException {
    Person person =
        person(
            "{'names':[{'givenName':'Profile','metadata':{'source':{'type':'PROFILE','id':'1'}}},"
                + "{'givenName':'Contact','metadata':{'source':{'type':'CONTACT','id':'2'}}}]}");
    assertThat(PersonMapping.read(person).get(PersonField.FIRST_NAME)).isEqualTo("Contact");
    new PersonChange(person).apply(Map.of(PersonField.LAST_NAME, "Smith"));
    assertThat(person.getNames()).hasSize(1);
  }

  @Test
  void currentEmployer_winsOverAFormerOne() throws IOException {
    Person person =
        person("{'organizations':[{'name':'Old','title':'T'},{'name':'New','current':true}]}");
    assertThat(PersonMapping.read(person).get(PersonField.COMPANY)).isEqualTo("New");
    new PersonChange(person).apply(Map.of(PersonField.TITLE, "CTO"));
    assertThat(person.getOrganizations().get(1).getTitle()).isEqualTo("CTO");
    assertThat(person.getOrganizations().get(0).getTitle()).isEqualTo("T");
  }

  @Test
  void employerWithMoreThanWeCarry_isEmptiedNotRemoved() throws IOException {
    Person person = person("{'organizations':[{'name':'A','location':'Berlin'}]}");
    new PersonChange(person).apply(Map.of(PersonField.COMPANY, ""));
    assertThat(person.getOrganizations()).hasSize(1);
    assertThat(person.getOrganizations().get(0).getLocation()).isEqualTo("Berlin");
  }

  @Test
  void address_partsReadAndWritten_derivedTextDropped() throws IOException {
    Person person =
        person(
            "{'addresses':[{'type':'work','streetAddress':'Main St 1','extendedAddress':'Flat 2',"
                + "'city':'Bonn','formattedValue':'old'},{'type':'home','city':'Rome'}]}");
    assertThat(PersonMapping.read(person).get(PersonField.ADDRESS_BUSINESS))
        .isEqualTo(new PostalAddress("Main St 1\nFlat 2", "Bonn", "", "", "").text());
    new PersonChange(person)
        .apply(
            Map.of(
                PersonField.ADDRESS_BUSINESS,
                new PostalAddress("Elm 3", "Ulm", "", "", "DE").text()));
    assertThat(person.getAddresses().get(0).getFormattedValue()).isNull();
    assertThat(person.getAddresses().get(0).getExtendedAddress()).isNull();
    assertThat(person.getAddresses().get(1).getCity()).isEqualTo("Rome");
  }

  @Test
  void birthday_withAndWithoutYear() throws IOException {
    assertThat(birthday("{'year':1980,'month':2,'day':29}")).isEqualTo("1980-02-29");
    assertThat(birthday("{'year':0,'month':2,'day':29}")).isEqualTo("--02-29");
    assertThat(birthday("{'month':2,'day':29}")).isEqualTo("--02-29");
    assertThat(birthday("{'year':1980}")).isEmpty();
    assertThat(birthday("{'year':1981,'month':2,'day':29}")).isEmpty();
  }

  private static String birthday(String date) throws IOException {
    return PersonMapping.read(person("{'birthdays':[{'date':" + date + "}]}"))
        .get(PersonField.BIRTHDAY);
  }

  @Test
  void mark_writtenForAnotherContact_isNone_andOtherProgramsDataStays() throws IOException {
    Person person =
        person(
            "{'metadata':{'sources':[{'type':'CONTACT','id':'s1','etag':'#1'}]},"
                + "'clientData':[{'key':'other','value':'theirs'}]}");
    person.setClientData(ContactMark.written(person, "mark", "key", Map.of()));
    assertThat(ContactMark.read(person)).isEqualTo("mark");
    assertThat(person.getClientData()).anyMatch(d -> "theirs".equals(d.getValue()));
    Person copy = person.clone();
    copy.getMetadata().getSources().get(0).setId("s2");
    assertThat(ContactMark.read(copy)).isNull();
  }
}

package io.lockstep.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.lockstep.salesforce.FakeOrgServer.NOW;
import static io.lockstep.salesforce.FakeOrgServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import io.lockstep.calendar.EventField;
import io.lockstep.contact.PersonField;
import io.lockstep.port.Answer;
import io.lockstep.port.Crm;
import io.lockstep.port.Crm.Write;
import io.lockstep.port.PortException;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordWriterTest {
  private static final String ID = "003000000000001AAA";
  private static final String GOOD = "<result><id>" + ID + "</id><success>true</success></result>";
  private final FakeOrgServer org = new FakeOrgServer();
  private final OrgWire wire = org.wire();
  private final SoapUser user = org.user(wire);
  private final UserView view =
      new UserView(
          FakeOrgServer.USER, ZoneOffset.UTC, Shapes.event(), Shapes.contact(), false, NOW);
  private final RecordQueries queries = new RecordQueries(user);
  private final RecordWriter writer =
      new RecordWriter(
          user,
          kind -> view.mapping(kind, InstantSource.fixed(NOW), FieldChoices.NONE),
          kind ->
              new RecordReader(
                  queries,
                  view.mapping(kind, InstantSource.fixed(NOW), FieldChoices.NONE),
                  FakeOrgServer.USER),
          new AccountNames(queries),
          new RowLoad(
              new BulkJobs(wire, user, time -> {}),
              InstantSource.fixed(NOW),
              new AtomicReference<>(Instant.EPOCH)));

  @AfterEach
  void stop() {
    org.close();
  }

  private static Write rename(String name) {
    return new Write.Update(
        Kind.CONTACT, ID, Map.of(PersonField.LAST_NAME, name), "stamp", Crm.ANYTHING);
  }

  private static String failed(String code, String message, String field) {
    return """
    <result><errors><fields>%s</fields><message>%s</message><statusCode>%s</statusCode></errors>\
    <id xsi:nil="true"/><success>false</success></result>"""
        .formatted(field, message, code);
  }

  private Answer answerTo(String result) {
    org.soap("update", ok("update", result));
    return writer.write(List.of(rename("x"))).getFirst();
  }

  @Test
  void upsert_sendsTypedValuesKeyAndStamp() {
    org.soap(
        "upsert",
        ok(
            "upsert",
            "<result><created>true</created><id>" + ID + "</id><success>true</success></result>"));
    FieldValues values =
        FieldValues.NONE
            .with(PersonField.LAST_NAME, "Lovelace")
            .with(PersonField.BIRTHDAY, "1980-02-29");

    List<Answer> answers =
        writer.write(List.of(new Write.Upsert(Kind.CONTACT, "k1", values, "s1", Crm.ANYTHING)));

    assertThat(answers).containsExactly(new Answer.Saved(ID, true));
    assertThat(org.soapCalls().getFirst().getBodyAsString())
        .contains("<m:externalIDFieldName>LockstepKey__c</m:externalIDFieldName>")
        .contains(">k1</sobj:LockstepKey__c>")
        .contains(">s1</sobj:LockstepStamp__c>")
        // The library's own form of a date: midnight UTC, whatever the machine's zone.
        .contains("Birthdate xsi:type=\"xsd:date\">1980-02-29T00:00:00.000Z<")
        .doesNotContain("fieldsToNull");
  }

  @Test
  void update_sendsOnlyTheChangesAndTheStamp() {
    org.soap("update", ok("update", GOOD));

    assertThat(writer.write(List.of(rename("Byron")))).containsExactly(new Answer.Saved(ID, false));

    assertThat(org.soapCalls().getFirst().getBodyAsString())
        .contains("Byron")
        .contains(">stamp</sobj:LockstepStamp__c>")
        .doesNotContain("sobj:Email");
  }

  @ParameterizedTest
  @CsvSource({
    "UNABLE_TO_LOCK_ROW,Again",
    "ENTITY_IS_DELETED,Missing",
    "FIELD_CUSTOM_VALIDATION_EXCEPTION,Refused",
    "INSUFFICIENT_ACCESS_OR_READONLY,Refused",
    "STRING_TOO_LONG,Refused",
    "DUPLICATES_DETECTED,Refused",
  })
  void rowError_isToldApart(String code, String kind) {
    assertThat(answerTo(failed(code, "Not so.", "")).getClass().getSimpleName()).isEqualTo(kind);
  }

  @Test
  void refusal_carriesFieldAndSentence() {
    assertThat(answerTo(failed("STRING_TOO_LONG", "Last name too long", "LastName")))
        .isEqualTo(new Answer.Refused("STRING_TOO_LONG", "LastName", "Last name too long"));
  }

  @Test
  void savedByAnotherSinceItWasSeen_isStale() {
    assertThat(
            answerTo(
                failed(
                    "FIELD_CUSTOM_VALIDATION_EXCEPTION",
                    "LOCKSTEP_STALE: The record was changed since it was read.",
                    "")))
        .isEqualTo(new Answer.Stale());
  }

  @Test
  void keyOnARecordOutOfSight_isTaken() {
    assertThat(
            answerTo(
                failed(
                    "DUPLICATE_VALUE",
                    "duplicate value found: LockstepKey__c duplicates value on record with id: 003000000000007",
                    "")))
        .isEqualTo(new Answer.Taken("003000000000007AAA"));
  }

  @Test
  void duplicateRule_withOneMatch_isTaken() {
    org.soap(
        "update",
        ok(
            "update",
            """
            <result><errors xsi:type="DuplicateError"><message>Use one of these</message>\
            <statusCode>DUPLICATES_DETECTED</statusCode><duplicateResult>\
            <allowSave>false</allowSave><duplicateRule>R</duplicateRule>\
            <duplicateRuleEntityType>Contact</duplicateRuleEntityType>\
            <errorMessage xsi:nil="true"/><matchResults><entityType>Contact</entityType>\
            <matchEngine>Exact</matchEngine><matchRecords><matchConfidence>100.0</matchConfidence>\
            <record xsi:type="sf:sObject"><sf:type>Contact</sf:type>\
            <sf:Id>003000000000008AAA</sf:Id></record></matchRecords><rule>M</rule>\
            <size>1</size><success>true</success></matchResults></duplicateResult></errors>\
            <id xsi:nil="true"/><success>false</success></result>"""));

    assertThat(writer.write(List.of(rename("x"))))
        .containsExactly(new Answer.Taken("003000000000008AAA"));
  }

  @Test
  void answers_comeInTheOrderOfTheWrites() {
    org.soap("update", ok("update", GOOD));
    org.soap("delete", ok("delete", "<result><id>" + ID + "</id><success>true</success></result>"));

    assertThat(writer.write(List.of(new Write.Delete(Kind.CONTACT, ID), rename("x"))))
        .containsExactly(new Answer.Deleted(), new Answer.Saved(ID, false));
  }

  @Test
  void rows_areGatheredToTwoHundredACall() {
    org.soap("update", ok("update", GOOD.repeat(200)));

    List<Write> writes = IntStream.range(0, 400).mapToObj(i -> rename("n" + i)).toList();

    assertThat(writer.write(writes)).hasSize(400).doesNotContainNull();
    assertThat(org.soapCalls()).hasSize(2);
  }

  @Test
  void firstCallLost_throws() {
    org.soap("update", aResponse().withFault(Fault.EMPTY_RESPONSE));

    assertThatThrownBy(() -> writer.write(List.of(rename("x"))))
        .isInstanceOf(PortException.Unavailable.class);
  }

  @Test
  void laterCallLost_keepsTheAnswersThatCame() {
    org.soap("update", ok("update", GOOD));
    org.soap("delete", aResponse().withFault(Fault.EMPTY_RESPONSE));

    assertThat(writer.write(List.of(rename("x"), new Write.Delete(Kind.CONTACT, ID))))
        .containsExactly(new Answer.Saved(ID, false), new Answer.Lost("NO_ANSWER"));
  }

  @Test
  void eventLongerThanTwoWeeks_isRefusedWithoutACall() {
    FieldValues values = FieldValues.NONE.with(EventField.TIME, "2026-03-01/2026-03-30");

    assertThat(writer.write(List.of(new Write.Upsert(Kind.EVENT, "k", values, "s", Crm.ANYTHING))))
        .first()
        .isInstanceOf(Answer.Refused.class);
    assertThat(org.soapCalls()).isEmpty();
  }
}

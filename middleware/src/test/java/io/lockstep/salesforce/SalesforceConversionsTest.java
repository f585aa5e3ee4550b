package io.lockstep.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.calendar.Unsupported;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SalesforceConversionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode convert(String kind, String in, boolean reverse) {
    return Objects.requireNonNull(SalesforceConversions.ALL.get(kind)).apply(json(in), reverse);
  }

  @Test
  void timedEvent_goesBothWays() {
    String row =
        """
        {"Subject":"Plan","Location":"Room 1","IsAllDayEvent":false,
         "StartDateTime":"2026-03-02T09:00:00.000+0000","EndDateTime":"2026-03-02T10:00:00.000+0000",
         "ShowAs":"OutOfOffice","IsPrivate":true,"IsReminderSet":true,
         "ReminderDateTime":"2026-03-02T08:45:00.000+0000"}""";

    JsonNode canonical = convert("salesforce-event", row, false);

    assertThat(canonical)
        .isEqualTo(
            json(
                """
                {"subject":"Plan","location":"Room 1","showAs":"oof","private":true,"reminder":15,
                 "time":{"start":"2026-03-02T09:00:00Z","end":"2026-03-02T10:00:00Z"},
                 "status":"confirmed"}"""));
    assertThat(convert("salesforce-event", canonical.toString(), true)).isEqualTo(json(row));
  }

  @Test
  void allDayEvent_endsWithItsLastDayInSalesforce() {
    JsonNode canonical =
        convert(
            "salesforce-event",
            """
            {"IsAllDayEvent":true,"StartDateTime":"2026-03-28T00:00:00.000+0000",
             "EndDateTime":"2026-03-29T00:00:00.000+0000"}""",
            false);

    assertThat(canonical.path("time"))
        .isEqualTo(json("{\"start\":\"2026-03-28\",\"end\":\"2026-03-30\",\"allDay\":true}"));
    assertThat(convert("salesforce-event", canonical.toString(), true).path("EndDateTime").asText())
        .isEqualTo("2026-03-29T00:00:00.000+0000");
  }

  @Test
  void contact_goesBothWays() {
    String row =
        """
        {"FirstName":"Ada","LastName":"Lovelace","Email":"ada@b.example","MobilePhone":"+441",
         "MailingStreet":"1 Way\\nFlat 2","MailingCity":"London","Birthdate":"1815-12-10",
         "Account":{"Name":"Engines"}}""";

    JsonNode canonical = convert("salesforce-contact", row, false);

    assertThat(canonical.path("organization").path("company").asText()).isEqualTo("Engines");
    assertThat(convert("salesforce-contact", canonical.toString(), true)).isEqualTo(json(row));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"time\":{\"start\":\"2026-03-01\",\"end\":\"2026-03-30\"}}",
        "{\"time\":{\"start\":\"2026-03-01\",\"end\":\"2026-03-02\"},\"showAs\":\"tentative\"}",
        "{\"time\":{\"start\":\"2026-03-01\",\"end\":\"2026-03-02\"},\"recurrence\":[\"RRULE:FREQ=DAILY\"]}",
        "{\"time\":{\"start\":\"2026-03-01\",\"end\":\"2026-03-02\"},\"status\":\"cancelled\"}",
      })
  void eventThatSalesforceCannotHoldExactly_isUnsupported(String canonical) {
    assertThatThrownBy(() -> convert("salesforce-event", canonical, true))
        .isInstanceOf(Unsupported.class)
        .hasMessageEndingWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":{\"first\":\"Ada\"}}",
        "{\"name\":{\"last\":\"L\"},\"birthday\":\"--02-29\"}",
        "{\"name\":{\"last\":\"L\"},\"nicknames\":[\"x\"]}",
        "{\"name\":{\"last\":\"L\"},\"emails\":[{\"address\":\"a@b.c\"},{\"address\":\"d@e.f\"}]}",
      })
  void personThatSalesforceCannotHoldExactly_isUnsupported(String canonical) {
    assertThatThrownBy(() -> convert("salesforce-contact", canonical, true))
        .isInstanceOf(Unsupported.class)
        .hasMessageEndingWith(".");
  }

  @Test
  void rowOfASeries_isUnsupported() {
    assertThatThrownBy(
            () ->
                convert(
                    "salesforce-event",
                    "{\"StartDateTime\":\"2026-03-28T00:00:00.000Z\",\"IsRecurrence2\":true}",
                    false))
        .isInstanceOf(Unsupported.class);
  }

  @Test
  void rowWithoutAStart_isWrongInput() {
    assertThatThrownBy(() -> convert("salesforce-event", "{}", false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

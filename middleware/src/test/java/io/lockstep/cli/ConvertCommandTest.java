package io.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ConvertCommandTest {
  private final StringWriter err = new StringWriter();
  private int exitCode;

  private List<String> convert(String lines, String... args) {
    return convert(lines.getBytes(StandardCharsets.UTF_8), args);
  }

  private List<String> convert(byte[] lines, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ConvertCommand command =
        new ConvertCommand(ConvertKinds.all(), new ByteArrayInputStream(lines), out);
    exitCode = new CommandLine(command).setErr(new PrintWriter(err, true)).execute(args);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void expand_localTimes_areAnswered() {
    assertThat(
            convert(
                """
                {"rrule":"FREQ=DAILY;COUNT=3","dtstart":"2026-03-28T02:30:00","tz":"Europe/Berlin","exdate":["2026-03-28T02:30:00"]}
                """,
                "expand"))
        .containsExactly("{\"occurrences\":[\"2026-03-29T02:30:00\",\"2026-03-30T02:30:00\"]}");
    assertThat(exitCode).isZero();
  }

  @Test
  void unreadableLine_isAnErrorAndTheNextFollows() {
    List<String> out = convert("nonsense\n[]\n\n{} {}\n{\"name\":\"UTC\"}\n{\"name\":7}\n", "tz");
    assertThat(out).hasSize(5);
    assertThat(out.subList(0, 3)).allMatch(line -> line.startsWith("{\"error\":"));
    assertThat(out.get(3)).isEqualTo("{\"iana\":\"Etc/UTC\",\"windows\":\"UTC\"}");
    assertThat(out.get(4)).startsWith("{\"error\":");
    assertThat(exitCode).isZero();
  }

  @Test
  void notExact_isUnsupportedWithAReason() {
    assertThat(
            convert(
                "{\"rrule\":\"FREQ=MONTHLY;BYMONTHDAY=31\",\"dtstart\":\"2026-01-31\",\"tz\":\"UTC\"}",
                "rrule-to-graph"))
        .singleElement()
        .asString()
        .startsWith("{\"unsupported\":");
  }

  @Test
  void graphToRrule_answersRuleAndZone() {
    assertThat(
            convert(
                "{\"recurrence\":{\"pattern\":{\"type\":\"weekly\",\"interval\":2,\"daysOfWeek\":[\"monday\"]},"
                    + "\"range\":{\"type\":\"noEnd\",\"startDate\":\"2026-11-02\",\"recurrenceTimeZone\":\"Eastern Standard Time\"}}}",
                "graph-to-rrule"))
        .containsExactly(
            "{\"rrule\":\"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU\",\"tz\":\"America/New_York\"}");
  }

  @Test
  void graphToRrule_withoutAnyZone_answersTheRuleAlone_butNoLastDate() {
    String pattern = "{\"recurrence\":{\"pattern\":{\"type\":\"daily\",\"interval\":1},\"range\":";
    assertThat(
            convert(
                pattern
                    + "{\"type\":\"numbered\",\"numberOfOccurrences\":3,\"startDate\":\"2026-11-02\"}}}\n"
                    + pattern
                    + "{\"type\":\"endDate\",\"endDate\":\"2026-12-02\",\"startDate\":\"2026-11-02\"}}}\n"
                    + pattern
                    + "{\"type\":\"noEnd\",\"startDate\":\"2026-11-02\",\"recurrenceTimeZone\":\"Nowhere\"}}}",
                "graph-to-rrule"))
        .containsExactly(
            "{\"rrule\":\"FREQ=DAILY;COUNT=3\"}",
            "{\"unsupported\":\"The recurrence names no time zone that is known\"}",
            "{\"unsupported\":\"The recurrence names no time zone that is known\"}");
  }

  @Test
  void wrongBytes_areAnErrorOfTheirLineOnly() {
    byte[] lines =
        "\u00ef\u00bb\u00bf{\"name\":\"UTC\"}\r\n{\"name\":\"\u00ff\"}\n{\"name\":\"UTC\"}\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(convert(lines, "tz"))
        .containsExactly(
            "{\"iana\":\"Etc/UTC\",\"windows\":\"UTC\"}",
            "{\"error\":\"The line is not UTF-8\"}",
            "{\"iana\":\"Etc/UTC\",\"windows\":\"UTC\"}");
  }

  @Test
  void halfASurrogatePair_isAnErrorAndNoQuestionMark() {
    String time = "\"start\":{\"date\":\"2026-03-01\"},\"end\":{\"date\":\"2026-03-02\"}}";
    assertThat(convert("{\"summary\":\"\\ud83d\"," + time, "google-event"))
        .containsExactly("{\"error\":\"The line holds half of a surrogate pair\"}");
    assertThat(convert("{\"summary\":\"\\ud83d\\ude00\"," + time, "google-event"))
        .singleElement()
        .asString()
        .contains("\ud83d\ude00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "google-event | {\"summary\":7,\"start\":{\"date\":\"2026-03-01\"},\"end\":{\"date\":\"2026-03-02\"}} | summary",
        "google-event | {\"start\":{\"date\":\"2026-03-01\"},\"end\":{\"date\":\"2026-03-02\"},\"attendees\":{}} | attendees",
        "graph-event | {\"subject\":[],\"start\":{\"dateTime\":\"2026-03-01T09:00:00\",\"timeZone\":\"UTC\"},\"end\":{\"dateTime\":\"2026-03-01T10:00:00\",\"timeZone\":\"UTC\"}} | subject",
        "salesforce-event | {\"Subject\":7,\"StartDateTime\":\"2026-03-01T09:00:00.000Z\",\"EndDateTime\":\"2026-03-01T10:00:00.000Z\"} | Subject",
        "salesforce-event | {\"StartDateTime\":\"2026-03-01T09:00:00.000Z\",\"EndDateTime\":\"2026-03-01T08:00:00.000Z\"} | EndDateTime",
        "google-contact | {\"names\":[{\"givenName\":7}]} | givenName",
        "graph-contact | {\"givenName\":7} | givenName",
        "graph-contact | {\"emailAddresses\":{\"address\":\"a@example.com\"}} | emailAddresses",
        "salesforce-contact | {\"LastName\":[\"x\"]} | LastName"
      })
  void memberOfAnotherType_isAnErrorThatNamesIt(String kind, String line, String name) {
    assertThat(convert(line, kind)).singleElement().asString().startsWith("{\"error\":\"" + name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "google-event | {\"start\":{\"dateTime\":\"2026-03-01T09:00:00Z\",\"timeZone\":\"Nowhere/X\"},\"end\":{\"dateTime\":\"2026-03-01T10:00:00Z\"}}",
        "google-contact | {\"birthdays\":[{\"date\":{\"year\":2023,\"month\":2,\"day\":29}}]}",
        "google-contact | {\"birthdays\":[{\"text\":\"in spring\"}]}",
        "salesforce-event | {\"StartDateTime\":\"2026-03-01T09:00:00.000Z\",\"EndDateTime\":\"2026-03-01T10:00:00.000Z\",\"ShowAs\":\"Away\"}"
      })
  void valueWithoutCounterpart_isUnsupported(String kind, String line) {
    assertThat(convert(line, kind)).singleElement().asString().startsWith("{\"unsupported\":");
  }

  @Test
  void entriesWithoutValue_sayNothing() {
    assertThat(
            convert("{\"nicknames\":[{\"type\":\"DEFAULT\"}],\"urls\":[null]}", "google-contact"))
        .containsExactly("{}");
  }

  @Test
  void unknownKind_exitsWithTwoAndTheList() {
    assertThat(convert("{}", "nothing")).isEmpty();
    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).contains("expand", "graph-to-rrule", "tz");
  }

  @Test
  void reverse_ofOneWayKind_isUnsupported() {
    assertThat(convert("{\"name\":\"UTC\"}", "tz", "--reverse"))
        .containsExactly("{\"unsupported\":\"This kind has no reverse\"}");
  }
}

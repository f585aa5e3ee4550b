package io.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ConvertCommandTest {
  private final StringWriter err = new StringWriter();
  private int exitCode;

  private List<String> convert(String lines, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ConvertCommand command =
        new ConvertCommand(
            ConvertKinds.all(),
            new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
            out);
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

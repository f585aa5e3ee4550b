package io.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void flag_beatsVariableWhichBeatsItsFile() {
    Map<String, String> environment =
        Map.of("LOCKSTEP_VAULT_KEY", "direct", "LOCKSTEP_VAULT_KEY_FILE", "/nowhere");
    Settings settings =
        Settings.of(
            Map.of(Setting.THREADS, "7"),
            Map.of("LOCKSTEP_THREADS", "5", "LOCKSTEP_HTTP_PORT", "81"));

    assertThat(settings.value(Setting.THREADS)).isEqualTo(new Settings.Value("7", "--threads"));
    assertThat(settings.value(Setting.HTTP_PORT))
        .isEqualTo(new Settings.Value("81", "LOCKSTEP_HTTP_PORT"));
    assertThat(Settings.of(Map.of(), environment).text(Setting.VAULT_KEY)).isEqualTo("direct");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://me:hush@host:6379/0, redis://me:***@host:6379/0",
    "redis://:hu@sh@host:6379, redis://:***@host:6379",
    "redis://:hu/sh@host:6379, redis://:***@host:6379",
    "me:hush@host:6379, me:***@host:6379",
    "redis://hush@host, redis:***@host",
    "redis://host:6379/0, redis://host:6379/0",
    "https://graph.microsoft.com, https://graph.microsoft.com"
  })
  void passwordInAUrl_isNotShown(String text, String shown) {
    assertThat(new Settings.Value(text, "here").shown()).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:hush@host",
        "redis://:hu/sh@host:6379",
        "redis://:hu sh@host:6379",
        "http://:hush@host:6379",
        "redis://:hush@host:6379/first",
        "host:6379"
      })
  void wrongRedisUrl_isNamedWithItsFormButWithoutPassword(String url) {
    Settings settings = Settings.of(Map.of(), Map.of("LOCKSTEP_REDIS_URL", url));

    assertThatThrownBy(() -> settings.redis(Setting.REDIS_URL))
        .isInstanceOf(Settings.InvalidSetting.class)
        .hasMessageContaining("LOCKSTEP_REDIS_URL is ")
        .hasMessageContaining("it must be redis://[user:password@]host:port[/db]")
        .message()
        .doesNotContain("hush", "hu/sh", "hu sh");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"redis://host:6379", "rediss://me:a%40b@host:6379/3", "redis://127.0.0.1:1/"})
  void redisUrl_isTaken(String url) {
    Settings settings = Settings.of(Map.of(), Map.of("LOCKSTEP_REDIS_URL", url));

    assertThat(settings.redis(Setting.REDIS_URL)).isEqualTo(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(strings = {"login.salesforce.com", "ftp://example.com", "https://", "my domain"})
  void wrongAddress_isNamedWithItsForm(String url) {
    Settings settings = Settings.of(Map.of(), Map.of("LOCKSTEP_SALESFORCE_LOGIN_URL", url));

    assertThatThrownBy(() -> ServeCommand.check(settings))
        .isInstanceOf(Settings.InvalidSetting.class)
        .hasMessage(
            "LOCKSTEP_SALESFORCE_LOGIN_URL is \""
                + url
                + "\"; it must be a URL such as https://lockstep.example.com.");
  }

  @Test
  void emptyAddressByFlag_isRefusedWhereOneIsNeeded() {
    Settings settings = Settings.of(Map.of(Setting.GRAPH_ROOT_URL, ""), Map.of());

    assertThatThrownBy(() -> ServeCommand.check(settings))
        .isInstanceOf(Settings.InvalidSetting.class)
        .hasMessageStartingWith("--graph-root-url is \"\"; it must be a URL");
  }

  /** The guide names every setting with its default, and none that is not there. */
  @Test
  void operatorsGuide_hasEverySettingAndItsDefault() throws Exception {
    String guide = Files.readString(Path.of("../docs/operators-guide.md"));
    List<String> rows = guide.lines().filter(line -> line.startsWith("| `LOCKSTEP_")).toList();

    for (Setting setting : Setting.values()) {
      assertThat(rows)
          .as(setting.variable())
          .anySatisfy(
              row -> {
                String[] cells = row.split("\\|");
                assertThat(cells[1]).contains("`" + setting.variable() + "`");
                assertThat(cells[1].contains("(secret)")).isEqualTo(setting.secret());
                assertThat(cells[2])
                    .contains(setting.otherwise().isEmpty() ? "empty" : setting.otherwise());
              });
    }
    List<String> known =
        Arrays.stream(Setting.values())
            .flatMap(
                s ->
                    s.secret()
                        ? List.of(s.variable(), s.variable() + "_FILE").stream()
                        : List.of(s.variable()).stream())
            .toList();
    assertThat(Pattern.compile("LOCKSTEP_[A-Z_]+").matcher(guide).results().map(m -> m.group()))
        .allMatch(known::contains);
  }
}

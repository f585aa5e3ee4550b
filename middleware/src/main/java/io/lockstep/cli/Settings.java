package io.lockstep.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings in force, each with where it came from: a flag, a variable, a file, or the default,
 * in this order.
 */
final class Settings {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  /** Up to the last @: what stands before it may hold any character where it was not encoded. */
  private static final Pattern PASSWORD = Pattern.compile("^((?:[^:/@]+://)?[^:/@]*):.*@");

  /** A value and where it came from. */
  record Value(String text, String source) {
    /** The text as it may be shown: without the password that a URL may hold. */
    String shown() {
      return PASSWORD.matcher(text).replaceFirst("$1:***@");
    }

    @Override
    public String toString() {
      return "Value[" + source + "]";
    }
  }

  private static final Set<String> HTTP = Set.of("http", "https");
  private static final Set<String> REDIS = Set.of("redis", "rediss");
  private static final Pattern DATABASE = Pattern.compile("(/(\\d{1,9})?)?");

  private final Map<Setting, Value> values = new EnumMap<>(Setting.class);

  /**
   * @throws InvalidSetting where a file that is named cannot be read
   */
  static Settings of(Map<Setting, String> flags, Map<String, String> environment) {
    Settings settings = new Settings();
    for (Setting setting : Setting.values()) {
      settings.values.put(setting, find(setting, flags, environment));
    }
    return settings;
  }

  private static Value find(
      Setting setting, Map<Setting, String> flags, Map<String, String> environment) {
    String flag = flags.get(setting);
    if (flag != null) {
      return new Value(flag, setting.flag());
    }
    String direct = environment.get(setting.variable());
    if (direct != null && !direct.isBlank()) {
      return new Value(direct.strip(), setting.variable());
    }
    String fileVariable = setting.variable() + "_FILE";
    String file = environment.get(fileVariable);
    if (setting.secret() && file != null && !file.isBlank()) {
      return new Value(read(fileVariable, file), fileVariable);
    }
    return new Value(setting.otherwise(), "default");
  }

  private static String read(String variable, String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new InvalidSetting(
          variable
              + " names the file "
              + file
              + ", which cannot be read. Mend the path or the file's rights.");
    }
  }

  Value value(Setting setting) {
    Value value = values.get(setting);
    return value == null ? new Value(setting.otherwise(), "default") : value;
  }

  String text(Setting setting) {
    return value(setting).text();
  }

  int number(Setting setting, int least, int most) {
    String text = text(setting);
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, like a number out of range
    }
    throw invalid(setting, "a whole number from " + least + " to " + most);
  }

  double share(Setting setting) {
    try {
      double share = Double.parseDouble(text(setting));
      if (share > 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw invalid(setting, "a share greater than 0 and at most 1, such as 0.2");
  }

  Duration time(Setting setting) {
    String text = text(setting).toLowerCase(Locale.ROOT);
    Matcher matcher = TIME.matcher(text);
    try {
      if (matcher.matches()) {
        long amount = Long.parseLong(matcher.group(1));
        Duration time =
            switch (matcher.group(2)) {
              case "ms" -> Duration.ofMillis(amount);
              case "s" -> Duration.ofSeconds(amount);
              case "m" -> Duration.ofMinutes(amount);
              case "h" -> Duration.ofHours(amount);
              default -> Duration.ofDays(amount);
            };
        if (!time.isZero()) {
          return time;
        }
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      // told below
    }
    throw invalid(setting, "a time such as 500ms, 60s, 15m, 8h or 1d");
  }

  /**
   * Null where it is empty.
   *
   * @throws InvalidSetting where it is not an address by http or https
   */
  @Nullable URI url(Setting setting) {
    return text(setting).isEmpty() ? null : address(setting);
  }

  /**
   * For a setting that may not be empty.
   *
   * @throws InvalidSetting where it is not an address by http or https
   */
  URI address(Setting setting) {
    URI uri = uri(setting);
    if (uri != null && uri.getHost() != null && HTTP.contains(scheme(uri))) {
      return uri;
    }
    throw invalid(setting, "a URL such as https://lockstep.example.com");
  }

  /**
   * Null where it is empty.
   *
   * @throws InvalidSetting where it names no Redis
   */
  @Nullable URI redis(Setting setting) {
    if (text(setting).isEmpty()) {
      return null;
    }
    URI uri = uri(setting);
    if (uri != null
        && uri.getHost() != null
        && uri.getPort() > 0
        && REDIS.contains(scheme(uri))
        && DATABASE.matcher(uri.getPath()).matches()) {
      return uri;
    }
    throw invalid(setting, "redis://[user:password@]host:port[/db] or rediss://…");
  }

  private @Nullable URI uri(Setting setting) {
    try {
      return new URI(text(setting));
    } catch (URISyntaxException e) {
      // told by the caller, without the cause: its message quotes the text, maybe a password
      return null;
    }
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }

  private InvalidSetting invalid(Setting setting, String wanted) {
    Value value = value(setting);
    return new InvalidSetting(
        value.source()
            + " is "
            + (setting.secret() ? "not usable" : "\"" + value.shown() + "\"")
            + "; it must be "
            + wanted
            + ".");
  }

  /** A setting is wrong; the message is a sentence for the operator. */
  static final class InvalidSetting extends RuntimeException {
    InvalidSetting(String message) {
      super(message);
    }
  }
}

package io.lockstep.cli;

import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Gives a command one flag for each setting that is not secret. */
final class SettingFlags {
  private SettingFlags() {}

  static void addTo(CommandSpec command) {
    for (Setting setting : Setting.values()) {
      if (!setting.secret()) {
        command.addOption(
            OptionSpec.builder(setting.flag())
                .type(String.class)
                .paramLabel("VALUE")
                .description(setting.description() + " (" + setting.variable() + ")")
                .build());
      }
    }
  }

  static Settings read(CommandSpec command, Map<String, String> environment) {
    ParseResult parsed = command.commandLine().getParseResult();
    Map<Setting, String> flags = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      if (!setting.secret() && parsed.hasMatchedOption(setting.flag())) {
        flags.put(setting, parsed.matchedOptionValue(setting.flag(), ""));
      }
    }
    return Settings.of(flags, environment);
  }
}

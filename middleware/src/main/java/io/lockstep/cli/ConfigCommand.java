package io.lockstep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints every setting with its value and where it came from; secrets are masked. */
@Command(
    name = "config",
    description = "Prints all settings with their source; secrets are masked.",
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings = SettingFlags.read(spec, System.getenv());
    for (Setting setting : Setting.values()) {
      Settings.Value value = settings.value(setting);
      String shown = value.text().isEmpty() ? "(empty)" : setting.secret() ? "***" : value.shown();
      spec.commandLine()
          .getOut()
          .printf(
              "%-42s %-36s %-24s %s%n",
              setting.variable(), shown, value.source(), setting.description());
    }
    return 0;
  }
}

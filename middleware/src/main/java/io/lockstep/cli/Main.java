package io.lockstep.cli;

import io.lockstep.state.EmbeddedRedisException;
import io.lockstep.vault.VaultException;
import io.lockstep.web.WebServer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The command {@code lockstep}; what it does is in its subcommands. */
@Command(
    name = "lockstep",
    description = "Keeps contacts and events the same in Salesforce and in a mailbox.",
    mixinStandardHelpOptions = true,
    version = "0.1.0",
    subcommands = {ConvertCommand.class, VaultKeyCommand.class})
public final class Main {

  public static void main(String[] args) {
    System.exit(command().execute(args));
  }

  static CommandLine command() {
    CommandLine command = new CommandLine(new Main());
    addWithSettings(command, new ServeCommand());
    addWithSettings(command, new DoctorCommand());
    addWithSettings(command, new ConfigCommand());
    command.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          line.getErr().println(sentence(e));
          return 1;
        });
    return command;
  }

  private static void addWithSettings(CommandLine command, Object subcommand) {
    CommandLine line = new CommandLine(subcommand);
    SettingFlags.addTo(line.getCommandSpec());
    command.addSubcommand(line);
  }

  /**
   * What went wrong, in words for the operator; only what is no known fault shows as a program
   * error.
   */
  private static String sentence(Exception e) {
    return switch (e) {
      case Settings.InvalidSetting invalid -> String.valueOf(invalid.getMessage());
      case VaultException vault -> String.valueOf(vault.getMessage());
      case EmbeddedRedisException redis -> String.valueOf(redis.getMessage());
      case WebServer.CannotListen web -> String.valueOf(web.getMessage());
      case JedisConnectionException redis ->
          "Redis does not answer: check LOCKSTEP_REDIS_URL, and that Redis runs and lets this machine in.";
      default -> "Lockstep stopped by a fault of its own: " + e;
    };
  }
}

package io.lockstep.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code lockstep}; what it does is in its subcommands. */
@Command(
    name = "lockstep",
    description = "Keeps contacts and events the same in Salesforce and in a mailbox.",
    mixinStandardHelpOptions = true,
    subcommands = {ConvertCommand.class})
public final class Main {

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}

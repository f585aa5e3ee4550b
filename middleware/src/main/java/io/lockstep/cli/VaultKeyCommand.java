package io.lockstep.cli;

import io.lockstep.vault.VaultKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a fresh key for {@code LOCKSTEP_VAULT_KEY}. */
@Command(
    name = "vault-key",
    description = "Prints a fresh key for LOCKSTEP_VAULT_KEY, which seals credentials at rest.",
    mixinStandardHelpOptions = true)
final class VaultKeyCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(VaultKey.generate().text());
    return 0;
  }
}

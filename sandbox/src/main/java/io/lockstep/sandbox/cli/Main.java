package io.lockstep.sandbox.cli;

import io.lockstep.sandbox.Sandbox;
import io.lockstep.sandbox.SandboxOptions;
import io.lockstep.sandbox.seed.SeedRequest;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the sandbox: a Salesforce org, a Google and a Microsoft 365 on one machine. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a simulated Salesforce org, Google and Microsoft 365 in the foreground.",
      "When all is ready, prints one line of JSON: the address of each service, the address of the control service (GET / there"
          + " lists what it can do), and the credentials to sign in with.",
      "Nothing is kept: when it ends, what it held is gone."
    })
public final class Main implements Callable<Integer> {
  /** What to begin with; {@code none} is not a size. */
  enum Start {
    demo,
    small,
    benchmark,
    none
  }

  @Option(
      names = "--port-base",
      paramLabel = "N",
      defaultValue = "9400",
      description =
          "Control listens on N, Salesforce on N+1, Google on N+2, Microsoft on N+3; 0 takes free ports (default:"
              + " ${DEFAULT-VALUE}).")
  int portBase;

  @Option(
      names = "--company",
      defaultValue = "demo",
      description = "What to fill it with: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Start company = Start.demo;

  @Option(
      names = "--provider",
      paramLabel = "PROVIDER",
      description =
          "Where the people have their mailboxes: google, microsoft or both (default: both for demo, else google).")
  @Nullable String provider;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "42",
      description = "The same number makes the same company (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--force-app",
      paramLabel = "FOLDER",
      description =
          "The Salesforce package that the org has installed (default: the nearest force-app).")
  @Nullable Path forceApp;

  @Option(
      names = "--redirect-uri",
      paramLabel = "URI",
      description =
          "Where the OAuth clients may send a browser back to; may be given more than once (default: /oauth/callback on"
              + " localhost:8080).")
  @Nullable List<String> redirectUris;

  public static void main(String[] args) {
    Logging.toStandardError();
    int status =
        new CommandLine(new Main())
            .setOverwrittenOptionsAllowed(true)
            .setExecutionExceptionHandler(
                (e, command, parsed) -> {
                  command.getErr().println(sentence(e));
                  return 1;
                })
            .execute(args);
    System.exit(status);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    SeedRequest request =
        company == Start.none ? null : SeedRequest.Size.valueOf(company.name()).request(seed);
    if (request != null && provider != null) {
      request = request.at(provider);
    }
    SandboxOptions options =
        new SandboxOptions(
            portBase,
            request,
            forceApp == null ? SandboxOptions.findForceApp() : forceApp,
            redirectUris == null ? SandboxOptions.REDIRECT_URIS : redirectUris,
            java.time.Instant::now);
    try (Sandbox sandbox = Sandbox.start(options)) {
      CountDownLatch ended = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown, "sandbox-end"));
      System.out.println(sandbox.ready());
      System.out.flush();
      ended.await();
    }
    return 0;
  }

  private static String sentence(Exception e) {
    if (e instanceof BindException || e.getCause() instanceof BindException) {
      return "A port is taken: choose other ones with --port-base N, or end what listens there.";
    }
    String text = e.getMessage() == null ? e.toString() : e.getMessage();
    return "The sandbox did not start: "
        + text.substring(0, 1).toLowerCase(Locale.ROOT)
        + text.substring(1);
  }
}

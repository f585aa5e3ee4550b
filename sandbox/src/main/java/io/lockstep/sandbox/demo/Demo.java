package io.lockstep.sandbox.demo;

import io.lockstep.sandbox.Sandbox;
import io.lockstep.sandbox.SandboxOptions;
import io.lockstep.sandbox.cli.Logging;
import io.lockstep.sandbox.seed.SeedRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code scripts/demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows Lockstep at work: a simulated Salesforce org, Google and Microsoft 365 with a company in them, and the"
          + " real middleware between them.",
      "Ends with a verdict that it has checked by comparing both sides itself; the exit code is 1 where a check fails."
    })
public final class Demo implements Callable<Integer> {
  /** Delays of the real services, such as a contact that shows minutes later, pass this fast. */
  private static final double TIME_SCALE = 200;

  @Option(names = "--keep", description = "Leaves everything running until Ctrl-C.")
  boolean keep;

  @Option(
      names = "--people",
      paramLabel = "N",
      defaultValue = "6",
      description = "People in the company (default: ${DEFAULT-VALUE}).")
  int people;

  @Option(
      names = "--microsoft",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How many of them are on Microsoft 365, the others on Google (default: ${DEFAULT-VALUE}).")
  int microsoft;

  @Option(
      names = "--contacts",
      paramLabel = "N",
      defaultValue = "300",
      description = "Contacts and leads, both sides together (default: ${DEFAULT-VALUE}).")
  int contacts;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "200",
      description = "Events, both sides together (default: ${DEFAULT-VALUE}).")
  int events;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "42",
      description = "The same number makes the same company (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(names = "--terminal", hidden = true, description = "Headings in bold.")
  boolean terminal;

  @Option(
      names = "--root",
      paramLabel = "FOLDER",
      defaultValue = ".",
      hidden = true,
      description = "The checkout, with the middleware built in it.")
  Path root = Path.of(".");

  public static void main(String[] args) {
    Logging.toStandardError();
    System.exit(
        new CommandLine(new Demo())
            .setOverwrittenOptionsAllowed(true)
            .setExecutionExceptionHandler(
                (e, command, parsed) -> {
                  command.getErr().println("The demonstration ended early: " + e);
                  return 1;
                })
            .execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path jar = root.resolve("middleware/target/lockstep.jar").toAbsolutePath();
    if (!Files.exists(jar)) {
      System.err.println("The middleware is not built: run scripts/demo, which builds it.");
      return 2;
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Screen screen = new Screen(out, System::nanoTime, terminal);
    SeedRequest company =
        new SeedRequest(
            SeedRequest.Size.demo,
            seed,
            people,
            contacts,
            events,
            Math.min(microsoft, people),
            0.5,
            true,
            null);
    SandboxOptions options =
        new SandboxOptions(
            keep ? 9400 : 0,
            company,
            root.resolve("force-app"),
            SandboxOptions.REDIRECT_URIS,
            Instant::now);
    try (Sandbox sandbox = Sandbox.start(options);
        Middleware middleware = Middleware.prepare(jar, sandbox)) {
      Runtime.getRuntime().addShutdownHook(new Thread(middleware::close, "middleware-end"));
      sandbox.services().shared().clock().timeScale(TIME_SCALE);
      return run(sandbox, middleware, screen);
    }
  }

  private int run(Sandbox sandbox, Middleware middleware, Screen screen)
      throws IOException, InterruptedException {
    Traffic traffic =
        new Traffic(
            sandbox.services().shared().requests(),
            sandbox.services().credentials().at("/salesforce/integrationUsername").asText());
    List<String> failures =
        new Story(new Stage(sandbox.services(), traffic, middleware, screen)).tell();
    screen.step(
        failures.isEmpty()
            ? "Everything that was checked holds."
            : failures.size() + " checks failed:");
    failures.forEach(screen::plain);
    if (keep) {
      tryIt(sandbox, middleware, screen);
    }
    middleware.close();
    if (failures.isEmpty()) {
      middleware.forget();
      return 0;
    }
    middleware.warnings(10).forEach(screen::plain);
    screen.plain("The middleware's log: " + middleware.log());
    return 1;
  }

  private static void tryIt(Sandbox sandbox, Middleware middleware, Screen screen)
      throws IOException, InterruptedException {
    String control = sandbox.controlUrl();
    String person = sandbox.services().people().getFirst().name();
    String mail = sandbox.services().people().getFirst().provider();
    screen.step("Everything runs until Ctrl-C. To try:");
    for (String line :
        List.of(
            "Salesforce "
                + sandbox.url("salesforce")
                + ", Google "
                + sandbox.url("google")
                + ", Microsoft 365 "
                + sandbox.url("microsoft"),
            "middleware " + middleware.url() + ", its log " + middleware.log(),
            "curl " + control + "/people",
            "curl " + control + "/records/salesforce/" + person + "/contacts",
            "curl " + control + "/records/" + mail + "/" + person + "/events",
            "curl -X POST "
                + control
                + "/people/salesforce/"
                + person
                + "/contacts -d '{\"LastName\":\"Byron\",\"Email\":\"byron@engine.example\"}'",
            "curl -X POST "
                + control
                + "/faults -d '{\"service\":\"google\",\"kind\":\"rateLimit\",\"count\":20}'",
            "curl '" + control + "/requests?newest=5'",
            "docs/sandbox.md lists everything that the control service can do")) {
      screen.plain(line);
    }
    new CountDownLatch(1).await();
  }
}

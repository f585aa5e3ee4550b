package io.lockstep.sandbox.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real middleware as a process of its own, with its data in a folder that is thrown away. All
 * its intervals are short, so that there is something to see.
 */
final class Middleware implements AutoCloseable {
  /** How often it looks at the org here. */
  static final Duration FEED_INTERVAL = Duration.ofSeconds(1);

  /** How often it looks at a mailbox here. */
  static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

  private static final long END_SECONDS = 10;
  private static final Pattern PORT = Pattern.compile("Lockstep is up on port (\\d+)");

  private final Path jar;
  private final Path folder;
  private final Path log;
  private final Map<String, String> settings;
  private final List<ProcessHandle> helpers = new ArrayList<>();
  private @Nullable Process process;
  private boolean closed;

  private Middleware(Path jar, Path folder, Map<String, String> settings) {
    this.jar = jar;
    this.folder = folder;
    this.log = folder.resolve("middleware.log");
    this.settings = settings;
  }

  /**
   * Writes what it needs to sign in everywhere; nothing runs yet.
   *
   * @param jar of the middleware, its libraries beside it
   */
  static Middleware prepare(Path jar, Sandbox sandbox) throws IOException {
    Path folder = Files.createTempDirectory("lockstep-demo");
    Path enrolment = folder.resolve("enrolment.json");
    Files.createFile(
        enrolment,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        enrolment,
        new ObjectMapper().writeValueAsString(enrolment(sandbox)),
        StandardOpenOption.WRITE);
    return new Middleware(
        jar,
        folder,
        Map.ofEntries(
            Map.entry("LOCKSTEP_ENROLMENT_FILE", enrolment.toString()),
            Map.entry("LOCKSTEP_DATA_DIR", folder.resolve("data").toString()),
            Map.entry("LOCKSTEP_GOOGLE_ROOT_URL", sandbox.url("google")),
            Map.entry("LOCKSTEP_GRAPH_ROOT_URL", sandbox.url("microsoft")),
            Map.entry("LOCKSTEP_MICROSOFT_LOGIN_URL", sandbox.url("microsoft")),
            Map.entry("LOCKSTEP_GRAPH_CREATES_VISIBLE_WITHIN", "3s"),
            Map.entry("LOCKSTEP_HTTP_PORT", "0"),
            Map.entry("LOCKSTEP_FEED_INTERVAL", text(FEED_INTERVAL)),
            Map.entry("LOCKSTEP_POLL_EVENTS", text(POLL_INTERVAL)),
            Map.entry("LOCKSTEP_POLL_CONTACTS", text(POLL_INTERVAL)),
            Map.entry("LOCKSTEP_POLL_CONTACTS_IDLE", text(POLL_INTERVAL)),
            Map.entry("LOCKSTEP_LOG_INTERVAL", "5s"),
            Map.entry("LOCKSTEP_CONFIGURATION_INTERVAL", "5s"),
            Map.entry("LOCKSTEP_GOOGLE_CONTACTS_VISIBLE_WITHIN", "3s"),
            Map.entry("LOCKSTEP_QUOTA_SHARE", "1")));
  }

  private static String text(Duration time) {
    return time.toSeconds() + "s";
  }

  private static ObjectNode enrolment(Sandbox sandbox) {
    ObjectNode credentials = sandbox.services().credentials();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode org = root.putArray("orgs").addObject();
    org.put("loginUrl", credentials.at("/salesforce/audience").asText());
    for (String name : List.of("clientId", "privateKey", "integrationUsername")) {
      org.put(name, credentials.path("salesforce").path(name).asText());
    }
    // Of a sandbox org only the mailboxes named here are synced.
    sandbox.services().people().forEach(p -> org.withArray("testMailboxes").add(p.email()));
    ArrayNode connections = org.putArray("connections");
    if (sandbox.services().people().stream().anyMatch(p -> p.provider().equals("google"))) {
      connections
          .addObject()
          .put("name", "Google Workspace")
          .put("type", "googleServiceAccount")
          .set("serviceAccount", credentials.at("/google/serviceAccount"));
    }
    if (sandbox.services().people().stream().anyMatch(p -> p.provider().equals("microsoft"))) {
      connections
          .addObject()
          .put("name", "Microsoft 365")
          .put("type", "microsoftApp")
          .put("tenantId", credentials.at("/microsoft/tenant").asText())
          .put("clientId", credentials.at("/microsoft/app/clientId").asText())
          .put("clientSecret", credentials.at("/microsoft/app/clientSecret").asText());
    }
    return root;
  }

  synchronized void start() throws IOException {
    if (closed) {
      return;
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "-jar",
            jar.toString(),
            "serve");
    builder.environment().keySet().removeIf(name -> name.startsWith("LOCKSTEP_"));
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    process = builder.start();
  }

  /** As {@code kill -9} does: no goodbye, nothing flushed. */
  synchronized void kill() throws InterruptedException {
    Process now = process;
    if (now != null) {
      remember(now);
      now.destroyForcibly().waitFor();
    }
  }

  /**
   * Its Redis outlives a kill; the next start finds it, and the end of the demonstration ends it.
   */
  private void remember(Process now) {
    now.descendants().forEach(helpers::add);
  }

  synchronized boolean runs() {
    return process != null && process.isAlive();
  }

  Path log() {
    return log;
  }

  /** Where its web server listens; empty before it does. */
  String url() throws IOException {
    Matcher matcher = PORT.matcher(text());
    String url = "";
    while (matcher.find()) {
      url = "http://127.0.0.1:" + matcher.group(1);
    }
    return url;
  }

  /** What it warned of, without repetitions, at most so many lines. */
  List<String> warnings(int most) throws IOException {
    return text()
        .lines()
        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
        .map(line -> line.substring(Math.min(13, line.length())))
        .distinct()
        .limit(most)
        .toList();
  }

  private String text() throws IOException {
    return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
  }

  /** Ends it and what it started, by their own handles. */
  @Override
  public synchronized void close() {
    closed = true;
    Process now = process;
    if (now != null && now.isAlive()) {
      remember(now);
      now.destroy();
      try {
        if (!now.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
          now.destroyForcibly();
        }
      } catch (InterruptedException e) {
        now.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    helpers.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroy);
  }

  /** Throws its folder away; the middleware must have ended. */
  void forget() throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(folder)) {
      all = paths.sorted(java.util.Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "middleware in %s", folder);
  }
}

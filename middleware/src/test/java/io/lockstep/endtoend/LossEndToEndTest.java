package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process dies at any moment, and its state is lost: nothing comes twice and nothing is lost.
 */
@Tag("endtoend")
@ParameterizedClass
@MethodSource("io.lockstep.endtoend.Provider#all")
class LossEndToEndTest {
  private static final int KILLS = Integer.getInteger("endtoend.kills", 3);
  private static final long SEED = Long.getLong("endtoend.seed", 20);

  /** Requests to the services within which a kill falls. */
  private static final int WITHIN = 60;

  private final Provider provider;
  @TempDir Path dir;
  private Installation installation;
  private Desk desk;

  LossEndToEndTest(Provider provider) {
    this.provider = provider;
  }

  @BeforeEach
  void fill() {
    installation = Installation.empty(dir, provider);
    desk = installation.desk();
    for (int i = 0; i < 5; i++) {
      desk.salesforce().addsEvent("Visit " + i, installation.at(60 + 90 * i));
      desk.mail().addsEvent("Lunch " + i, installation.at(1500 + 90 * i));
      desk.salesforce().addsContact("Ada" + i, "Salesforce");
      desk.mail().addsContact("Bob" + i, "Mailbox");
    }
  }

  @AfterEach
  void close() {
    installation.close();
  }

  @Test
  void killedAtAnyMoment_sameEndStateWithoutDuplicates() {
    Random random = new Random(SEED);
    List<String> subjects = new ArrayList<>();
    int events = 10;
    for (int kill = 0; kill < KILLS; kill++) {
      // The first kills fall into the first sync, the others into living work.
      if (kill > KILLS / 3) {
        String subject = "Edited before kill " + kill;
        subjects.add(subject);
        desk.salesforce().moves("About Visit 1\"", subject);
        desk.mail().addsEvent("Added before kill " + kill, installation.at(4000 + 60 * kill));
        events++;
      }
      try (MiddlewareProcess lockstep = installation.serve()) {
        long until = installation.requests().counts().stream().mapToLong(c -> c.calls()).sum();
        long moment = until + 1 + random.nextInt(WITHIN);
        await("request " + moment)
            .atMost(Installation.PATIENCE)
            .pollInterval(Duration.ofMillis(2))
            .pollDelay(Duration.ZERO)
            .until(
                () ->
                    installation.requests().counts().stream().mapToLong(c -> c.calls()).sum()
                        >= moment);
        lockstep.kill();
      }
    }
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, events, 10);
      installation.awaitLooks(3);
      installation.awaitAgreement(desk, events, 10);

      if (!subjects.isEmpty()) {
        assertThat(String.join("\n", desk.mail().events())).contains(subjects.getLast());
      }
      assertThat(desk.mail().events()).doesNotHaveDuplicates();
      assertThat(desk.mail().contacts()).doesNotHaveDuplicates();
      assertThat(installation.sandbox().services().mails()).isEmpty();
      assertThat(installation.rows("SyncIssue__c")).isEmpty();
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  @Test
  void emptiedRedis_backupBringsCredentials_nothingIsLostOrDoubled() throws IOException {
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 10, 10);
      installation.awaitLooks(2);
      assertThat(lockstep.isAlive()).isTrue();
    }
    // Without its state the middleware cannot tell who was edited; one edit on one side, one on
    // both.
    desk.salesforce().moves("Visit 0", "Moved while away");
    desk.salesforce().moves("Visit 1", "Salesforce says");
    desk.mail().moves("Visit 1", "The calendar says");
    delete(installation.dataDir().resolve("redis"));
    installation.unset("LOCKSTEP_ENROLMENT_FILE");
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitLooks(4);
      await()
          .atMost(Installation.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(desk.mail().events()).hasSize(10).doesNotHaveDuplicates();
                assertThat(desk.salesforce().events()).hasSize(10).doesNotHaveDuplicates();
                assertThat(desk.mail().contacts()).hasSize(10);
                assertThat(desk.mail().contacts()).isEqualTo(desk.salesforce().contacts());
                String standing = String.join("\n", both()) + issues();
                assertThat(standing)
                    .contains("Moved while away", "Salesforce says", "The calendar says");
              });
      assertThat(installation.sandbox().services().mails()).isEmpty();
      assertThat(installation.salesforceVersions()).noneMatch(row -> row.endsWith("true"));
      assertThat(installation.mailWrites()).noneMatch(w -> w.matches("(?i).*delete.*"));
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  private List<String> both() {
    return Stream.concat(desk.mail().events().stream(), desk.salesforce().events().stream())
        .toList();
  }

  private String issues() {
    return installation.rows("SyncIssue__c").stream()
        .map(row -> Objects.toString(row.get("LosingValue__c")))
        .reduce("", (a, b) -> a + "\n" + b);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

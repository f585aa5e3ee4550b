package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.frame.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** People who save in Salesforce while Lockstep is between its look and its write, over HTTP. */
@Tag("endtoend")
@ParameterizedClass
@MethodSource("io.lockstep.endtoend.Provider#all")
class EditDuringWriteEndToEndTest {
  private static final int EVENTS = 16;

  /** Of real time; all together they reach over the look and the write. */
  private static final Duration BETWEEN_EDITS = Duration.ofMillis(250);

  private final Provider provider;
  @TempDir Path dir;

  EditDuringWriteEndToEndTest(Provider provider) {
    this.provider = provider;
  }

  private static String name(int i) {
    return "Visit " + (char) ('A' + i);
  }

  @Test
  void editOfTheSameField_standsOrIsKeptInAnIssue() {
    try (Installation installation = Installation.empty(dir, provider)) {
      Desk desk = installation.desk();
      for (int i = 0; i < EVENTS; i++) {
        desk.salesforce().addsEvent(name(i), installation.at(60 + 90 * i));
      }
      try (MiddlewareProcess lockstep = installation.serve()) {
        installation.awaitAgreement(desk, EVENTS, 0);
        var shared = installation.sandbox().services().shared();
        shared.clock().timeScale(30); // each call to Salesforce takes a second
        Fault slow = shared.faults().add("salesforce", Fault.Kind.delay, null, 1, null);
        for (int i = 0; i < EVENTS; i++) {
          desk.mail().moves(name(i), "Hall of the mailbox");
        }
        for (int i = 0; i < EVENTS; i++) {
          await().pollDelay(BETWEEN_EDITS).until(() -> true);
          desk.salesforce().changes(Kind.events, name(i), Map.of("Location", hall(i)));
        }
        shared.faults().remove(slow.id());
        shared.clock().timeScale(200);
        installation.awaitLooks(3);
        installation.awaitAgreement(desk, EVENTS, 0);

        assertThat(lost(installation, desk)).as("neither on the event nor in an issue").isEmpty();
        assertThat(lockstep.isAlive()).isTrue();
      }
    }
  }

  private static String hall(int i) {
    return "Hall of Salesforce " + (char) ('A' + i);
  }

  private static List<String> lost(Installation installation, Desk desk) {
    List<String> lost = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      String hall = hall(i);
      boolean stands = desk.mail().json(Kind.events, name(i)).contains(hall);
      boolean kept =
          installation.rows("SyncIssue__c").stream()
              .anyMatch(row -> hall.equals(row.get("LosingValue__c")));
      if (!stands && !kept) {
        lost.add(hall);
      }
    }
    return lost;
  }
}

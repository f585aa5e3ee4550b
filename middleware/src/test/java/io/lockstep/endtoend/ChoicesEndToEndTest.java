package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.sandbox.control.PersonalView.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person chooses on an issue is done, over HTTP. */
@Tag("endtoend")
@ParameterizedClass
@MethodSource("io.lockstep.endtoend.Provider#all")
class ChoicesEndToEndTest {
  private final Provider provider;
  @TempDir Path dir;
  private Installation installation;
  private Desk desk;

  ChoicesEndToEndTest(Provider provider) {
    this.provider = provider;
  }

  @BeforeEach
  void open() {
    installation = Installation.empty(dir, provider);
    desk = installation.desk();
  }

  @AfterEach
  void close() {
    installation.close();
  }

  private void chooses(String issue, String choice) {
    installation.org().people().edits(installation.org().adminId(), issue, choice(choice));
  }

  private static Map<String, @Nullable Object> choice(String choice) {
    return Map.of("Choice__c", choice);
  }

  private List<? extends Map<String, ?>> open(String kind) {
    return installation.rows("SyncIssue__c").stream()
        .filter(row -> kind.equals(row.get("Kind__c")) && "Open".equals(row.get("Status__c")))
        .toList();
  }

  private void awaitTrue(String what, Callable<Boolean> condition) {
    await(what).atMost(Installation.PATIENCE).until(condition);
  }

  @Test
  void severalMatches_linkOneAndCreateTheOther() {
    String record = desk.salesforce().addsContact("Ada", "Twin");
    desk.mail().addsContact("Ada", "Twin");
    desk.mail().addsContact("Ada", "Twin");
    try (MiddlewareProcess lockstep = installation.serve()) {
      awaitTrue("an issue for each of the two", () -> open("Unresolved").size() == 2);
      assertThat(open("Unresolved")).allMatch(row -> record.equals(row.get("RecordId__c")));
      assertThat(desk.salesforce().contacts()).as("nothing is made unasked").hasSize(1);
      assertThat(desk.mail().contacts()).hasSize(2);

      chooses(String.valueOf(open("Unresolved").getFirst().get("Id")), "Link");
      awaitTrue("the one is linked", () -> open("Unresolved").size() == 1);
      chooses(String.valueOf(open("Unresolved").getFirst().get("Id")), "Create");
      installation.awaitAgreement(desk, 0, 2);

      awaitTrue("the other is done, too", () -> open("Unresolved").isEmpty());
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  @Test
  void refusedBySalesforce_retryAfterTheRuleIsGone() {
    installation
        .org()
        .setup()
        .setValidationRule(
            "NoVisits",
            "Event",
            row -> String.valueOf(row.get("Subject")).startsWith("Visit"),
            "No visits, please.",
            "Subject");
    desk.mail().addsEvent("Visit", installation.at(60));
    try (MiddlewareProcess lockstep = installation.serve()) {
      awaitTrue("the refusal is told", () -> open("Refused").size() == 1);
      assertThat(String.valueOf(open("Refused").getFirst().get("Detail__c")))
          .contains("No visits, please.");
      assertThat(desk.mail().events()).as("it stays in the mailbox").hasSize(1);

      installation.org().setup().removeRule("NoVisits");
      chooses(String.valueOf(open("Refused").getFirst().get("Id")), "Retry");
      installation.awaitAgreement(desk, 1, 0);

      awaitTrue("the issue is closed", () -> open("Refused").isEmpty());
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  @Test
  void deletionsHeld_releaseLetsThemThrough() {
    for (int i = 0; i < 20; i++) {
      desk.salesforce().addsEvent("Visit " + (char) ('A' + i), installation.at(60 + 60 * i));
    }
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 20, 0);
      for (int i = 0; i < 12; i++) {
        desk.mail().deletes(Kind.events, "Visit " + (char) ('A' + i));
      }
      awaitTrue("the brake holds", () -> open("Held").size() >= 1);
      assertThat(desk.salesforce().events()).as("held before too many").hasSizeGreaterThan(8);

      open("Held").forEach(row -> chooses(String.valueOf(row.get("Id")), "Release"));
      installation.awaitAgreement(desk, 8, 0);

      awaitTrue("the issue is closed", () -> open("Held").isEmpty());
      assertThat(lockstep.isAlive()).isTrue();
    }
  }
}

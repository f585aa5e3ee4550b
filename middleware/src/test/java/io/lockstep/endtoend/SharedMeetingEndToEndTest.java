package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.PersonalView.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A meeting of people at different mail services: itself in each mailbox, once in Salesforce, and
 * carried by its organizer's mailbox alone.
 */
@Tag("endtoend")
@ParameterizedClass
@MethodSource("io.lockstep.endtoend.Provider#all")
class SharedMeetingEndToEndTest {
  private final Provider provider;
  @TempDir Path dir;
  private Installation installation;
  private Desk organizer;
  private Desk guest;

  /**
   * @param provider the organizer's
   */
  SharedMeetingEndToEndTest(Provider provider) {
    this.provider = provider;
  }

  @BeforeEach
  void fill() {
    installation = Installation.with(dir, provider, Installation.people(2));
    organizer = installation.desk(provider);
    guest = installation.desk(provider.other());
  }

  @AfterEach
  void close() {
    installation.close();
  }

  @Test
  void meetingAcrossServices_isOnceInSalesforceAndCarriedByItsOrganizer() {
    ObjectNode meeting = provider.newEvent("Steering committee", installation.at(3000));
    provider.invite(meeting, guest.person().email());
    organizer.mail().adds(Kind.events, meeting);
    await("the invitation arrives")
        .atMost(Installation.PATIENCE)
        .until(() -> titles(guest.mail()).equals(List.of("Steering committee")));
    // What people send each other is theirs.
    installation.sandbox().services().forgetMails();
    try (MiddlewareProcess lockstep = installation.serve()) {
      awaitRecords("Steering committee");
      installation.awaitLooks(provider, 3);
      installation.awaitLooks(provider.other(), 3);

      assertThat(records())
          .singleElement()
          .satisfies(
              row -> assertThat(row.get("OwnerId")).isEqualTo(installation.userId(organizer)));
      assertThat(titles(organizer.mail())).containsExactly("Steering committee");
      assertThat(titles(guest.mail())).containsExactly("Steering committee");
      assertThat(installation.sandbox().services().mails()).isEmpty();

      organizer.mail().renames("Steering committee", "Steering group");
      await("the guest's copy follows")
          .atMost(Installation.PATIENCE)
          .until(() -> titles(guest.mail()).equals(List.of("Steering group")));
      installation.sandbox().services().forgetMails();
      awaitRecords("Steering group");
      installation.awaitLooks(provider, 3);
      installation.awaitLooks(provider.other(), 3);

      assertThat(records()).hasSize(1);
      assertThat(titles(organizer.mail())).containsExactly("Steering group");
      assertThat(titles(guest.mail())).containsExactly("Steering group");
      assertThat(installation.sandbox().services().mails()).isEmpty();
      assertThat(itemWrites()).isEmpty();
      assertThat(installation.rows("SyncIssue__c")).isEmpty();
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  private void awaitRecords(String subject) {
    await("in Salesforce: " + subject)
        .atMost(Installation.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(records())
                    .extracting(row -> Objects.toString(row.get("Subject")))
                    .containsExactly(subject));
  }

  private List<Map<String, ?>> records() {
    return installation.rows("Event").stream()
        .filter(row -> !Boolean.TRUE.equals(row.get("IsDeleted")))
        // Salesforce's own copies for invited users belong to the one event.
        .filter(row -> !Boolean.TRUE.equals(row.get("IsChild")))
        .toList();
  }

  /** What the middleware itself wrote into any mailbox. */
  private List<String> itemWrites() {
    return installation.mailWrites().stream()
        .filter(operation -> Provider.all().anyMatch(one -> one.itemWrites().contains(operation)))
        .toList();
  }

  private static List<String> titles(Desk.Pages pages) {
    return pages.events().stream().map(line -> line.split(" \\| ", -1)[0]).toList();
  }
}

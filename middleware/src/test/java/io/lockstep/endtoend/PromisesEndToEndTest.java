package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.sandbox.control.PersonalView.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the configuration and the issues promise is done, over HTTP. */
@Tag("endtoend")
@ParameterizedClass
@MethodSource("io.lockstep.endtoend.Provider#all")
class PromisesEndToEndTest {
  private final Provider provider;
  @TempDir Path dir;
  private Installation installation;
  private Desk desk;

  PromisesEndToEndTest(Provider provider) {
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

  private String configuration() {
    return String.valueOf(installation.rows("SyncConfiguration__c").getFirst().get("Id"));
  }

  private void administrator(String id, Map<String, @Nullable Object> values) {
    installation.org().people().edits(installation.org().adminId(), id, values);
  }

  private Map<String, ?> contact(String id) {
    return installation.rows("Contact").stream()
        .filter(row -> id.equals(row.get("Id")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no contact " + id));
  }

  private Map<String, ?> mailbox() {
    return installation.rows("SyncMailbox__c").getFirst();
  }

  private Map<String, ?> issue(String kind) {
    return installation.rows("SyncIssue__c").stream()
        .filter(row -> kind.equals(row.get("Kind__c")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no issue of the kind " + kind));
  }

  /** As the guide asks for fields that filters and mappings name. */
  private void integrationSees(String... fields) {
    for (String field : fields) {
      installation.org().setup().setFieldRight("Lockstep_Integration", field, "r");
    }
  }

  private void awaitTrue(String what, java.util.concurrent.Callable<Boolean> condition) {
    await(what).atMost(Installation.PATIENCE).until(condition);
  }

  private boolean mailbox(Kind kind, String part) {
    return (kind == Kind.events ? desk.mail().events() : desk.mail().contacts())
        .stream().anyMatch(line -> line.contains(part));
  }

  @Test
  void fieldMapping_keepsAFieldInTheChosenColumn_andOneWayOnly() {
    integrationSees("Contact.AssistantName", "Contact.Title");
    installation.adminAdds(
        "SyncFieldMapping__c",
        Map.of(
            "Configuration__c", configuration(),
            "ObjectName__c", "Contact",
            "SalesforceField__c", "AssistantName",
            "MailField__c", "department",
            "Direction__c", "Both"));
    installation.adminAdds(
        "SyncFieldMapping__c",
        Map.of(
            "Configuration__c", configuration(),
            "ObjectName__c", "Contact",
            "SalesforceField__c", "Title",
            "Direction__c", "In"));
    String ada = desk.salesforce().addsContact("Ada", "Mapped");
    desk.salesforce()
        .changes(
            Kind.contacts,
            ada,
            Map.of("AssistantName", "Engines", "Department", "Not this", "Title", "Not sent"));

    try (MiddlewareProcess lockstep = installation.serve()) {
      awaitTrue("the contact arrives", () -> mailbox(Kind.contacts, "Ada"));
      assertThat(desk.mail().json(Kind.contacts, "Ada"))
          .contains("Engines")
          .doesNotContain("Not this")
          .doesNotContain("Not sent");

      desk.mail().employs("Ada", "Countess", "Analysis");
      awaitTrue("both fields arrive", () -> "Analysis".equals(contact(ada).get("AssistantName")));
      assertThat(contact(ada).get("Title")).isEqualTo("Countess");
      assertThat(contact(ada).get("Department")).isEqualTo("Not this");
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  @Test
  void deletedHereAndEditedThere_restoreAndDeleteHereToo_areCarriedOut() {
    desk.salesforce().addsEvent("Visit one", installation.at(60));
    desk.salesforce().addsEvent("Visit two", installation.at(160));
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 2, 0);
      assertThat(lockstep.isAlive()).isTrue();
    }
    for (String visit : List.of("Visit one", "Visit two")) {
      desk.mail().deletes(Kind.events, visit);
      desk.salesforce().changes(Kind.events, visit, Map.of("Location", "Edited hall"));
    }
    try (MiddlewareProcess lockstep = installation.serve()) {
      awaitTrue("two issues", () -> installation.rows("SyncIssue__c").size() == 2);
      awaitTrue(
          "they are counted",
          () -> Objects.toString(mailbox().get("OpenIssues__c")).startsWith("2"));
      String one = desk.salesforce().find(Kind.events, "Visit one");
      for (Map<String, ?> row : installation.rows("SyncIssue__c")) {
        boolean restore = one.equals(row.get("RecordId__c"));
        administrator(
            String.valueOf(row.get("Id")),
            Map.of("Choice__c", restore ? "Restore" : "DeleteHereToo"));
      }

      awaitTrue("the one is back", () -> mailbox(Kind.events, "Visit one"));
      awaitTrue("the other is gone", () -> desk.salesforce().events().size() == 1);
      awaitTrue(
          "the issues are closed",
          () ->
              installation.rows("SyncIssue__c").stream()
                  .allMatch(row -> "Closed".equals(row.get("Status__c"))));
      installation.awaitAgreement(desk, 1, 0);
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  @Test
  void conflict_restore_bringsTheLosingValueBack() {
    desk.salesforce().addsEvent("Visit", installation.at(60));
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 1, 0);
      assertThat(lockstep.isAlive()).isTrue();
    }
    desk.salesforce().changes(Kind.events, "Visit", Map.of("Subject", "Visit by Salesforce"));
    desk.mail().renames("Visit", "Visit by mail");
    try (MiddlewareProcess lockstep = installation.serve()) {
      awaitTrue("the issue", () -> !installation.rows("SyncIssue__c").isEmpty());
      administrator(String.valueOf(issue("Conflict").get("Id")), Map.of("Choice__c", "Restore"));

      awaitTrue("the value is back", () -> mailbox(Kind.events, "Visit by Salesforce"));
      awaitTrue("it is closed", () -> "Closed".equals(issue("Conflict").get("Status__c")));
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  @Test
  void contactThatLeavesTheFilter_isTakenOutOfTheMailbox_andComesBackWithIt() {
    integrationSees("Contact.Department");
    administrator(
        configuration(),
        Map.of("ContactFilter__c", "Department != 'Former'", "ContactLeavesScope__c", "Remove"));
    String ada = desk.salesforce().addsContact("Ada", "Leaves");
    desk.salesforce().addsContact("Cleo", "Stays");
    desk.mail().addsContact("Bob", "Own");
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 0, 3);
      desk.salesforce().changes(Kind.contacts, ada, Map.of("Department", "Former"));
      String bob = desk.salesforce().find(Kind.contacts, "Bob");
      desk.salesforce().changes(Kind.contacts, bob, Map.of("Department", "Former"));

      awaitTrue("the copy is gone", () -> !mailbox(Kind.contacts, "Ada"));
      assertThat(mailbox(Kind.contacts, "Bob")).as("the person's own contact").isTrue();
      assertThat(mailbox(Kind.contacts, "Cleo")).isTrue();

      desk.salesforce().changes(Kind.contacts, ada, Map.of("Department", "Back again"));
      awaitTrue("the copy is back", () -> mailbox(Kind.contacts, "Ada"));
      installation.awaitAgreement(desk, 0, 3);
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  @Test
  void statusRow_tellsProgressHeldAndOpenIssues() {
    desk.salesforce().addsContact("Ada", "Counted");
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 0, 1);
      awaitTrue(
          "the first sync is told to be done",
          () -> Objects.toString(mailbox().get("Progress__c")).startsWith("100"));
      assertThat(Objects.toString(mailbox().get("OpenIssues__c"))).startsWith("0");
      assertThat(Objects.toString(mailbox().get("Held__c"))).startsWith("0");
      assertThat(lockstep.isAlive()).isTrue();
    }
  }
}

package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.sandbox.control.PersonalView.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Which contacts come in: a name that the administrator sets, and that people put on contacts. */
@Tag("endtoend")
@ParameterizedClass
@MethodSource("io.lockstep.endtoend.Provider#all")
class SelectionEndToEndTest {
  private static final String CUSTOMERS = "Kunden";

  private final Provider provider;
  @TempDir Path dir;
  private Installation installation;
  private Desk desk;

  SelectionEndToEndTest(Provider provider) {
    this.provider = provider;
  }

  @BeforeEach
  void open() {
    installation = Installation.empty(dir, provider);
    desk = installation.desk();
    selector(CUSTOMERS);
  }

  @AfterEach
  void close() {
    installation.close();
  }

  private void selector(String name) {
    String configuration =
        String.valueOf(installation.rows("SyncConfiguration__c").getFirst().get("Id"));
    installation
        .org()
        .people()
        .edits(installation.org().adminId(), configuration, Map.of("ContactSelector__c", name));
  }

  private boolean salesforce(String part) {
    return desk.salesforce().contacts().stream().anyMatch(line -> line.contains(part));
  }

  private boolean mailbox(String part) {
    return desk.mail().contacts().stream().anyMatch(line -> line.contains(part));
  }

  private static void awaitTrue(String what, Callable<Boolean> condition) {
    await(what).atMost(Installation.PATIENCE).until(condition);
  }

  @Test
  void selectedByName_comesIn_restsWhenTakenOff_andGoesOnWhenSelectedAgain() {
    desk.mail().keepsContact("Eve", "Private");
    desk.mail().keepsContact("Fay", "Private");
    desk.mail().marks("Eve", CUSTOMERS.toUpperCase(java.util.Locale.ROOT), true);
    desk.salesforce().addsContact("Ada", "Own");
    try (MiddlewareProcess lockstep = installation.serve()) {
      awaitTrue("Eve comes in", () -> salesforce("Eve"));
      awaitTrue("Ada goes out", () -> mailbox("Ada"));
      assertThat(salesforce("Fay")).isFalse();
      desk.mail().marks("Fay", CUSTOMERS, true);
      awaitTrue("Fay comes in", () -> salesforce("Fay"));

      desk.mail().marks("Eve", CUSTOMERS, false);
      desk.mail().marks("Fay", CUSTOMERS, false);
      installation.awaitLooks(4);
      desk.mail().employs("Eve", "Director", "");
      desk.salesforce().changes(Kind.contacts, "Eve", Map.of("Department", "Research"));
      desk.mail().deletes(Kind.contacts, "Fay");
      installation.awaitLooks(6);
      assertThat(salesforce("Fay")).as("it was not in the sync when it was deleted").isTrue();
      assertThat(salesforce("Director")).isFalse();
      assertThat(mailbox("Research")).isFalse();

      desk.mail().marks("Eve", CUSTOMERS, true);
      awaitTrue("Eve's title comes in", () -> salesforce("Director"));
      awaitTrue("Eve's department goes out", () -> mailbox("Research"));
      assertThat(installation.rows("SyncIssue__c")).isEmpty();
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  @Test
  void selectorThatIsChangedMistypedOrEmptied_deletesAndPartsNothing() {
    for (int i = 0; i < 12; i++) {
      desk.mail().keepsContact("Eve" + i, "Customer");
      desk.mail().marks("Eve" + i, CUSTOMERS, true);
    }
    desk.mail().keepsContact("Fay", "Partner");
    desk.mail().marks("Fay", "Partner", true);
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitLooks(1);
      awaitTrue("they come in", () -> desk.salesforce().contacts().size() == 12);

      selector("Kunden; Partner");
      lockstep.awaitOutput("has a ContactSelector__c that holds a comma or a semicolon");
      selector("Partner");
      awaitTrue("the other one comes in", () -> desk.salesforce().contacts().size() == 13);
      desk.mail().promotes("Eve3", "Not carried");
      selector("");
      installation.awaitLooks(6);
      assertThat(desk.mail().contacts()).hasSize(13);
      assertThat(desk.salesforce().contacts()).hasSize(13);
      assertThat(salesforce("Not carried")).isFalse();

      selector(CUSTOMERS);
      awaitTrue("what was edited meanwhile comes in", () -> salesforce("Not carried"));
      assertThat(desk.salesforce().contacts()).hasSize(13);
      assertThat(installation.rows("SyncIssue__c")).isEmpty();
      assertThat(lockstep.isAlive()).isTrue();
    }
  }
}

package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong input is named in a sentence that says what to do, and mended while the process runs. */
@Tag("endtoend")
@ParameterizedClass
@MethodSource("io.lockstep.endtoend.Provider#all")
class WrongInputEndToEndTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PERMISSIONS = "Lockstep_User";

  private final Provider provider;
  @TempDir Path dir;
  private Installation installation;
  private Desk desk;

  WrongInputEndToEndTest(Provider provider) {
    this.provider = provider;
  }

  @BeforeEach
  void fill() {
    installation = Installation.empty(dir, provider);
    desk = installation.desk();
    desk.salesforce().addsEvent("Visit", installation.at(60));
    desk.mail().addsContact("Bob", "Mailbox");
  }

  @AfterEach
  void close() {
    installation.close();
  }

  @Test
  void brokenSetting_isNamedWithWhatItMustBe() {
    installation.set("LOCKSTEP_FEED_INTERVAL", "soon");
    try (MiddlewareProcess lockstep = installation.serve()) {
      assertThat(lockstep.exitCode()).isNotZero();
      assertThat(lockstep.output())
          .contains("LOCKSTEP_FEED_INTERVAL", "soon", "a time such as")
          .doesNotContain("Exception");
    }
  }

  @Test
  void enrolmentThatIsNoJson_isNamedWithItsPlace() throws IOException {
    Path broken = dir.resolve("broken.json");
    java.nio.file.Files.writeString(broken, "{\"orgs\": [");
    installation.set("LOCKSTEP_ENROLMENT_FILE", broken.toString());
    try (MiddlewareProcess lockstep = installation.serve()) {
      assertThat(lockstep.exitCode()).isNotZero();
      assertThat(lockstep.output())
          .contains("LOCKSTEP_ENROLMENT_FILE", "does not hold JSON")
          .doesNotContain("Exception");
    }
  }

  @Test
  void redisThatIsNotThere_isNamedWithTheSetting() throws IOException {
    installation.set("LOCKSTEP_REDIS_URL", "redis://127.0.0.1:" + closedPort());
    try (MiddlewareProcess lockstep = installation.serve()) {
      assertThat(lockstep.exitCode()).isNotZero();
      assertThat(lockstep.output())
          .contains("Redis does not answer", "LOCKSTEP_REDIS_URL")
          .doesNotContain("Exception");
    }
  }

  @Test
  void portThatIsTaken_isNamedWithTheSetting() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      installation.set("LOCKSTEP_HTTP_PORT", String.valueOf(taken.getLocalPort()));
      try (MiddlewareProcess lockstep = installation.serve()) {
        assertThat(lockstep.exitCode()).isEqualTo(1);
        assertThat(lockstep.output())
            .contains("cannot listen on 127.0.0.1 port " + taken.getLocalPort())
            .contains("LOCKSTEP_HTTP_PORT")
            .doesNotContain("fault of its own");
      }
    }
  }

  @Test
  void loginUrlThatIsNone_isNamed() {
    ObjectNode wrong = JSON.createObjectNode();
    wrong.put("loginUrl", "login salesforce");
    installation.enrolment(wrong);
    try (MiddlewareProcess doctor = installation.lockstep("doctor")) {
      assertThat(doctor.exitCode()).isEqualTo(1);
      assertThat(doctor.output())
          .contains("loginUrl", "login salesforce", "must be a URL")
          .doesNotContain("Exception", "fault of its own");
    }
  }

  @Test
  void webOnlyAndWorkerOnly_excludeEachOther() {
    try (MiddlewareProcess lockstep =
        installation.lockstep("serve", "--web-only", "--worker-only")) {
      assertThat(lockstep.exitCode()).isEqualTo(2);
      assertThat(lockstep.output()).contains("exclude each other");
    }
  }

  @Test
  void badClientId_isNamed_doctorSaysIt() {
    ObjectNode wrong = JSON.createObjectNode();
    wrong.put("clientId", "3MVGnobody");
    installation.enrolment(wrong);
    try (MiddlewareProcess doctor = installation.lockstep("doctor")) {
      assertThat(doctor.exitCode()).isEqualTo(1);
      assertThat(doctor.output()).contains("WRONG").doesNotContain("Exception", "PRIVATE KEY");
    }
  }

  @Test
  void missingPermission_isToldInStatusAndMendedWhileRunning() {
    String user = installation.userId();
    installation.org().setup().unassign(user, PERMISSIONS);
    try (MiddlewareProcess lockstep = installation.serve()) {
      await()
          .atMost(Installation.PATIENCE)
          .untilAsserted(
              () -> assertThat(installation.statusDetail()).containsIgnoringCase("Lockstep User"));
      assertThat(desk.mail().events()).isEmpty();

      installation.org().setup().assign(user, PERMISSIONS);
      installation.awaitAgreement(desk, 1, 1);
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  @Test
  void unknownFieldInMapping_isNamedInTheLogAndMendedWhileRunning() {
    String configuration =
        String.valueOf(installation.rows("SyncConfiguration__c").getFirst().get("Id"));
    Map<String, Object> mapping = new HashMap<>();
    mapping.put("Configuration__c", configuration);
    mapping.put("ObjectName__c", "Contact");
    mapping.put("SalesforceField__c", "Nickname__c");
    mapping.put("MailField__c", "nickname");
    mapping.put("Direction__c", "Both");
    String id = installation.adminAdds("SyncFieldMapping__c", mapping);
    try (MiddlewareProcess lockstep = installation.serve()) {
      lockstep.awaitOutput("Nickname__c");
      assertThat(lockstep.output()).contains("Its configuration is off until that is mended");
      assertThat(desk.mail().events()).isEmpty();

      installation.org().people().deletes(installation.org().adminId(), id);
      installation.awaitAgreement(desk, 1, 1);
      assertThat(List.of(lockstep.isAlive())).containsExactly(true);
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

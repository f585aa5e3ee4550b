package io.lockstep.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.sandbox.control.ControlClient.Answer;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.frame.SandboxClock;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlServiceTest {
  private static final Instant NOW = Instant.parse("2026-11-02T09:00:00Z");
  private static final String SMALL = "{\"company\":\"small\",\"seed\":5}";

  private Services services;
  private HttpService control;
  private ControlClient client;

  @BeforeEach
  void start() throws IOException {
    SandboxClock clock = new SandboxClock(() -> NOW);
    Shared shared = new Shared(clock, new Faults(1), new RequestLog());
    services = new Services(shared, List.of((s, post, urls) -> new MemoryPart()), Map.of());
    control =
        new HttpService(
            "control", 0, new ControlService(services), new Faults(1), new RequestLog(), clock);
    client = new ControlClient(control.url());
  }

  @AfterEach
  void stop() {
    control.close();
    services.close();
  }

  @Test
  void root_listsWhatThereIs() {
    assertThat(client.get("/").body().path("paths").has("POST /seed")).isTrue();
  }

  @Test
  void seed_answersWithCredentialsAndForgetsItsOwnMails() {
    Answer answer = client.post("/seed", SMALL);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().at("/credentials/google/url").asText())
        .isEqualTo(services.url("google"));
    assertThat(answer.body().at("/credentials/people")).hasSize(3);
    assertThat(client.get("/mails").body().path("mails")).isEmpty();
    assertThat(client.get("/people").body().path("people")).hasSize(3);
  }

  @Test
  void seed_twice_replacesWhatWasThere() {
    client.post("/seed", SMALL);
    int before = contactsOf("amelie");
    client.post("/seed", SMALL);
    assertThat(contactsOf("amelie")).isEqualTo(before).isPositive();
  }

  @Test
  void seed_unknownSize_isRefusedWithASentence() {
    Answer answer = client.post("/seed", "{\"company\":\"huge\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).contains("huge").contains("benchmark");
  }

  @Test
  void seed_peopleAtAServiceThatIsNotThere_isRefusedAndNothingChanges() {
    client.post("/seed", SMALL);
    Answer answer = client.post("/seed", "{\"people\":2,\"microsoft\":1}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).contains("no microsoft here");
    assertThat(client.get("/people").body().path("people")).hasSize(3);
  }

  @Test
  void body_unknownField_isRefusedWithTheKnownOnes() {
    Answer answer = client.call("PUT", "/clock", "{\"time\":1}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).contains("time is not known").contains("timeScale");
  }

  @Test
  void body_notJson_isRefused() {
    assertThat(client.post("/seed", "{").error()).contains("not JSON");
    assertThat(client.post("/seed", "[]").error()).contains("JSON object");
  }

  @Test
  void clock_setAndAdvance_movesTheServicesTime() {
    Answer answer =
        client.call(
            "PUT",
            "/clock",
            "{\"now\":\"2027-01-01T00:00:00Z\",\"advance\":\"PT5M\",\"timeScale\":60}");
    assertThat(answer.body().path("now").asText()).isEqualTo("2027-01-01T00:05:00Z");
    assertThat(services.shared().clock().timeScale()).isEqualTo(60);
    assertThat(client.get("/clock").body().path("now").asText()).isEqualTo("2027-01-01T00:05:00Z");
  }

  @Test
  void clock_scaleOfZero_isRefused() {
    assertThat(client.call("PUT", "/clock", "{\"timeScale\":0}").status()).isEqualTo(400);
  }

  @Test
  void reset_forgetsCompanyFaultsRequestsAndClock() {
    client.post("/seed", SMALL);
    client.post("/faults", "{\"service\":\"google\",\"kind\":\"serverError\"}");
    client.call("PUT", "/clock", "{\"now\":\"2027-01-01T00:00:00Z\"}");
    new ControlClient(services.url("google")).get("/anything");

    assertThat(client.post("/reset", "").status()).isEqualTo(200);

    assertThat(client.get("/people").body().path("people")).isEmpty();
    assertThat(client.get("/faults").body().path("faults")).isEmpty();
    assertThat(client.get("/requests").body().path("counts")).isEmpty();
    assertThat(client.get("/clock").body().path("now").asText()).isEqualTo(NOW.toString());
  }

  @Test
  void requests_countByOperationAndStatus_andCanBeForgotten() {
    ControlClient google = new ControlClient(services.url("google"));
    google.get("/a");
    google.get("/b");
    Answer answer = client.get("/requests?service=google&newest=1");
    assertThat(answer.body().at("/counts/0/operation").asText()).isEqualTo("memory.get");
    assertThat(answer.body().at("/counts/0/calls").asInt()).isEqualTo(2);
    assertThat(answer.body().path("newest")).hasSize(1);
    assertThat(client.call("DELETE", "/requests", "").status()).isEqualTo(204);
    assertThat(client.get("/requests").body().path("counts")).isEmpty();
  }

  @Test
  void fault_withCount_strikesThatOftenThenNotAgain() {
    Answer made =
        client.post("/faults", "{\"service\":\"google\",\"kind\":\"serverError\",\"count\":1}");
    assertThat(made.status()).isEqualTo(201);
    ControlClient google = new ControlClient(services.url("google"));
    assertThat(google.get("/a").status()).isEqualTo(503);
    assertThat(google.get("/a").status()).isEqualTo(200);
    assertThat(client.get("/faults").body().path("faults")).isEmpty();
  }

  @Test
  void fault_removedById_strikesNoMore() {
    String id =
        client
            .post("/faults", "{\"service\":\"google\",\"kind\":\"serverError\"}")
            .body()
            .path("id")
            .asText();
    assertThat(client.call("DELETE", "/faults/" + id, "").status()).isEqualTo(204);
    assertThat(new ControlClient(services.url("google")).get("/a").status()).isEqualTo(200);
    assertThat(client.call("DELETE", "/faults/" + id, "").status()).isEqualTo(404);
  }

  @Test
  void fault_wrongWish_isRefusedWithWhatThereIs() {
    assertThat(client.post("/faults", "{}").error()).contains("google").contains("lateFeed");
    assertThat(client.post("/faults", "{\"service\":\"yahoo\",\"kind\":\"delay\"}").error())
        .contains("no service yahoo");
    assertThat(client.post("/faults", "{\"service\":\"google\",\"kind\":\"gremlin\"}").status())
        .isEqualTo(400);
    assertThat(
            client
                .post("/faults", "{\"service\":\"google\",\"kind\":\"delay\",\"match\":\"(\"}")
                .error())
        .contains("not a regular expression");
    assertThat(
            client
                .post("/faults", "{\"service\":\"google\",\"kind\":\"delay\",\"probability\":2}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void person_createsChangesActsAndDeletes_byHandle() {
    client.post("/seed", SMALL);
    Answer made = client.post("/people/google/ben/events", "{\"summary\":\"Lunch\"}");
    assertThat(made.status()).isEqualTo(201);
    String at = "/people/google/ben/events/" + made.body().path("id").asText();
    assertThat(client.call("PATCH", at, "{\"summary\":\"Dinner\"}").body().path("summary").asText())
        .isEqualTo("Dinner");
    assertThat(client.post(at + "/clone", "").body().path("done").asText()).isEqualTo("clone");
    assertThat(client.get("/mails").body().path("mails")).hasSize(1);
    assertThat(client.call("DELETE", at, "").status()).isEqualTo(204);
    assertThat(client.call("PATCH", at, "{}").error()).contains("has no");
  }

  @Test
  void settings_change_isSeenAtOnce() {
    assertThat(
            client
                .call("PUT", "/settings/google", "{\"patience\":9}")
                .body()
                .path("patience")
                .asInt())
        .isEqualTo(9);
  }

  @Test
  void paths_thatDoNotExist_areAnsweredWithASentence() {
    assertThat(client.get("/nowhere").status()).isEqualTo(404);
    assertThat(client.get("/records/google/ben/notes").error()).contains("no notes");
    assertThat(client.get("/records/google").error()).contains("too short");
    assertThat(client.get("/seed").status()).isEqualTo(405);
    assertThat(client.get("/org/shape").error()).contains("no service salesforce");
    assertThat(client.call("PUT", "/people/google/ben/events", "{}").error()).contains("POST to");
  }

  private int contactsOf(String person) {
    return client.get("/records/google/" + person + "/contacts").body().size();
  }
}

package io.lockstep.sandbox.microsoft.batch;

import static io.lockstep.sandbox.microsoft.MicrosoftFixture.ANNA;
import static io.lockstep.sandbox.microsoft.MicrosoftFixture.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.microsoft.MicrosoftFixture;
import io.lockstep.sandbox.microsoft.MicrosoftFixture.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchTest {
  private MicrosoftFixture m365;
  private String anna;

  @BeforeEach
  void start() throws IOException {
    m365 = new MicrosoftFixture();
    anna = m365.token(ANNA);
  }

  @AfterEach
  void stop() {
    m365.close();
  }

  private Answer batch(String... requests) {
    return m365.post(anna, "/$batch", "{'requests':[" + String.join(",", requests) + "]}");
  }

  private static String get(int id, String url) {
    return "{'id':'" + id + "','method':'GET','url':'" + url + "'}";
  }

  private static String create(int id, String name, String more) {
    return "{'id':'"
        + id
        + "','method':'POST','url':'/me/contacts','headers':{'content-type':'application/json',"
        + "'Content-Type':'application/json'},'body':{'givenName':'"
        + name
        + "'}"
        + more
        + "}";
  }

  private static Map<String, JsonNode> byId(Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    Map<String, JsonNode> out = new TreeMap<>();
    answer.body().path("responses").forEach(r -> out.put(r.path("id").asText(), r));
    return out;
  }

  private static JsonNode item(Map<String, JsonNode> answers, String id) {
    return java.util.Objects.requireNonNull(answers.get(id));
  }

  @Test
  void items_haveStatusHeadersAndBodyOfTheirOwn() {
    Map<String, JsonNode> answers =
        byId(
            batch(
                create(1, "Ada", ""),
                get(2, "/me/contacts/nonsense"),
                get(3, "me?%24select=mail"),
                get(4, "/users/" + BEN + "/contacts")));

    assertThat(item(answers, "1").path("status").asInt()).isEqualTo(201);
    assertThat(item(answers, "1").at("/body/givenName").asText()).isEqualTo("Ada");
    assertThat(item(answers, "1").at("/headers/Location").asText()).isNotEmpty();
    assertThat(item(answers, "2").at("/body/error/code").asText())
        .isEqualTo("ErrorInvalidIdMalformed");
    assertThat(item(answers, "3").at("/body/mail").asText()).isEqualTo(ANNA);
    assertThat(item(answers, "3").at("/body").has("displayName")).isFalse();
    assertThat(item(answers, "4").path("status").asInt()).isEqualTo(403);
  }

  @Test
  void preferOfTheEnvelope_doesNotReachTheItems() {
    String regular = m365.post(anna, "/me/contacts", "{'givenName':'Ada'}").text("id");
    String body =
        "{'requests':["
            + get(1, "/me/contacts")
            + ",{'id':'2','method':'GET','url':'/me/contacts','headers':{'Prefer':'IdType=ImmutableId'}}]}";
    Map<String, JsonNode> answers =
        byId(m365.post(anna, "/$batch", body, "Prefer", MicrosoftFixture.IMMUTABLE));
    assertThat(item(answers, "1").at("/body/value/0/id").asText()).isEqualTo(regular);
    assertThat(item(answers, "2").at("/body/value/0/id").asText()).isNotEqualTo(regular);
    assertThat(item(answers, "2").at("/headers/Preference-Applied").asText())
        .isEqualTo("IdType=ImmutableId");
  }

  @Test
  void dependants_waitForTheirs_andFailWithThem() {
    Map<String, JsonNode> answers =
        byId(
            batch(
                create(1, "Ada", ""),
                "{'id':'2','method':'GET','url':'/me/contacts','dependsOn':['1']}",
                "{'id':'3','method':'GET','url':'/me/contacts/nonsense'}",
                create(4, "Bo", ",'dependsOn':['3']"),
                create(5, "Cy", ",'dependsOn':['4']")));
    assertThat(item(answers, "2").at("/body/value")).hasSize(1);
    assertThat(item(answers, "4").path("status").asInt()).isEqualTo(424);
    assertThat(item(answers, "5").path("status").asInt()).isEqualTo(424);
    assertThat(m365.get(anna, "/me/contacts").value()).hasSize(1);
  }

  @Test
  void malformedEnvelope_is400_andNothingIsDone() {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      many.add(create(i, "N" + i, ""));
    }
    for (Answer refused :
        List.of(
            batch(many.toArray(String[]::new)),
            batch(create(1, "A", ""), create(1, "B", "")),
            batch(create(1, "A", ",'dependsOn':['9']")),
            batch(create(1, "A", ""), "{'id':'2','method':'POST','url':'/me/contacts'}"),
            batch(create(1, "A", ""), get(2, "/$batch")),
            batch(create(1, "A", ""), get(2, m365.http.url() + "/v1.0/me")),
            batch())) {
      assertThat(refused.refusal()).isEqualTo("400 BadRequest");
    }
    assertThat(m365.get(anna, "/me/contacts").value()).isEmpty();
    assertThat(m365.post("", "/$batch", "{}").status()).isEqualTo(401);
  }

  @Test
  void moreThanFourItemsOfAMailbox_mayBeToldToComeAgain() {
    m365.microsoft.settings().batchRefusal = 1;
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      items.add(create(i, "N" + i, ""));
    }
    Map<String, JsonNode> answers = byId(batch(items.toArray(String[]::new)));
    assertThat(answers.values().stream().filter(r -> r.path("status").asInt() == 201)).hasSize(4);
    JsonNode refused =
        answers.values().stream()
            .filter(r -> r.path("status").asInt() == 429)
            .findFirst()
            .orElseThrow();
    assertThat(refused.at("/headers/Retry-After").asText()).isEqualTo("10");
    assertThat(m365.get(anna, "/me/contacts").value()).hasSize(4);

    List<String> chain = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      chain.add(create(i, "M" + i, i == 0 ? "" : ",'dependsOn':['" + (i - 1) + "']"));
    }
    assertThat(byId(batch(chain.toArray(String[]::new))).values())
        .allMatch(r -> r.path("status").asInt() == 201);
  }

  @Test
  void answers_comeInAnyOrder() {
    List<String> items = new ArrayList<>();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      items.add(get(i, "/me"));
      sent.add(String.valueOf(i));
    }
    List<String> order = new ArrayList<>();
    batch(items.toArray(String[]::new))
        .body()
        .path("responses")
        .forEach(r -> order.add(r.path("id").asText()));
    assertThat(order).containsExactlyInAnyOrderElementsOf(sent).isNotEqualTo(sent);
  }

  @Test
  void faults_strikeSingleItems_andEachItemIsLogged() {
    m365.faults.add("microsoft", Fault.Kind.rateLimit, 1, 1, "/contacts");
    Map<String, JsonNode> answers = byId(batch(create(1, "A", ""), create(2, "B", "")));
    assertThat(answers.values().stream().map(r -> r.path("status").asInt()).sorted())
        .containsExactly(201, 429);
    assertThat(m365.requests.counts())
        .extracting(c -> c.operation() + " " + c.status())
        .contains("batch 200", "contacts.create 201");
  }

  @Test
  void envelope_withADependencyThatIsNoList_isRefused() {
    String one = "{'id':'1','method':'GET','url':'/me/contacts'}";
    assertThat(
            batch(one, "{'id':'2','method':'GET','url':'/me/contacts','dependsOn':'1'}").refusal())
        .isEqualTo("400 BadRequest");
    assertThat(batch("{'id':'1','method':'GET','url':'/me/contacts','headers':'x'}").refusal())
        .isEqualTo("400 BadRequest");
  }
}

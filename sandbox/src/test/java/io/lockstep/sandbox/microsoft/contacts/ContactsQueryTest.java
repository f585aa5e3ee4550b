package io.lockstep.sandbox.microsoft.contacts;

import static io.lockstep.sandbox.microsoft.MicrosoftFixture.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.sandbox.microsoft.MicrosoftFixture;
import io.lockstep.sandbox.microsoft.MicrosoftFixture.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Query options that a client gets wrong: refused, never an answer to another question. */
class ContactsQueryTest {
  private MicrosoftFixture m365;
  private String anna;

  @BeforeEach
  void start() throws IOException {
    m365 = new MicrosoftFixture();
    anna = m365.token(ANNA);
    m365.post(anna, "/me/contacts", "{'givenName':'Ada','businessPhones':['1']}");
    m365.post(anna, "/me/contacts", "{'givenName':'Bob'}");
  }

  @AfterEach
  void stop() {
    m365.close();
  }

  private Answer list(String query) {
    return m365.get(anna, "/me/contacts?" + query);
  }

  @Test
  void filter_constantOfAnotherType_isRefused() {
    for (String wrong :
        new String[] {
          "lastModifiedDateTime ge '2026-01-01T00:00:00Z'",
          "givenName eq 5",
          "givenName gt 2026-01-01T00:00:00Z",
          "emailAddresses eq 'ada@example.org'",
          "businessAddress eq 'x'",
          "startswith(birthday,'2')",
          "givenName"
        }) {
      assertThat(list("$filter=" + wrong).refusal()).as(wrong).isEqualTo("400 BadRequest");
    }
    assertThat(list("$filter=lastModifiedDateTime ge 2020-01-01T00:00:00Z").value()).hasSize(2);
    assertThat(list("$filter=lastModifiedDateTime ge 2020-01-01").value()).hasSize(2);
    assertThat(list("$filter=companyName eq null").value()).hasSize(2);
    assertThat(list("$filter=businessPhones/any(p:p eq '1')").value()).hasSize(1);
  }

  @Test
  void options_unknownOrOutOfPlace_areRefused() {
    assertThat(list("$apply=x").refusal()).isEqualTo("400 BadRequest");
    assertThat(list("$count=maybe").refusal()).isEqualTo("400 BadRequest");
    assertThat(list("$orderby=businessAddress").refusal()).isEqualTo("400 BadRequest");
    assertThat(list("$deltatoken=x").refusal()).isEqualTo("400 ErrorInvalidUrlQuery");
  }

  @Test
  void count_isAPlainNumber() {
    Answer all = m365.get(anna, "/me/contacts/$count");
    assertThat(all.status()).isEqualTo(200);
    assertThat(all.header("Content-Type")).isEqualTo("text/plain");
    assertThat(all.header("Content-Length")).isEqualTo("1");
  }

  @Test
  void whatIsNotKept_saysSoAndIsNotCalledUnknown() {
    assertThat(list("$expand=extensions").refusal()).isEqualTo("501 NotImplemented");
    assertThat(list("$select=photo").refusal()).isEqualTo("501 NotImplemented");
    assertThat(m365.post(anna, "/me/contacts", "{'multiValueExtendedProperties':[]}").refusal())
        .isEqualTo("501 NotImplemented");
  }

  @Test
  void body_ofAnotherType_isRefused() {
    assertThat(
            m365.post(anna, "/me/contacts", "{'@odata.type':'#microsoft.graph.event'}").refusal())
        .isEqualTo("400 RequestBodyRead");
    assertThat(
            m365.post(anna, "/me/contacts", "{'@odata.type':'#microsoft.graph.contact'}").status())
        .isEqualTo(201);
  }

  @Test
  void token_thatIsEmpty_isCalledSo() {
    Answer refused = m365.call("GET", "", "/me/contacts", null, "Authorization", "Bearer ");
    assertThat(refused.refusal()).isEqualTo("401 InvalidAuthenticationToken");
    assertThat(refused.body().path("error").path("message").asText())
        .isEqualTo("Access token is empty.");
  }
}

package io.lockstep.sandbox.google.people;

import static io.lockstep.sandbox.google.GoogleFixture.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpResponse;
import io.lockstep.sandbox.google.GoogleFixture;
import io.lockstep.sandbox.google.Json;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies and answers of contacts as they are on the wire. */
class PersonBodiesTest {
  private GoogleFixture google;

  @BeforeEach
  void start() throws IOException {
    google = new GoogleFixture();
  }

  @AfterEach
  void stop() {
    google.close();
  }

  private JsonNode call(String method, String path, @Nullable String body) throws IOException {
    HttpResponse response =
        google
            .people(ANNA)
            .getRequestFactory()
            .buildRequest(
                method,
                new GenericUrl(google.http.url() + "/v1/" + path),
                body == null
                    ? null
                    : ByteArrayContent.fromString("application/json", body.replace('\'', '"')))
            .setThrowExceptionOnExecuteError(false)
            .execute();
    return Json.parse(response.parseAsString());
  }

  private String status(String method, String path, String body) throws IOException {
    return Json.text(call(method, path, body).path("error"), "status", "OK");
  }

  @Test
  void body_valueThatIsNoObjectOrNoDayOfTheCalendar_isRefused() throws IOException {
    for (String wrong :
        List.of(
            "{'names':['Ada']}",
            "{'birthdays':[{'date':{'year':2001,'month':2,'day':29}}]}",
            "{'birthdays':[{'date':{'month':4,'day':31}}]}")) {
      assertThat(status("POST", "people:createContact", wrong))
          .as(wrong)
          .isEqualTo("INVALID_ARGUMENT");
    }
    assertThat(
            status("POST", "people:createContact", "{'birthdays':[{'date':{'month':2,'day':29}}]}"))
        .isEqualTo("OK");
    assertThat(
            status(
                "POST",
                "people:batchCreateContacts",
                "{'contacts':[{'person':{'names':[{'givenName':'Ada'}]}}],'readMask':'names'}"))
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void batchGet_ofTheUsersOwnAccount_showsIt() throws IOException {
    JsonNode answer =
        call("GET", "people:batchGet?resourceNames=people/me&personFields=names", null);
    JsonNode one = answer.path("responses").path(0);
    assertThat(one.path("httpStatusCode").asInt()).isEqualTo(200);
    assertThat(one.path("person").path("names").path(0).path("displayName").asText())
        .isEqualTo("Anna Ahrens");
  }

  @Test
  void connections_unknownFieldInAMask_isRefused() throws IOException {
    JsonNode refused = call("GET", "people/me/connections?personFields=names&fields=bogus", null);
    assertThat(refused.path("error").path("status").asText()).isEqualTo("INVALID_ARGUMENT");
  }
}

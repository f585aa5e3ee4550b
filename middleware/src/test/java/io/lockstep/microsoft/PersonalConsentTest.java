package io.lockstep.microsoft;

import static io.lockstep.microsoft.SandboxMicrosoft.ADA;
import static io.lockstep.microsoft.SandboxMicrosoft.APP;
import static io.lockstep.microsoft.SandboxMicrosoft.REDIRECT;
import static io.lockstep.microsoft.SandboxMicrosoft.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.port.PortException;
import io.lockstep.port.PortException.AccessLost.Mender;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A person connects their own account: from the consent page to the lasting token, over HTTP. */
class PersonalConsentTest {
  private final SandboxMicrosoft sandbox;
  private final GraphSignIn signIn;

  PersonalConsentTest() throws IOException {
    sandbox = new SandboxMicrosoft();
    signIn =
        new GraphSignIn(
            sandbox.transport,
            sandbox.endpoints(),
            sandbox.microsoft.tenant().id(),
            APP,
            new ClientProof.Secret(SECRET),
            REDIRECT,
            new SecureRandom(),
            sandbox.clock::now);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  /** What the page sends the browser back with. */
  private Map<String, String> decides(GraphSignIn.Attempt attempt, String decision)
      throws IOException, InterruptedException {
    URI page = URI.create(attempt.url() + "&login_as=" + ADA + decision);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    String back = answer.headers().firstValue("Location").orElseThrow();
    assertThat(back).startsWith(REDIRECT + "?");
    return Arrays.stream(back.substring(back.indexOf('?') + 1).split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  @Test
  void accepted_givesALastingToken_andNamesTheAccount() throws Exception {
    GraphSignIn.Attempt attempt = signIn.begin(ADA);
    Map<String, String> back = decides(attempt, "");
    assertThat(back).containsEntry("state", attempt.state());
    GraphSignIn.Connected connected = signIn.finish(attempt, back.getOrDefault("code", ""));
    assertThat(connected.refreshToken()).isNotBlank();
    assertThat(connected.address()).isEqualTo(ADA);
  }

  @Test
  void codeUsedTwice_orWithAnothersVerifier_isForThePersonToTryAgain() throws Exception {
    GraphSignIn.Attempt attempt = signIn.begin(ADA);
    String code = decides(attempt, "").getOrDefault("code", "");
    assertThatThrownBy(() -> signIn.finish(signIn.begin(ADA), code)).satisfies(this::isThePersons);

    GraphSignIn.Attempt second = signIn.begin(ADA);
    String used = decides(second, "").getOrDefault("code", "");
    assertThat(signIn.finish(second, used).address()).isEqualTo(ADA);
    assertThatThrownBy(() -> signIn.finish(second, used)).satisfies(this::isThePersons);
  }

  private void isThePersons(Throwable refused) {
    assertThat(refused)
        .isInstanceOfSatisfying(
            PortException.AccessLost.class,
            lost -> assertThat(lost.mender()).isEqualTo(Mender.USER));
  }

  @Test
  void declined_comesBackWithoutACode() throws Exception {
    sandbox.microsoft.grants().consents().withdrawForAll(APP);
    GraphSignIn.Attempt attempt = signIn.begin(ADA);
    assertThat(decides(attempt, "&approve=none"))
        .containsEntry("error", "access_denied")
        .doesNotContainKey("code");
  }
}

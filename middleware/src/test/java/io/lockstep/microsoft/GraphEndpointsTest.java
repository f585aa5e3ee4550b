package io.lockstep.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** National clouds have hosts of their own, and a token of one is worth nothing at another. */
class GraphEndpointsTest {
  @ParameterizedTest
  @CsvSource({
    "https://graph.microsoft.com, https://login.microsoftonline.com",
    "https://graph.microsoft.us/, https://login.microsoftonline.us/",
    "https://microsoftgraph.chinacloudapi.cn, https://login.chinacloudapi.cn"
  })
  void everyAddress_isOfTheCloudThatIsSet(String graph, String login) {
    GraphEndpoints cloud = new GraphEndpoints(graph, login);
    String graphHost = URI.create(graph).getHost();
    String loginHost = URI.create(login).getHost();

    assertThat(cloud.root()).isEqualTo("https://" + graphHost + "/v1.0");
    assertThat(cloud.applicationScope()).isEqualTo("https://" + graphHost + "/.default");
    assertThat(cloud.token("t 1"))
        .isEqualTo(URI.create("https://" + loginHost + "/t+1/oauth2/v2.0/token"));
    assertThat(cloud.authorize("t").getHost()).isEqualTo(loginHost);
    assertThat(cloud.adminConsent("t", "a", "https://b/c", "s").getHost()).isEqualTo(loginHost);
    assertThat(cloud.isGraph(URI.create("https://" + graphHost + "/v1.0/next?$skiptoken=1")))
        .isTrue();
  }

  @Test
  void otherCloudsAndLookalikes_getNoToken() {
    GraphEndpoints cloud =
        new GraphEndpoints("https://graph.microsoft.us", "https://login.microsoftonline.us");
    for (String other :
        new String[] {
          "https://graph.microsoft.com/v1.0/x",
          "http://graph.microsoft.us/v1.0/x",
          "https://graph.microsoft.us.evil.example/v1.0/x",
          "https://graph.microsoft.us:8443/v1.0/x",
          "https://graph.microsoft.us@evil.example/v1.0/x"
        }) {
      assertThat(cloud.isGraph(URI.create(other))).as(other).isFalse();
    }
  }
}

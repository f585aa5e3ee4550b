package io.lockstep.salesforce;

import com.sforce.ws.ConnectorConfig;
import java.net.http.HttpClient;
import java.time.InstantSource;

/**
 * What all users of one org share on the wire: settings, sign-in, connections, the meter of the API
 * quota.
 */
record OrgWire(OrgSettings settings, SignIn signIn, HttpClient client, ApiBudgetMeter meter) {

  static OrgWire of(OrgSettings settings, InstantSource clock) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    return new OrgWire(settings, new SignIn(settings, client, clock), client, new ApiBudgetMeter());
  }

  /** A configuration for WSC that never signs in by itself and sends through our transport. */
  ConnectorConfig config(Session session) {
    ConnectorConfig config = new ConnectorConfig();
    config.setManualLogin(true);
    config.setSessionId(session.token());
    config.setCompression(true);
    config.setConnectionTimeout((int) settings.connectTimeout().toMillis());
    config.setReadTimeout((int) settings.readTimeout().toMillis());
    // The Bulk client does not introduce its configuration to a transport from a factory.
    config.setTransportFactory(() -> new HttpTransport(client, meter, config));
    return config;
  }
}

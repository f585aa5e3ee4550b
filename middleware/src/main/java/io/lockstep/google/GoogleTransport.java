package io.lockstep.google;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v5.Apache5HttpTransport;
import java.io.IOException;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The one pooled HTTP transport through which a process talks to Google. Apache's client sends a
 * real PATCH, where the JDK's own needs an override header.
 */
public final class GoogleTransport implements AutoCloseable {
  private static final int CONNECTIONS = 200;

  private final Apache5HttpTransport http;
  private final Duration connectTimeout;
  private final Duration readTimeout;

  /**
   * @param connectTimeout until a connection stands
   * @param readTimeout without a byte of the answer; a batch of 50 writes can take half a minute
   */
  public GoogleTransport(Duration connectTimeout, Duration readTimeout) {
    this.connectTimeout = connectTimeout;
    this.readTimeout = readTimeout;
    ConnectionConfig connections =
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.of(connectTimeout))
            .setSocketTimeout(Timeout.of(readTimeout))
            .setTimeToLive(TimeValue.ofMinutes(5))
            .setValidateAfterInactivity(TimeValue.ofSeconds(2))
            .build();
    this.http =
        new Apache5HttpTransport(
            Apache5HttpTransport.newDefaultHttpClientBuilder()
                .setConnectionManager(
                    PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setDefaultConnectionConfig(connections)
                        .build())
                // Whether a call is repeated is decided above, where it is known what it did.
                .disableAutomaticRetries()
                .build());
  }

  public static GoogleTransport standard() {
    return new GoogleTransport(Duration.ofSeconds(10), Duration.ofSeconds(60));
  }

  HttpTransport http() {
    return http;
  }

  /** How long one call can last at most; a lease must outlive it. */
  public Duration callTimeout() {
    return connectTimeout.plus(readTimeout);
  }

  void prepare(HttpRequest request) {
    // One repetition: with a new token after a 401. The library's ten would ask for ten tokens.
    request.setNumberOfRetries(1);
    request.setConnectTimeout((int) connectTimeout.toMillis());
    request.setReadTimeout((int) readTimeout.toMillis());
  }

  @Override
  public void close() throws IOException {
    http.shutdown();
  }
}

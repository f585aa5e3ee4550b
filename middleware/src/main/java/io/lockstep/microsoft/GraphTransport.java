package io.lockstep.microsoft;

import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.kiota.RequestOption;
import com.microsoft.kiota.http.middleware.options.RedirectHandlerOption;
import com.microsoft.kiota.http.middleware.options.RetryHandlerOption;
import java.time.Duration;
import okhttp3.OkHttpClient;

/**
 * The one pooled HTTP client through which a process talks to Microsoft. Whether a call is repeated
 * is decided above, where it is known what it did: the SDK's own retries would sleep in the calling
 * thread and repeat a create (reference/microsoft.md H5).
 */
public final class GraphTransport implements AutoCloseable {
  private final OkHttpClient graph;
  private final OkHttpClient entra;
  private final Duration callTimeout;

  /**
   * @param connectTimeout until a connection stands
   * @param callTimeout for a whole call; a lease must outlive it
   */
  public GraphTransport(Duration connectTimeout, Duration callTimeout) {
    this.callTimeout = callTimeout;
    RequestOption[] options = {
      new RetryHandlerOption((delay, count, request, response) -> false, 0, 0),
      // Graph's answers for the calls made here are never redirects.
      new RedirectHandlerOption(0, response -> false)
    };
    // Only the SDK's own factory adds the interceptor that turns its placeholder into "me".
    this.graph =
        GraphClientFactory.create(options)
            .connectTimeout(connectTimeout)
            .readTimeout(callTimeout)
            .writeTimeout(callTimeout)
            .callTimeout(callTimeout)
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .build();
    this.entra =
        new OkHttpClient.Builder()
            .connectionPool(graph.connectionPool())
            .dispatcher(graph.dispatcher())
            .connectTimeout(connectTimeout)
            .callTimeout(callTimeout)
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .build();
  }

  public static GraphTransport standard() {
    return new GraphTransport(Duration.ofSeconds(10), Duration.ofSeconds(60));
  }

  OkHttpClient graph() {
    return graph;
  }

  OkHttpClient entra() {
    return entra;
  }

  /** How long one call can last at most. */
  public Duration callTimeout() {
    return callTimeout;
  }

  @Override
  public void close() {
    graph.dispatcher().executorService().shutdown();
    graph.connectionPool().evictAll();
  }
}

package io.lockstep.google;

import com.google.api.client.googleapis.batch.BatchCallback;
import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.googleapis.services.AbstractGoogleClient;
import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Result;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several calls in one HTTP request. Every part has its own outcome; a part whose answer did not
 * arrive is {@link FailureKind#UNAVAILABLE}.
 */
final class GoogleBatch {
  /** Google takes 1,000 calendar calls a batch and asks to stay polite. */
  static final int SIZE = 50;

  private final AbstractGoogleClient client;
  private final GoogleTransport transport;
  private final GoogleCalls calls;

  GoogleBatch(AbstractGoogleClient client, GoogleTransport transport, GoogleCalls calls) {
    this.client = client;
    this.transport = transport;
    this.calls = calls;
  }

  /**
   * Up to {@link #SIZE} requests, results in order. A single one is sent by itself.
   *
   * @throws CallFailed where the batch as a whole failed and no part has an answer
   */
  <T> List<Result<T>> run(List<? extends AbstractGoogleClientRequest<? extends T>> requests) {
    if (requests.size() > SIZE) {
      throw new IllegalArgumentException("At most " + SIZE + " calls in a batch");
    }
    if (requests.isEmpty()) {
      return List.of();
    }
    if (requests.size() == 1) {
      return List.of(widened(calls.attempt(requests.get(0))));
    }
    List<Part<T>> parts = new ArrayList<>();
    Failure whole = null;
    try {
      BatchRequest batch = client.batch(transport::prepare);
      for (AbstractGoogleClientRequest<? extends T> request : requests) {
        Part<T> part = new Part<>(request.getResponseClass());
        parts.add(part);
        part.queue(batch, request.buildHttpRequest());
      }
      batch.execute();
    } catch (IOException e) {
      whole = calls.failures().read(e);
    }
    if (whole != null && parts.stream().noneMatch(part -> part.result != null)) {
      throw new CallFailed(whole);
    }
    List<Result<T>> results = new ArrayList<>();
    for (Part<T> part : parts) {
      Result<T> result = part.result;
      results.add(
          result == null
              ? new Result.Failed<>(whole != null ? whole : Failure.unavailable("noAnswer", null))
              : result);
    }
    return results;
  }

  private static <T> Result<T> widened(Result<? extends T> result) {
    return switch (result) {
      case Result.Done<? extends T> done -> new Result.Done<>(done.value());
      case Result.Failed<? extends T> failed -> new Result.Failed<>(failed.failure());
    };
  }

  /** One part. Bodies are taken as text: a wrong-shaped one must not tear the whole batch. */
  private final class Part<T>
      implements BatchCallback<String, String>, HttpUnsuccessfulResponseHandler {
    private final Class<? extends T> type;
    private int status;
    private @Nullable HttpUnsuccessfulResponseHandler signIn;
    private @Nullable Result<T> result;

    Part(Class<? extends T> type) {
      this.type = type;
    }

    void queue(BatchRequest batch, HttpRequest request) throws IOException {
      signIn = request.getUnsuccessfulResponseHandler();
      request.setUnsuccessfulResponseHandler(this);
      request.setParser(RawText.INSTANCE);
      batch.queue(request, String.class, String.class, this);
    }

    /** The batch tells a callback no status; this is where it can be had. */
    @Override
    public boolean handleResponse(HttpRequest request, HttpResponse response, boolean again)
        throws IOException {
      status = response.getStatusCode();
      boolean refreshed = signIn != null && signIn.handleResponse(request, response, again);
      request.setUnsuccessfulResponseHandler(this);
      return refreshed;
    }

    @Override
    public void onSuccess(String text, HttpHeaders headers) {
      result = parsed(text);
    }

    private Result<T> parsed(String text) {
      if (type == Void.class || text.isBlank()) {
        return new Result.Done<>(null);
      }
      try {
        return new Result.Done<>(
            client.getObjectParser().parseAndClose(new StringReader(text), type));
      } catch (IOException | IllegalArgumentException | NullPointerException e) {
        // The last two are how the client's JSON reader takes a cut or wrong-shaped body.
        return new Result.Failed<>(Failure.unavailable("unreadableAnswer", e));
      }
    }

    @Override
    public void onFailure(String text, HttpHeaders headers) {
      result = new Result.Failed<>(calls.failures().read(status, text, headers.getRetryAfter()));
    }
  }
}

package io.lockstep.microsoft;

import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.kiota.RequestAdapter;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParsableFactory;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Result;
import io.lockstep.call.Sleeper;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes single calls to one mailbox and says what became of them. */
final class GraphCalls {
  /** Exchange takes four requests of an application to a mailbox at a time. */
  static final int AT_ONCE = 4;

  private final RequestAdapter adapter;
  private final AccessTokens tokens;
  private final GraphFailures failures;
  private final Semaphore places;
  private final Sleeper sleeper;
  private final RandomGenerator random;

  /**
   * @param places shared by all who call this mailbox
   */
  GraphCalls(
      RequestAdapter adapter,
      AccessTokens tokens,
      GraphFailures failures,
      Semaphore places,
      Sleeper sleeper,
      RandomGenerator random) {
    this.adapter = adapter;
    this.tokens = tokens;
    this.failures = failures;
    this.places = places;
    this.sleeper = sleeper;
    this.random = random;
  }

  RequestAdapter adapter() {
    return adapter;
  }

  GraphFailures failures() {
    return failures;
  }

  private static HashMap<String, ParsableFactory<? extends Parsable>> errors() {
    HashMap<String, ParsableFactory<? extends Parsable>> errors = new HashMap<>();
    errors.put("XXX", ODataError::createFromDiscriminatorValue);
    return errors;
  }

  /**
   * One attempt.
   *
   * @param request makes the request anew: its content can be read once only
   * @param answer what is answered; null where nothing is
   */
  <T extends Parsable> Result<T> attempt(
      Supplier<RequestInformation> request, @Nullable ParsableFactory<T> answer) {
    return withToken(
        1,
        () ->
            answer == null
                ? nothing(request.get())
                : adapter.send(request.get(), errors(), answer));
  }

  private <T> @Nullable T nothing(RequestInformation request) {
    adapter.sendPrimitive(request, errors(), Void.class);
    return null;
  }

  /** The answer as it came, for a batch of so many requests. */
  Result<InputStream> raw(int requests, Supplier<RequestInformation> request) {
    return withToken(
        Math.min(requests, AT_ONCE),
        () -> adapter.sendPrimitive(request.get(), errors(), InputStream.class));
  }

  /** A refused token is replaced once: nothing was done with it. */
  private <T> Result<T> withToken(int requests, Supplier<@Nullable T> call) {
    Result<T> first = inPlace(requests, call);
    if (!(first instanceof Result.Failed<T>(Failure failure))
        || !failure.is(FailureKind.ACCESS_LOST)) {
      return first;
    }
    // Also where a right is missing: the next pass asks for a token that has it, once it is given.
    tokens.forget();
    return failure.code().equalsIgnoreCase("InvalidAuthenticationToken")
        ? inPlace(requests, call)
        : first;
  }

  private <T> Result<T> inPlace(int requests, Supplier<@Nullable T> call) {
    places.acquireUninterruptibly(requests);
    try {
      return new Result.Done<>(call.get());
    } catch (RuntimeException e) {
      return new Result.Failed<>(failures.read(e));
    } finally {
      places.release(requests);
    }
  }

  /**
   * A read, tried twice where the first try had no answer.
   *
   * @throws CallFailed where both failed
   */
  <T extends Parsable> T read(Supplier<RequestInformation> request, ParsableFactory<T> answer) {
    Result<T> first = attempt(request, answer);
    if (first instanceof Result.Failed<T>(Failure failure) && failure.is(FailureKind.UNAVAILABLE)) {
      pause();
      return value(attempt(request, answer));
    }
    return value(first);
  }

  /**
   * One attempt that must succeed.
   *
   * @throws CallFailed where it did not
   */
  <T extends Parsable> T once(Supplier<RequestInformation> request, ParsableFactory<T> answer) {
    return value(attempt(request, answer));
  }

  private static <T> T value(Result<T> result) {
    @Nullable T value =
        switch (result) {
          case Result.Done<T>(T done) -> done;
          case Result.Failed<T>(Failure failure) -> throw new CallFailed(failure);
        };
    if (value == null) {
      throw new CallFailed(Failure.unavailable("emptyAnswer", null));
    }
    return value;
  }

  /** About a second, never the same for all. */
  void pause() {
    sleeper.sleep(Duration.ofMillis(500 + random.nextLong(1000)));
  }

  void pause(Duration time) {
    sleeper.sleep(time);
  }
}

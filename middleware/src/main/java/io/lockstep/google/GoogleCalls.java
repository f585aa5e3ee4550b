package io.lockstep.google;

import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Result;
import io.lockstep.call.Sleeper;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes single calls and says what became of them. */
final class GoogleCalls {
  private final FailureReader failures;
  private final Sleeper sleeper;
  private final RandomGenerator random;

  GoogleCalls(FailureReader failures, Sleeper sleeper, RandomGenerator random) {
    this.failures = failures;
    this.sleeper = sleeper;
    this.random = random;
  }

  FailureReader failures() {
    return failures;
  }

  /** One attempt. */
  <T> Result<T> attempt(AbstractGoogleClientRequest<T> request) {
    try {
      return new Result.Done<>(request.execute());
    } catch (IOException e) {
      return new Result.Failed<>(failures.read(e));
    } catch (IllegalArgumentException | NullPointerException e) {
      // How the client's JSON reader takes a cut or wrong-shaped body.
      return new Result.Failed<>(Failure.unavailable("unreadableAnswer", e));
    }
  }

  /**
   * A read, tried twice where the first try had no answer or met another write.
   *
   * @throws CallFailed where both failed
   */
  <T> T read(AbstractGoogleClientRequest<T> request) {
    Result<T> first = attempt(request);
    if (first instanceof Result.Failed<T>(Failure failure)
        && (failure.is(FailureKind.UNAVAILABLE) || failure.is(FailureKind.CONFLICT))) {
      pause();
      return value(attempt(request));
    }
    return value(first);
  }

  /**
   * One attempt that must succeed.
   *
   * @throws CallFailed where it did not
   */
  <T> T once(AbstractGoogleClientRequest<T> request) {
    return value(attempt(request));
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
}

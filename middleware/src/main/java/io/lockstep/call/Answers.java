package io.lockstep.call;

import io.lockstep.port.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers to a list of writes while it is being worked off. When a call fails as a whole, what
 * was answered before stands: then the rest is answered too, instead of the failure being thrown.
 */
public final class Answers {
  private final @Nullable Answer[] byPosition;
  private @Nullable Failure firstHalt;
  private boolean done;
  private @Nullable Failure stopped;

  public Answers(int size) {
    this.byPosition = new Answer[size];
  }

  public boolean has(int position) {
    return byPosition[position] != null;
  }

  /** Whether a call failed so that no further one should be made. */
  public boolean isStopped() {
    return stopped != null;
  }

  public void put(int position, Answer answer) {
    byPosition[position] = answer;
    done = true;
  }

  /** As {@link #put(int, Answer)}, remembering where nothing was done because of a limit. */
  public void put(int position, Answer answer, Result<?> result) {
    byPosition[position] = answer;
    if (result instanceof Result.Failed<?> failed
        && (failed.failure().is(FailureKind.RATE_LIMITED)
            || failed.failure().is(FailureKind.ACCESS_LOST))) {
      firstHalt = firstHalt == null ? failed.failure() : firstHalt;
    } else {
      done = true;
    }
  }

  /**
   * A call for these positions failed as a whole: unless the service said otherwise it is not known
   * whether their work was done. Nothing more is tried.
   */
  public void stop(Failure failure, Collection<Integer> positions) {
    stopped = failure;
    if (!failure.nothingDone()) {
      for (int position : positions) {
        byPosition[position] = new Answer.Lost(failure.code());
      }
    }
  }

  /**
   * @throws CallFailed where a call failed as a whole, or a limit or a lost right met every write,
   *     and no write has an answer of its own
   */
  public List<Answer> all() {
    Failure halt = stopped != null ? stopped : firstHalt;
    if (!done && halt != null) {
      throw new CallFailed(halt);
    }
    List<Answer> answers = new ArrayList<>();
    for (Answer answer : Arrays.asList(byPosition)) {
      answers.add(
          answer != null ? answer : new Answer.Again(halt == null ? "notTried" : halt.code()));
    }
    return answers;
  }

  /** The answer for a write that failed by itself, in the absence of a better one. */
  public static Answer refusal(Failure failure) {
    return switch (failure.kind()) {
      case RATE_LIMITED, CONFLICT, ACCESS_LOST, CURSOR_EXPIRED -> new Answer.Again(failure.code());
      case STALE -> new Answer.Stale();
      case UNAVAILABLE -> new Answer.Lost(failure.code());
      case ABSENT, DUPLICATE, REFUSED ->
          new Answer.Refused(failure.code(), failure.field(), failure.detail());
    };
  }
}

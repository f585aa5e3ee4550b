package io.lockstep.call;

import org.jspecify.annotations.Nullable;

/** What one call or one part of a batch came to. */
public sealed interface Result<T> {
  /**
   * The call succeeded.
   *
   * @param value null where the call answers nothing (a deletion)
   */
  record Done<T>(@Nullable T value) implements Result<T> {}

  record Failed<T>(Failure failure) implements Result<T> {}
}

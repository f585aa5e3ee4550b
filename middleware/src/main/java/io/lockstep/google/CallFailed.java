package io.lockstep.google;

/** A call to Google failed as a whole; inside this package only, the port has its own exception. */
final class CallFailed extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Failure failure;

  CallFailed(Failure failure) {
    super(failure.code(), failure.cause());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}

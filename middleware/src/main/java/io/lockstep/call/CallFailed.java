package io.lockstep.call;

/** A call to a mail service failed as a whole. Adapters only: the port has its own exception. */
public final class CallFailed extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Failure failure;

  public CallFailed(Failure failure) {
    super(failure.code(), failure.cause());
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}

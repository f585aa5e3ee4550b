package io.lockstep.sandbox.control;

/** The control service refuses something: an HTTP status and a sentence that says what to do. */
public final class ControlException extends RuntimeException {
  private final int status;

  public ControlException(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  public static ControlException bad(String sentence) {
    return new ControlException(400, sentence);
  }

  public static ControlException missing(String sentence) {
    return new ControlException(404, sentence);
  }

  public int status() {
    return status;
  }
}

package io.lockstep.calendar;

/**
 * Something well formed that cannot be carried exactly. The message is a sentence for a person; it
 * never holds an event's or a person's content.
 */
public final class Unsupported extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unsupported(String reason) {
    super(reason);
  }
}

package io.lockstep.sandbox.microsoft;

import io.lockstep.sandbox.frame.SandboxClock;
import java.util.ArrayList;
import java.util.List;

/** Every message that Exchange would have sent, oldest first. */
public final class Outbox {
  private final SandboxClock clock;
  private final List<Mail> mails = new ArrayList<>();

  public Outbox(SandboxClock clock) {
    this.clock = clock;
  }

  /**
   * @param iCalUId of the event
   */
  public synchronized void post(String from, String to, Mail.Kind kind, String iCalUId) {
    mails.add(new Mail("microsoft", from, to, kind, iCalUId, clock.now()));
  }

  public synchronized List<Mail> mails() {
    return List.copyOf(mails);
  }

  public synchronized void clear() {
    mails.clear();
  }
}

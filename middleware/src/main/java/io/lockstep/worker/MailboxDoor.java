package io.lockstep.worker;

import io.lockstep.port.Mailbox;
import io.lockstep.port.PortException;
import io.lockstep.state.MailboxId;
import io.lockstep.sync.Kind;
import java.util.Set;

/** The way into one person's mailbox, whatever its service. */
interface MailboxDoor {
  Mailbox open();

  /**
   * Sees to it that the service tells of changes of these kinds.
   *
   * @return whether it does
   * @throws PortException where the service refused
   */
  boolean watch(MailboxId mailbox, Set<Kind> kinds);
}

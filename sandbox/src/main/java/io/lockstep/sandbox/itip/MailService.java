package io.lockstep.sandbox.itip;

/**
 * A service with mailboxes and calendars. May be called from any thread, never with a lock held.
 */
public interface MailService {
  /** Whether a mailbox here gets what is sent to this address. */
  boolean hosts(String address);

  void receive(Meeting meeting, String address);

  /** The organizer is hosted here. */
  void receive(Reply reply);
}

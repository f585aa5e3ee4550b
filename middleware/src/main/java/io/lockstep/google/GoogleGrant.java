package io.lockstep.google;

/** What lets us act in somebody's mailbox. Secret: sealed at rest, never logged. */
public sealed interface GoogleGrant {
  /** Who mends it when it is lost. */
  Kind kind();

  enum Kind {
    USER,
    DELEGATION
  }

  /** A person's own consent. */
  record UserConsent(String clientId, String clientSecret, String refreshToken)
      implements GoogleGrant {
    @Override
    public Kind kind() {
      return Kind.USER;
    }

    @Override
    public String toString() {
      return "UserConsent";
    }
  }

  /**
   * A service account to which the Workspace administrator delegated the domain's mailboxes.
   *
   * @param keyJson the key file as Google issued it
   */
  record Delegation(String keyJson) implements GoogleGrant {
    @Override
    public Kind kind() {
      return Kind.DELEGATION;
    }

    @Override
    public String toString() {
      return "Delegation";
    }
  }
}

package io.lockstep.microsoft;

/** What lets us act in somebody's mailbox. Secret: sealed at rest, never logged. */
public sealed interface GraphGrant {
  /** Who mends it when it is lost. */
  Kind kind();

  /** The directory; for a person's consent also {@code organizations}. */
  String tenant();

  String clientId();

  ClientProof proof();

  enum Kind {
    USER,
    APPLICATION
  }

  /** An administrator's consent to application permissions, for all mailboxes or those in scope. */
  record Application(String tenant, String clientId, ClientProof proof) implements GraphGrant {
    @Override
    public Kind kind() {
      return Kind.APPLICATION;
    }

    @Override
    public String toString() {
      return "Application";
    }
  }

  /** A person's own consent. */
  record UserConsent(String tenant, String clientId, ClientProof proof, RefreshTokens tokens)
      implements GraphGrant {
    @Override
    public Kind kind() {
      return Kind.USER;
    }

    @Override
    public String toString() {
      return "UserConsent";
    }
  }
}

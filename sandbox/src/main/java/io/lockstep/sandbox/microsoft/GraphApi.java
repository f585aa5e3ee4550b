package io.lockstep.sandbox.microsoft;

import org.jspecify.annotations.Nullable;

/**
 * A part of Graph that answers some calls. The frame has found the mailbox, checked the token, the
 * permission and the budget, and takes no lock: an API guards its own state. Refusals are {@link
 * GraphError}s.
 */
public interface GraphApi {
  /** Whether the call's path is one of this API's, whatever the method. */
  boolean answers(GraphCall call);

  /**
   * What one needs a permission for: {@code Calendars}, {@code Contacts}, {@code MailboxSettings}.
   * A GET asks for {@code .Read}, everything else for {@code .ReadWrite}. null = the API checks by
   * itself.
   */
  @Nullable String area(GraphCall call);

  /**
   * Whether the mailbox's owner has shared this with the person who signed in, for calls on another
   * person's mailbox with a {@code .Shared} permission.
   */
  default boolean shared(GraphCall call) {
    return false;
  }

  GraphAnswer answer(GraphCall call);
}

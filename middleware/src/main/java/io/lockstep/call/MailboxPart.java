package io.lockstep.call;

import io.lockstep.port.Mailbox;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The things of one kind in a person's mailbox: a calendar, or contacts. Each method does for them
 * what that of {@link Mailbox} says, and may throw {@link CallFailed}. Used by one thread at a
 * time.
 */
public interface MailboxPart {
  Set<String> fields();

  FieldValues normal(FieldValues values);

  Mailbox.Page changes(@Nullable String cursor, @Nullable String page);

  Map<String, Sighting> read(Collection<String> ids);

  List<Snapshot> find(Collection<FieldValues> values);

  /**
   * @param positions of the writes that are of this kind
   * @param answers where theirs are put
   */
  void write(List<Mailbox.Write> writes, Answers answers, List<Integer> positions);

  @Nullable Snapshot findCreated(String createKey);

  Duration createVisibleWithin();
}

package io.lockstep.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a mailbox as a whole.
 *
 * @param cursors by name, for instance {@code item.EVENT}; a cursor that is missing means: list
 *     everything
 * @param removals when deletions and unlinks were made, newest 200, for the brake
 * @param hold why its deletions are held; null = not held
 * @param notes small facts of the flow by name: when a sweep is due, the label's id, counters
 */
public record MailboxFacts(
    Map<String, String> cursors,
    List<Instant> removals,
    @Nullable String hold,
    Map<String, String> notes) {
  public static final MailboxFacts NONE = new MailboxFacts(Map.of(), List.of(), null, Map.of());

  public MailboxFacts {
    cursors = Map.copyOf(cursors);
    removals = List.copyOf(removals);
    notes = Map.copyOf(notes);
  }
}

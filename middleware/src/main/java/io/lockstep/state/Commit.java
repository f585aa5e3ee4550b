package io.lockstep.state;

import io.lockstep.sync.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a mailbox's state that happen together or not at all, in the order given. Immutable
 * once built.
 */
public record Commit(List<Change> changes) {
  public Commit {
    changes = List.copyOf(changes);
  }

  /** One change. */
  public sealed interface Change {
    record AddWork(WorkId id) implements Change {}

    /** Takes the entry off if it was not hinted again since it was read. */
    record DoneWork(WorkEntry entry) implements Change {}

    /** Null forgets the cursor. */
    record PutCursor(String name, @Nullable String cursor) implements Change {}

    record PutLink(Link link) implements Change {}

    record DropLink(Link link) implements Change {}

    record AddRemoval(Instant at) implements Change {}

    /** Null releases the hold. */
    record PutHold(@Nullable String hold) implements Change {}

    /** Null forgets the note. */
    record PutNote(String name, @Nullable String value) implements Change {}
  }

  public static Builder build() {
    return new Builder();
  }

  /** Collects changes. */
  public static final class Builder {
    private final List<Change> changes = new ArrayList<>();

    public Builder add(Change change) {
      changes.add(change);
      return this;
    }

    public boolean isEmpty() {
      return changes.isEmpty();
    }

    public Commit done() {
      return new Commit(changes);
    }
  }
}

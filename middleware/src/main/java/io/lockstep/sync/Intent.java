package io.lockstep.sync;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A write that was decided and journaled, and whose answer is not known yet. Hashes only, never
 * values.
 *
 * @param target the side written to
 * @param key what makes a create recognisable: the record's key, or the item's create key; empty
 *     for other operations
 * @param stamp the stamp put on a record; empty for an item
 * @param sent for each field written, the hash of the source side's value it was taken from
 * @param held for each field written, the hash of what the target is expected to hold afterwards
 * @param version the target's version on which an update or a deletion was decided; null for a
 *     create
 * @param at when it was journaled, UTC
 */
public record Intent(
    Operation operation,
    Side target,
    String key,
    String stamp,
    Map<String, String> sent,
    Map<String, String> held,
    @Nullable String version,
    Instant at) {

  public enum Operation {
    CREATE,
    UPDATE,
    DELETE
  }

  public Intent {
    sent = Map.copyOf(sent);
    held = Map.copyOf(held);
  }
}

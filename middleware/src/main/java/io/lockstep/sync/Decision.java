package io.lockstep.sync;

import java.util.List;
import java.util.Map;

/** What is to be done about a link. The worker does it; nothing here has happened yet. */
public sealed interface Decision {
  Link link();

  /** Nothing to write. {@code keptApart} names fields that stay different and want an issue. */
  record Settle(Link link, List<String> keptApart) implements Decision {}

  /** Make the missing side. {@code values} are what the other side holds. */
  record Create(Link link, Side target, FieldValues values, Snapshot source) implements Decision {}

  /**
   * Write some fields to one side.
   *
   * @param seen the side to be written, as it was compared
   * @param source the side the values come from, as it was compared
   * @param sent hashes of the source's values, for the fields written
   * @param held hashes of what the target will hold, for the fields written
   * @param conflicts to be kept in the org before the write
   * @param again the other side is due as well: look again afterwards
   */
  record Update(
      Link link,
      Side target,
      Snapshot seen,
      Snapshot source,
      Map<String, String> changes,
      Map<String, String> sent,
      Map<String, String> held,
      List<Conflict> conflicts,
      boolean again)
      implements Decision {}

  /** The other side was deleted and this one is unchanged. */
  record Delete(Link link, Side target, Snapshot seen) implements Decision {}

  /**
   * We deleted the record although it had been edited since it was compared: out of the recycle
   * bin.
   */
  record TakeBack(Link link) implements Decision {}

  /**
   * The thing is taken out of step without a deletion: {@code link} is already a tombstone.
   *
   * @param edited the survivor was edited: a person must be asked
   */
  record Part(Link link, Side survivor, boolean edited) implements Decision {}

  /** It cannot be told now: look again later, change nothing. */
  record Wait(Link link, String code) implements Decision {}
}

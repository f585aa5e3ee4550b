package io.lockstep.sync;

import org.jspecify.annotations.Nullable;

/**
 * What looking at an id showed. Only {@link Gone} is ever a reason to delete; unknown never
 * deletes.
 */
public sealed interface Sighting {
  /** It is there. */
  record Present(Snapshot snapshot) implements Sighting {}

  /**
   * It was deleted, for certain, by its system's own word.
   *
   * @param mergedInto the id of the record that took its place; null = none
   * @param last what it held when it was deleted, where its system still shows that (a Salesforce
   *     recycle bin); null = not known
   */
  record Gone(@Nullable String mergedInto, @Nullable Snapshot last) implements Sighting {
    public static final Gone PLAIN = new Gone(null, null);
  }

  /** It could not be seen, for a reason that does not prove a deletion. */
  record Unknown(String code) implements Sighting {}
}

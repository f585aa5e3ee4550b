package io.lockstep.simulation;

import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The habits of a provider, as far as a pass can meet them.
 *
 * @param choosesIds kinds whose items the client names, so that an id once used stays taken
 * @param forgetsCreatesAfter how long a create that is made again is answered with the item of the
 *     first one; zero = never recognised
 * @param showsCreatesWithin how long a new item may stay unseen by a look for its mark
 * @param listsLate kinds whose changes show minutes late in any listing
 * @param contactFields what a contact can hold; a field that is not among them stays on the other
 *     side
 * @param longestNotes where notes are cut
 * @param digitsOnly whether phones are rewritten to their digits
 * @param renames whether a contact gets another id when it is joined to a profile
 * @param namesWhatIsThere whether the feed names as removed what only left the window, what nobody
 *     knows, and what it named before
 * @param bumps whether the service itself changes versions
 * @param echoesMarks whether the answer to a write shows the mark
 * @param expiresWhilePaging whether a token may be refused in the middle of a listing
 * @param restores whether a person can take back a deleted event
 */
record Provider(
    String name,
    Set<Kind> choosesIds,
    Duration forgetsCreatesAfter,
    Map<Kind, Duration> showsCreatesWithin,
    Set<Kind> listsLate,
    Set<String> contactFields,
    int longestNotes,
    boolean digitsOnly,
    boolean renames,
    boolean namesWhatIsThere,
    boolean bumps,
    boolean echoesMarks,
    boolean expiresWhilePaging,
    boolean restores) {

  static final Provider GOOGLE_LIKE =
      new Provider(
          "google-like",
          Set.of(Kind.EVENT),
          Duration.ZERO,
          Map.of(Kind.CONTACT, Duration.ofMinutes(10), Kind.EVENT, Duration.ZERO),
          Set.of(Kind.CONTACT),
          Fields.set(Kind.CONTACT),
          9,
          true,
          true,
          false,
          false,
          true,
          false,
          true);

  /** Holds three addresses of a person; the fourth stays in Salesforce. */
  static final Provider GRAPH_LIKE =
      new Provider(
          "graph-like",
          Set.of(),
          Duration.ofSeconds(90),
          Map.of(Kind.CONTACT, Duration.ofMinutes(3), Kind.EVENT, Duration.ofMinutes(3)),
          Set.of(),
          Set.of("email", "lastName", "phone", "notes"),
          14,
          false,
          false,
          true,
          true,
          false,
          true,
          false);

  Set<String> fields(Kind kind) {
    return kind == Kind.CONTACT ? contactFields : Fields.set(kind);
  }

  Duration showsCreatesWithin(Kind kind) {
    return showsCreatesWithin.getOrDefault(kind, Duration.ZERO);
  }

  /** What a mailbox keeps of these values. */
  FieldValues normal(FieldValues values) {
    Map<String, String> kept = new TreeMap<>(values.values());
    kept.keySet().removeIf(f -> Fields.CONTACT.contains(f) && !contactFields.contains(f));
    kept.replaceAll(
        (field, value) ->
            switch (field) {
              case "phone" -> digitsOnly ? value.replaceAll("[^0-9]", "") : value.trim();
              case "notes" -> Fields.cut(value.trim(), longestNotes);
              default -> value.trim();
            });
    return new FieldValues(kept);
  }
}

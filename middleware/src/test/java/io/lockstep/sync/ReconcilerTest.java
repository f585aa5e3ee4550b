package io.lockstep.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
  private static final String ORG = "00D000000000001AAA";
  private static final String RECORD = "003000000000001AAA";
  private static final List<String> CATALOGUE = List.of("notes");
  private static final Fingerprint FINGERPRINT =
      new Fingerprint(
          "a key of this test".getBytes(StandardCharsets.UTF_8), (field, value) -> value.trim());

  private static Rules rules() {
    UnaryOperator<FieldValues> same = UnaryOperator.identity();
    return new Rules(
        Kind.CONTACT,
        Direction.BOTH,
        Winner.MAIL,
        Set.copyOf(CATALOGUE),
        CATALOGUE,
        true,
        true,
        same,
        same,
        FINGERPRINT,
        NOW,
        Safeguards.ALL,
        Map.of(),
        Set.of());
  }

  private static Shadow shadow(String notes) {
    return new Shadow("v1", Map.of("notes", hash(notes)));
  }

  private static String hash(String notes) {
    return FINGERPRINT.of("notes", notes);
  }

  private static Sighting seen(String id, String notes, String mark) {
    return seen(id, notes, mark, Snapshot.Traits.NONE);
  }

  private static Sighting unselected(String notes) {
    return seen(
        "item",
        notes,
        "",
        new Snapshot.Traits(
            null, null, Snapshot.Exclusion.NOT_IN_COLLECTION, null, List.of(), false));
  }

  private static Sighting seen(String id, String notes, String mark, Snapshot.Traits traits) {
    return new Sighting.Present(
        new Snapshot(
            Kind.CONTACT,
            id,
            "v2",
            FieldValues.NONE.with("notes", notes),
            mark,
            null,
            NOW,
            traits));
  }

  /** Both held "old"; "new" was journaled for the item, and no answer came. */
  private static Link unanswered() {
    Intent intent =
        new Intent(
            Intent.Operation.UPDATE,
            Side.ITEM,
            "",
            "",
            Map.of("notes", hash("new")),
            Map.of("notes", hash("new")),
            "v1",
            NOW);
    return Link.begunBy(Side.RECORD, Kind.CONTACT, RECORD)
        .withId(Side.ITEM, "item")
        .withRevision(1)
        .withShadow(Side.RECORD, shadow("old"))
        .withShadow(Side.ITEM, shadow("old"))
        .withIntent(intent);
  }

  private static String mark(String recordId, String itemHeld) {
    Map<String, String> held = Map.of("notes", hash(itemHeld));
    return new Mark(ORG, recordId, 0, new Baseline(2, held, held)).text(CATALOGUE);
  }

  private static Decision decide(String itemNotes, String mark) {
    return new Reconciler(rules())
        .decide(
            unanswered(),
            seen(RECORD, "new", ""),
            seen("item", itemNotes, mark),
            Merge.Basis.SHADOWS);
  }

  @Test
  void unansweredUpdate_markOfThisWriteAndEditedSince_editComesOver() {
    Decision decision = decide("typed since", mark(RECORD, "new"));

    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Update.class,
            update -> {
              assertThat(update.target()).isEqualTo(Side.RECORD);
              assertThat(update.conflicts()).isEmpty();
            });
  }

  @Test
  void unansweredUpdate_markOfAnotherWriteWithThatRevision_isNoProofThatItArrived() {
    Decision decision = decide("old", mark(RECORD, "something else"));

    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Update.class, update -> assertThat(update.target()).isEqualTo(Side.ITEM));
  }

  @Test
  void unansweredUpdate_markThatACopyBroughtAlong_isNoProofThatItArrived() {
    Decision decision = decide("old", mark("003000000000002AAA", "new"));

    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Update.class, update -> assertThat(update.target()).isEqualTo(Side.ITEM));
  }

  private static Decision decide(Link.State state, Sighting record, Sighting item) {
    Link link = unanswered().withIntent(null).withState(state);
    return new Reconciler(rules()).decide(link, record, item, Merge.Basis.SHADOWS);
  }

  private static void assertSettled(Decision decision, Link.State state) {
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Settle.class, settle -> assertThat(settle.link().state()).isEqualTo(state));
  }

  @Test
  void itemTakenOutOfTheSelection_rests_whateverChanged() {
    assertSettled(
        decide(Link.State.LIVE, seen(RECORD, "edited", ""), unselected("edited too")),
        Link.State.RESTING);
    assertSettled(
        decide(Link.State.RESTING, seen(RECORD, "edited", ""), unselected("old")),
        Link.State.RESTING);
    Sighting hidden = new Sighting.Unknown("NO_ACCESS");
    assertSettled(decide(Link.State.RESTING, hidden, unselected("old")), Link.State.RESTING);
  }

  @Test
  void restingItem_deleted_isNoWordToDeleteTheRecord() {
    assertSettled(
        decide(Link.State.RESTING, seen(RECORD, "old", ""), Sighting.Gone.PLAIN),
        Link.State.ITEM_GONE);
    assertThat(decide(Link.State.LIVE, seen(RECORD, "old", ""), Sighting.Gone.PLAIN))
        .as("while it was selected, it is one")
        .isInstanceOf(Decision.Delete.class);
  }

  @Test
  void record_deletedWhileItsItemRests_leavesTheItem() {
    for (Link.State state : List.of(Link.State.LIVE, Link.State.RESTING)) {
      assertSettled(decide(state, Sighting.Gone.PLAIN, unselected("old")), Link.State.RECORD_GONE);
    }
    assertSettled(
        decide(Link.State.BOTH_GONE, Sighting.Gone.PLAIN, unselected("old")), Link.State.BOTH_GONE);
  }

  @Test
  void selectedAgain_goesOnFromWhatBothHeld() {
    Decision decision = decide(Link.State.RESTING, seen(RECORD, "old", ""), seen("item", "x", ""));
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Update.class,
            update -> {
              assertThat(update.target()).isEqualTo(Side.RECORD);
              assertThat(update.link().state()).isEqualTo(Link.State.LIVE);
              assertThat(update.conflicts()).isEmpty();
            });
  }

  @Test
  void restingItem_thatCannotBeSeen_waits() {
    assertThat(
            decide(Link.State.RESTING, seen(RECORD, "old", ""), new Sighting.Unknown("unreadable")))
        .isInstanceOf(Decision.Wait.class);
  }
}

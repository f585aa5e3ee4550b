package io.lockstep.simulation;

import io.lockstep.port.IssueReport;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Side;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person typed last stands, was overtaken by what a person typed later, or is kept in an
 * issue.
 */
final class ValuesVerdict {
  private final Evidence evidence;

  ValuesVerdict(Evidence evidence) {
    this.evidence = evidence;
  }

  void check() {
    Map<String, World.Said> last = new HashMap<>();
    for (World.Said said : evidence.life.world.said) {
      last.put(said.side() + said.id() + "/" + said.field(), said);
    }
    last.values().forEach(this::check);
  }

  private void check(World.Said said) {
    if (said.back()) {
      return; // the last that the sync saw is what was put back: no change
    }
    if (said.value().isEmpty() && foundAPartner(said)) {
      return; // blank before the two were matched: it was filled then
    }
    FieldValues here = evidence.present(said.side(), said.id());
    if (here == null) {
      deletedUnder(said);
    } else if (!evidence.holds(said, here) && !overtaken(said, here) && !keptInIssue(said)) {
      evidence.bad(
          "lost "
              + said.side()
              + " "
              + said.id()
              + " "
              + said.field()
              + "="
              + said.value()
              + " now "
              + here.get(said.field()));
    }
  }

  /** Both sides were there before they were matched: an empty field is filled then. */
  private boolean foundAPartner(World.Said said) {
    return evidence.everLinked(said.id()).stream()
        .map(evidence::row)
        .filter(row -> row != null)
        .anyMatch(
            row ->
                evidence.life.state.everPartners(row.id).stream()
                    .anyMatch(partner -> foundEachOther(row, evidence.item(partner))));
  }

  private static boolean foundEachOther(@Nullable Row row, @Nullable Item item) {
    return row != null && item != null && item.madeFor == null && !item.key().equals(row.madeFor);
  }

  /** Something typed later took its place; that stands, or lost a conflict in turn and is kept. */
  private boolean overtaken(World.Said said, FieldValues here) {
    Provider provider = evidence.providerOf(said.side(), said.id());
    return later(said)
        .anyMatch(
            s ->
                Forms.holds(s.field(), s.value(), provider, here)
                    || keptInIssue(s)
                    || (s.value().isEmpty() && foundAPartner(s)));
  }

  private java.util.stream.Stream<World.Said> later(World.Said said) {
    Set<String> ofPair = evidence.everLinked(said.id());
    return evidence.life.world.said.stream()
        .filter(s -> s.order() > said.order() && s.field().equals(said.field()))
        .filter(s -> ofPair.contains(s.id()));
  }

  private boolean keptInIssue(World.Said said) {
    Set<String> ofPair = evidence.everLinked(said.id());
    return evidence.life.org.issues.values().stream()
        .map(SimulatedOrg.Kept::issue)
        .filter(i -> i.type() == IssueReport.Type.CONFLICT && i.field().equals(said.field()))
        .filter(
            i ->
                ofPair.contains(String.valueOf(i.recordId()))
                    || ofPair.contains(String.valueOf(i.itemId())))
        .anyMatch(
            i ->
                Forms.shownAs(said.field(), said.value(), i.losingValue())
                    || evidence.holds(said, FieldValues.NONE.with(said.field(), i.losingValue())));
  }

  /** The sync deleted a thing under an edit that the other side never showed. */
  private void deletedUnder(World.Said said) {
    Row row = said.side() == Side.RECORD ? evidence.row(said.id()) : null;
    Item item = said.side() == Side.ITEM ? evidence.item(said.id()) : null;
    boolean byUs = (row != null && row.deletedByUs) || (item != null && item.deletedByUs);
    boolean madeUpName = said.field().equals("lastName") && said.value().isEmpty();
    if (row != null && row.deletedUnseen && evidence.life.state.wasLost()) {
      return; // the look that follows would have taken it back; it lies in the recycle bin
    }
    Set<String> partners = evidence.life.state.everPartners(said.id());
    if (!byUs || partners.isEmpty() || madeUpName) {
      return;
    }
    Side other = said.side().other();
    boolean cannotHold =
        partners.stream()
            .map(partner -> evidence.providerOf(Side.ITEM, partner))
            .anyMatch(p -> p != null && !holdsField(p, said.field()));
    boolean shown =
        partners.stream()
            .map(partner -> evidence.everHeld(other, partner))
            .anyMatch(held -> held != null && shows(said, held.get(said.field())));
    if (!shown && !cannotHold && later(said).findAny().isEmpty() && !keptInIssue(said)) {
      evidence.bad("deleted under an edit: " + said);
    }
  }

  private static boolean holdsField(Provider provider, String field) {
    return !Fields.CONTACT.contains(field) || provider.contactFields().contains(field);
  }

  /** Whether what was typed and what the other side shows are the same in some normal form. */
  private static boolean shows(World.Said said, String value) {
    return Forms.shownAs(said.field(), said.value(), value)
        || Forms.shownAs(said.field(), value, said.value());
  }
}

package io.lockstep.worker;

import io.lockstep.sync.Baseline;
import io.lockstep.sync.Intent;
import io.lockstep.sync.Link;
import io.lockstep.sync.Mark;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Shadow;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import io.lockstep.sync.Stamp;
import java.util.List;
import java.util.Optional;

/** What follows from an open create once the thing it made was found. */
final class Intents {
  private Intents() {}

  /**
   * A link whose create is known to have happened: both sides held what was sent, and later edits
   * then show as changes. What the thing itself says of that goes before the journal, which may
   * tell of a later attempt than the one that made it.
   *
   * @param made what the create made, as it was found
   */
  static Link created(Pass pass, Link link, Sighting made) {
    Intent intent = link.intent();
    if (intent == null || intent.operation() != Intent.Operation.CREATE) {
      return link;
    }
    Link known = link.withIntent(null);
    if (!pass.safeguards.on(Safeguard.CREATE_INTENT)) {
      return known;
    }
    Shadow target = Shadow.EMPTY.with(intent.held());
    Shadow source = Shadow.EMPTY.with(intent.sent());
    Side side = intent.target();
    List<String> catalogue = pass.rules(link.kind()).catalogue();
    Baseline left = left(pass, side, made, catalogue).orElse(null);
    if (left != null) {
      Shadow targetLeft = new Shadow("", side == Side.ITEM ? left.item() : left.record());
      Shadow sourceLeft = new Shadow("", side == Side.ITEM ? left.record() : left.item());
      boolean same = agree(target, targetLeft, catalogue) && agree(source, sourceLeft, catalogue);
      if (!same) {
        return known
            .withRevision(left.revision())
            .withShadow(side, targetLeft)
            .withShadow(side.other(), sourceLeft);
      }
    }
    return known
        .withRevision(link.revision() + 1)
        .withShadow(side, target)
        .withShadow(side.other(), source);
  }

  private static boolean agree(Shadow journaled, Shadow left, List<String> catalogue) {
    return catalogue.stream().allMatch(f -> left.holds(f, journaled.hashes().getOrDefault(f, "")));
  }

  /** The baseline that our last write left on a thing. */
  private static Optional<Baseline> left(
      Pass pass, Side side, Sighting seen, List<String> catalogue) {
    Snapshot snapshot =
        switch (seen) {
          case Sighting.Present present -> present.snapshot();
          case Sighting.Gone gone -> gone.last();
          case Sighting.Unknown unknown -> null;
        };
    if (snapshot == null) {
      return Optional.empty();
    }
    return side == Side.ITEM
        ? Mark.parse(snapshot.mark(), catalogue).map(Mark::baseline)
        : Stamp.left(snapshot.mark(), pass.mailbox.userId(), catalogue);
  }
}

package io.lockstep.worker;

import io.lockstep.sync.Intent;
import io.lockstep.sync.Link;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Safeguards;
import io.lockstep.sync.Shadow;

/** What follows from an open create once the thing it made was found. */
final class Intents {
  private Intents() {}

  /**
   * A link whose create is known to have happened: both sides held what was journaled; later edits
   * then show as changes.
   */
  static Link created(Link link, Safeguards safeguards) {
    Intent intent = link.intent();
    if (intent == null || intent.operation() != Intent.Operation.CREATE) {
      return link;
    }
    Link known = link.withIntent(null);
    if (!safeguards.on(Safeguard.CREATE_INTENT)) {
      return known;
    }
    return known
        .withRevision(link.revision() + 1)
        .withShadow(intent.target(), Shadow.EMPTY.with(intent.held()))
        .withShadow(intent.target().other(), Shadow.EMPTY.with(intent.sent()));
  }
}

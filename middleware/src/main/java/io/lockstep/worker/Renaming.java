package io.lockstep.worker;

import io.lockstep.port.IssueReport;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import java.util.List;
import java.util.Map;

/**
 * Takes links over to the ids that their items have now: a Google contact that is joined to a
 * profile gets another resource name, and is no new contact.
 */
final class Renaming {
  private final Pass pass;
  private final Kind kind;

  Renaming(Pass pass, Kind kind) {
    this.pass = pass;
    this.kind = kind;
  }

  /** Whether an item was found under another id than its link's. */
  static boolean isRenamed(Link link, Sighting item) {
    return link.itemId() != null
        && item instanceof Sighting.Present present
        && !present.snapshot().id().equals(link.itemId());
  }

  /** The links of these items, by the ids that the items had, go over to the new ones. */
  void follow(Map<String, String> newIds) {
    if (!newIds.isEmpty()) {
      pass.state
          .links(pass.mailbox, kind, Side.ITEM, newIds.keySet())
          .forEach((old, link) -> follow(link, newIds.getOrDefault(old, old)));
    }
  }

  /**
   * Takes one link over.
   *
   * @return the link as it is now: under the new id, or a tombstone where the item was taken for a
   *     new one before and has a record of its own by now
   */
  Link follow(Link link, String newId) {
    Link other = pass.state.links(pass.mailbox, kind, Side.ITEM, List.of(newId)).get(newId);
    boolean taken = other != null && !other.id().equals(link.id());
    Link followed =
        taken
            ? link.withId(Side.ITEM, null).withIntent(null).withState(Link.State.ITEM_GONE)
            : link.withId(Side.ITEM, newId);
    if (taken) {
      report(link, newId);
    }
    pass.lease.commit(Commit.build().add(new Change.PutLink(followed)).done());
    return followed;
  }

  private void report(Link link, String newId) {
    pass.lease.beforeCall();
    pass.crm.report(
        List.of(
            new IssueReport(
                pass.mailbox + ".RENAMED." + link.recordId() + "." + newId,
                IssueReport.Type.UNRESOLVED,
                kind,
                link.recordId(),
                newId,
                "",
                "",
                null,
                "RENAMED_ITEM_HAS_ANOTHER_RECORD",
                "Your mailbox gave this contact another id, and it was taken for a new one. Two"
                    + " records stand for it now: merge them in Salesforce.")));
  }
}

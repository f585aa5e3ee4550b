package io.lockstep.simulation;

import io.lockstep.port.CrmFeed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The org's change feed: ids in any order, some twice, changes that show late, deletions among
 * them.
 */
final class FeedPort implements CrmFeed {
  private final SimulatedOrg org;
  private final World world;

  /** How far each read reaches back behind its cursor. */
  Duration overlap = Duration.ofMinutes(5);

  FeedPort(SimulatedOrg org) {
    this.org = org;
    this.world = org.world;
  }

  @Override
  public String start() {
    return org.clock().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Override
  public Page changes(String cursor) {
    world.before("feed");
    Instant from = Instant.parse(cursor).minus(overlap);
    List<Change> changes = new ArrayList<>();
    for (Row row : org.rows.values()) {
      if (!row.modified.isBefore(from) && !row.visible.isAfter(world.instant())) {
        changes.add(new Change(row.kind, row.id, row.owner, row.deleted));
        if (world.fault(.1)) {
          changes.add(new Change(row.kind, row.id, row.owner, row.deleted));
        }
      }
    }
    Collections.shuffle(changes, world.random);
    return new Page(changes, start(), false);
  }
}

package io.lockstep.simulation;

import io.lockstep.port.Answer;
import io.lockstep.port.Crm;
import io.lockstep.port.IssueReport;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The org as one user's sync meets it, as unhelpful as the real one: no answered values, times of
 * whole seconds, and no compare-and-set but by the package's trigger.
 */
final class CrmPort implements Crm {
  private final SimulatedOrg org;
  private final World world;
  private final SimulatedMailbox mailbox;
  private final String userId;

  CrmPort(SimulatedOrg org, SimulatedMailbox mailbox) {
    this.org = org;
    this.world = org.world;
    this.mailbox = mailbox;
    this.userId = mailbox.userId;
  }

  @Override
  public Set<String> fields(Kind kind) {
    return Fields.set(kind);
  }

  @Override
  public FieldValues normal(Kind kind, FieldValues values) {
    return Fields.normalRecord(values);
  }

  private Snapshot snapshot(Row row) {
    row.known.put(userId, row.fields);
    row.seenStamps.put(userId, String.valueOf(row.stamp));
    return shown(row);
  }

  private static Snapshot shown(Row row) {
    return new Snapshot(
        row.kind,
        row.id,
        row.modified.toString(),
        row.fields,
        row.stamp,
        row.key,
        row.modified,
        new Snapshot.Traits(null, null, null, row.owner, List.of(), false));
  }

  // ---- reading

  @Override
  public Crm.Page candidates(Kind kind, Scope scope, @Nullable String page) {
    world.before("candidates");
    List<Row> rest =
        org.live(kind).stream()
            .filter(r -> scope.allVisible() || r.owner.equals(userId))
            .filter(r -> page == null || r.id.compareTo(page) > 0)
            .toList();
    List<Row> here = rest.subList(0, Math.min(3, rest.size()));
    List<Snapshot> seen = new ArrayList<>();
    for (Row row : here) {
      if (!(world.listingFaults && world.fault(.1))) {
        seen.add(snapshot(row));
      }
    }
    return new Crm.Page(seen, rest.size() > here.size() ? here.getLast().id : null);
  }

  @Override
  public Map<String, Sighting> read(Kind kind, Collection<String> ids) {
    world.before("read");
    Map<String, Sighting> seen = new HashMap<>();
    for (String id : ids) {
      Row row = org.rows.get(id);
      if (row == null || row.deleted || (world.listingFaults && world.fault(.01))) {
        seen.put(id, new Sighting.Unknown("NO_ACCESS"));
      } else {
        seen.put(id, new Sighting.Present(snapshot(row)));
      }
    }
    return seen;
  }

  @Override
  public Map<String, Sighting> confirmGone(Kind kind, Collection<String> ids) {
    world.before("confirmGone");
    Map<String, Sighting> seen = new HashMap<>();
    for (String id : ids) {
      Row row = org.rows.get(id);
      seen.put(
          id,
          row != null && row.deleted
              ? new Sighting.Gone(null, snapshot(row))
              : new Sighting.Unknown("NO_ACCESS"));
    }
    return seen;
  }

  @Override
  public List<KeyMatch> findByKey(Kind kind, Collection<String> keys) {
    world.before("findByKey");
    List<KeyMatch> found = new ArrayList<>();
    for (Row row : org.rows.values()) {
      if (row.kind == kind && row.key != null && keys.contains(row.key)) {
        Sighting seen =
            row.deleted
                ? new Sighting.Gone(null, snapshot(row))
                : new Sighting.Present(snapshot(row));
        found.add(new KeyMatch(row.key, row.id, seen));
      }
    }
    return found;
  }

  @Override
  public List<Snapshot> find(Kind kind, Collection<FieldValues> values) {
    world.before("find");
    var matching = kind == Kind.CONTACT ? Fields.CONTACTS : Fields.EVENTS;
    List<String> keys = values.stream().flatMap(v -> matching.naturalKeys(v).stream()).toList();
    return org.live(kind).stream()
        .filter(r -> kind == Kind.CONTACT || r.owner.equals(userId))
        .filter(r -> matching.naturalKeys(r.fields).stream().anyMatch(keys::contains))
        .map(r -> isLinked(r) ? shown(r) : snapshot(r))
        .toList();
  }

  /** A linked record that a search shows is passed over: nothing of it was taken note of. */
  private boolean isLinked(Row row) {
    return world.everLinked(row.id).stream().anyMatch(id -> mailbox.item(id) != null);
  }

  @Override
  public Set<String> inScope(Kind kind, Scope scope, Collection<String> ids) {
    return Set.copyOf(ids);
  }

  @Override
  public Set<String> lookedUp(Kind kind) {
    return Set.of();
  }

  // ---- writing

  @Override
  public List<Answer> write(List<Write> asked) {
    world.before("write");
    List<Answer> answers = new ArrayList<>();
    for (Write write : asked) {
      Answer answer = world.fault(.02) ? new Answer.Again("UNABLE_TO_LOCK_ROW") : one(write);
      world.trace(write + " -> " + answer + " " + valuesOf(write));
      answers.add(answer);
    }
    world.after("write");
    return answers;
  }

  private static Object valuesOf(Write write) {
    return write instanceof Write.Upsert upsert ? upsert.fields().values() : "";
  }

  private Answer one(Write write) {
    return switch (write) {
      case Write.Upsert upsert -> upsert(upsert);
      case Write.Update update -> {
        Row row = org.rows.get(update.id());
        if (row == null || row.deleted) {
          yield new Answer.Missing();
        }
        if (!sees(update.seen(), row)) {
          yield new Answer.Stale();
        }
        org.writes++;
        org.save(row, Fields.normalRecord(row.fields.overlaid(update.changes())), update.stamp());
        yield new Answer.Saved(row.id, false);
      }
      case Write.Delete delete -> {
        Row row = org.rows.get(delete.id());
        if (row == null || row.deleted) {
          yield new Answer.Missing();
        }
        org.writes++;
        row.deleted = true;
        row.everDeleted = true;
        row.deletedByUs = true;
        row.deletedUnseen = !String.valueOf(row.stamp).equals(row.seenStamps.get(userId));
        org.touch(row);
        org.removals.computeIfAbsent(userId, u -> new ArrayList<>()).add(world.instant());
        yield new Answer.Deleted();
      }
      case Write.Undelete undelete -> {
        Row row = org.rows.get(undelete.id());
        if (row == null) {
          yield new Answer.Missing();
        }
        if (!org.keyIsFree(row)) {
          yield new Answer.Refused("DUPLICATE_VALUE", "LockstepKey__c", "The key is in use.");
        }
        org.writes++;
        row.deleted = false;
        row.deletedByUs = false;
        org.touch(row);
        yield new Answer.Saved(row.id, false);
      }
    };
  }

  private static boolean sees(String seen, Row row) {
    return seen.equals(ANYTHING) || seen.equals(Crm.seen(shown(row)));
  }

  private Answer upsert(Write.Upsert upsert) {
    Row row =
        org.rows.values().stream()
            .filter(r -> upsert.key().equals(r.key) && !r.deleted)
            .findFirst()
            .orElse(null);
    boolean created = row == null;
    if (row != null && !upsert.seen().equals(ANYTHING)) {
      return new Answer.Stale();
    }
    org.writes++;
    if (row == null) {
      row = org.insert(upsert.kind(), userId, upsert.fields());
      row.key = upsert.key();
      row.madeFor = upsert.key();
    }
    org.save(
        row, Fields.normalRecord(row.fields.overlaid(upsert.fields().values())), upsert.stamp());
    return new Answer.Saved(row.id, created);
  }

  @Override
  public void report(List<IssueReport> reported) {
    world.before("report");
    for (IssueReport issue : reported) {
      world.trace("issue " + issue + " " + issue.key());
      org.issues.putIfAbsent(issue.key(), new SimulatedOrg.Kept(userId, issue));
    }
    world.after("report");
  }
}

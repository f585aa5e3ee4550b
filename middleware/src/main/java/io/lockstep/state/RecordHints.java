package io.lockstep.state;

import static io.lockstep.state.RedisScript.bytes;

import io.lockstep.sync.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/**
 * Which mailboxes may have a link to a record, in a fixed number of cells for each org. Hints: an
 * entry may be left over, but none of a live link may be missing. So an entry is made before the
 * commit that makes the link, taken off after the commit that drops it, and carries the epoch of
 * the lease that made it, so that a worker that lost its lease cannot take off what its successor
 * noted.
 */
final class RecordHints {
  private static final int CELLS = 64;

  private static final RedisScript ADD = RedisScript.named("record-hints-add");
  private static final RedisScript DROP = RedisScript.named("record-hints-drop");

  private final UnifiedJedis redis;

  RecordHints(UnifiedJedis redis) {
    this.redis = redis;
  }

  /** A record of a kind. */
  record RecordRef(Kind kind, String id) {
    String field() {
      return (kind == Kind.CONTACT ? "c" : "e") + id;
    }
  }

  void add(Lease lease, Collection<RecordRef> records) {
    run(ADD, lease, records);
  }

  void drop(Lease lease, Collection<RecordRef> records) {
    run(DROP, lease, records);
  }

  Map<String, List<MailboxId>> mailboxesOf(String orgId, Kind kind, Collection<String> recordIds) {
    Map<String, List<MailboxId>> found = new LinkedHashMap<>();
    List<RecordRef> records = recordIds.stream().map(id -> new RecordRef(kind, id)).toList();
    Map<String, Response<List<String>>> answers = new TreeMap<>();
    Map<String, List<RecordRef>> cells = byCell(orgId, records);
    try (AbstractPipeline pipeline = redis.pipelined()) {
      cells.forEach(
          (cell, refs) ->
              answers.put(
                  cell,
                  pipeline.hmget(
                      cell, refs.stream().map(RecordRef::field).toArray(String[]::new))));
    }
    answers.forEach(
        (cell, answer) -> {
          List<RecordRef> refs = cells.getOrDefault(cell, List.of());
          for (int i = 0; i < refs.size(); i++) {
            String value = answer.get().get(i);
            if (value != null) {
              found.put(refs.get(i).id(), mailboxes(orgId, value));
            }
          }
        });
    return found;
  }

  private static List<MailboxId> mailboxes(String orgId, String value) {
    List<MailboxId> mailboxes = new ArrayList<>();
    for (String entry : value.split(" ", -1)) {
      mailboxes.add(new MailboxId(orgId, entry.substring(0, entry.lastIndexOf(':'))));
    }
    return mailboxes;
  }

  private void run(RedisScript script, Lease lease, Collection<RecordRef> records) {
    byCell(lease.mailbox().orgId(), records)
        .forEach(
            (cell, refs) -> {
              List<byte[]> args = new ArrayList<>();
              args.add(bytes(lease.mailbox().userId()));
              args.add(bytes(Long.toString(lease.epoch(), 36)));
              refs.forEach(ref -> args.add(bytes(ref.field())));
              Object unused = script.run(redis, List.of(bytes(cell)), args);
            });
  }

  private static Map<String, List<RecordRef>> byCell(String orgId, Collection<RecordRef> records) {
    Map<String, List<RecordRef>> cells = new TreeMap<>();
    for (RecordRef ref : records) {
      int cell = Math.floorMod(ref.id().hashCode(), CELLS);
      cells
          .computeIfAbsent(
              "lockstep:{" + orgId + "~" + cell + "}:records", key -> new ArrayList<>())
          .add(ref);
    }
    return cells;
  }
}

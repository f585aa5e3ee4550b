package io.lockstep.salesforce;

import io.lockstep.port.CrmFeed;
import io.lockstep.port.PortException;
import io.lockstep.sync.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The change feed of an org: rows in the order of SystemModstamp and id, deleted ones included, and
 * hourly the delete log for rows that are gone for good. Stamps are given when a save begins and
 * show when it commits, so each run reaches back five minutes from the newest stamp that was seen.
 *
 * <p>Stamps have whole seconds: a row that is read right after a save may be saved again with the
 * same stamp. So what is read that early is reported once more, when its second has surely passed.
 */
final class SalesforceFeed implements CrmFeed {
  static final Duration OVERLAP = Duration.ofMinutes(5);
  private static final Duration DELETE_LOG_EVERY = Duration.ofHours(1);

  /** After this a row's second has passed, and what was saved in it shows. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  /** More than this in five minutes is a mass load; then repeating is cheaper than remembering. */
  private static final int REMEMBERED = 50_000;

  /**
   * What was told of a row.
   *
   * @param state its stamp, and whether it is deleted; {@code gone} = by the delete log
   * @param again when it is to be told once more; null = never
   */
  private record Reported(String state, @Nullable Instant again) {
    static final Reported GONE = new Reported("gone", null);

    boolean covers(String seen, Instant now) {
      return state.equals(seen) && (again == null || now.isBefore(again));
    }
  }

  private final RecordQueries queries;
  private final DeletionCheck deletions;
  private final InstantSource clock;
  private final Map<String, Reported> reported = new HashMap<>();

  /** More than a page lies in the overlap: it would be read again and again until the next edit. */
  private boolean crowded;

  /** Salesforce's time before the run in progress; asked only where the overlap is crowded. */
  private @Nullable Instant began;

  /**
   * @param integration sees all data; used by this feed alone
   */
  SalesforceFeed(SoapUser integration, InstantSource clock) {
    this.queries = new RecordQueries(integration);
    this.deletions = new DeletionCheck(queries);
    this.clock = clock;
  }

  @Override
  public String start() {
    Instant now = deletions.serverTime();
    return FeedCursor.startingAt(now.minus(OVERLAP), now.minus(OVERLAP)).text();
  }

  @Override
  public Page changes(String cursor) {
    FeedCursor from = FeedCursor.parse(cursor);
    if (beginsARun(from)) {
      began = crowded ? deletions.serverTime() : null;
      crowded = false;
    }
    List<Change> changes = new ArrayList<>();
    boolean more = false;
    for (Kind kind : Kind.values()) {
      List<Row> rows = rows(kind, from.position(kind));
      for (Row row : rows) {
        report(kind, row, changes);
      }
      boolean full = rows.size() >= SoapUser.PAGE;
      from = from.with(kind, next(from.position(kind), rows, full));
      more |= full;
      crowded |= full;
    }
    if (!more) {
      from = deletions(from, changes);
      forgetBefore(from);
    }
    return new Page(changes, from.text(), more);
  }

  private static boolean beginsARun(FeedCursor cursor) {
    return Arrays.stream(Kind.values()).allMatch(kind -> cursor.position(kind).afterId().isEmpty());
  }

  private List<Row> rows(Kind kind, FeedCursor.Position at) {
    String stamp = Soql.time(at.stamp());
    String where =
        at.afterId().isEmpty()
            ? "SystemModstamp >= " + stamp
            : "(SystemModstamp > "
                + stamp
                + " OR (SystemModstamp = "
                + stamp
                + " AND Id > "
                + Soql.text(at.afterId())
                + "))";
    return queries.all(
        "SELECT Id, OwnerId, SystemModstamp, IsDeleted FROM "
            + DeletionCheck.object(kind)
            + " WHERE "
            + where
            + " ORDER BY SystemModstamp, Id LIMIT "
            + SoapUser.PAGE,
        true);
  }

  /**
   * Within a run on from the last row; after it back by the overlap, but never behind its start.
   */
  private FeedCursor.Position next(FeedCursor.Position at, List<Row> rows, boolean full) {
    if (rows.isEmpty()) {
      return FeedCursor.Position.at(back(at));
    }
    Row last = rows.getLast();
    Instant stamp = Objects.requireNonNull(last.time("SystemModstamp"));
    Instant newest = stamp.isAfter(at.newest()) ? stamp : at.newest();
    FeedCursor.Position read = new FeedCursor.Position(stamp, last.id(), newest);
    return full ? read : FeedCursor.Position.at(back(read));
  }

  private Instant back(FeedCursor.Position read) {
    // The newest stamp of a run without rows is its own start, which lies back already.
    Instant back = read.afterId().isEmpty() ? read.stamp() : read.newest().minus(OVERLAP);
    if (began == null) {
      return back;
    }
    // What was stamped five minutes before this run began had shown by then.
    Instant shown = began.minus(OVERLAP);
    return shown.isAfter(back) ? shown : back;
  }

  private void report(Kind kind, Row row, List<Change> changes) {
    String state = row.text("SystemModstamp") + row.flag("IsDeleted");
    Instant now = clock.instant();
    Reported before = reported.get(row.id());
    if (before != null && before.covers(state, now)) {
      return;
    }
    boolean first = before == null || !before.state().equals(state);
    reported.put(row.id(), new Reported(state, first ? again(row, now) : null));
    String owner = row.text("OwnerId");
    changes.add(
        new Change(
            kind,
            row.id(),
            RecordIds.isId(owner) ? RecordIds.full(owner) : null,
            row.flag("IsDeleted")));
  }

  private static @Nullable Instant again(Row row, Instant now) {
    Instant stamp = row.time("SystemModstamp");
    return stamp == null || stamp.isBefore(now.minus(SETTLED)) ? null : now.plus(SETTLED);
  }

  /** The log of what is gone for good, hourly: Salesforce asks not to read it all the time. */
  private FeedCursor deletions(FeedCursor at, List<Change> changes) {
    Instant since = at.deletionsUntil();
    if (clock.instant().isBefore(since.plus(DELETE_LOG_EVERY))) {
      return at;
    }
    Instant until = null;
    for (Kind kind : Kind.values()) {
      DeletionCheck.Deleted log = deletions.deletedSince(DeletionCheck.object(kind), since);
      if (log.earliest() != null && log.earliest().isAfter(since)) {
        throw new PortException.CursorExpired("DELETE_LOG_PURGED");
      }
      for (String id : log.ids()) {
        if (!Reported.GONE.equals(reported.put(id, Reported.GONE))) {
          changes.add(new Change(kind, id, null, true));
        }
      }
      until = until == null || log.covered().isBefore(until) ? log.covered() : until;
    }
    return until == null || until.isBefore(since) ? at : at.deletionsReadUntil(until);
  }

  /** What lies before the overlap is not read again. */
  private void forgetBefore(FeedCursor at) {
    if (reported.size() > REMEMBERED) {
      reported.clear();
      return;
    }
    Instant oldest = at.deletionsUntil();
    for (Kind kind : Kind.values()) {
      Instant stamp = at.position(kind).stamp();
      oldest = stamp.isBefore(oldest) ? stamp : oldest;
    }
    String limit = oldest.toString();
    reported
        .values()
        .removeIf(row -> !row.equals(Reported.GONE) && row.state().compareTo(limit) < 0);
  }
}

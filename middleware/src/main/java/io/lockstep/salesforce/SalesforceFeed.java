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
 * <p>SystemModstamp has whole seconds: a row that is read right after a save may be saved again
 * within the same one. What was told of a row is therefore remembered with our stamp on it, which
 * is another after each save.
 */
final class SalesforceFeed implements CrmFeed {
  static final Duration OVERLAP = Duration.ofMinutes(5);
  private static final Duration DELETE_LOG_EVERY = Duration.ofHours(1);

  /** More than this in five minutes is a mass load; then repeating is cheaper than remembering. */
  private static final int REMEMBERED = 50_000;

  /** What was told of a row that is gone for good, by the delete log. */
  private static final String GONE = "gone";

  private final RecordQueries queries;
  private final DeletionCheck deletions;
  private final InstantSource clock;

  /** What was told of rows: their times, stamps, and whether they are deleted. */
  private final Map<String, String> reported = new HashMap<>();

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
        "SELECT Id, OwnerId, SystemModstamp, IsDeleted, LockstepStamp__c FROM "
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
    String state =
        row.text("SystemModstamp")
            + " "
            + row.flag("IsDeleted")
            + " "
            + row.text("LockstepStamp__c");
    if (state.equals(reported.put(row.id(), state))) {
      return;
    }
    String owner = row.text("OwnerId");
    changes.add(
        new Change(
            kind,
            row.id(),
            RecordIds.isId(owner) ? RecordIds.full(owner) : null,
            row.flag("IsDeleted")));
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
        if (!GONE.equals(reported.put(id, GONE))) {
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
    reported.values().removeIf(row -> !row.equals(GONE) && row.compareTo(limit) < 0);
  }
}

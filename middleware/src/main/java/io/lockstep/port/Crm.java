package io.lockstep.port;

import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The CRM as one acting user sees it: reads and writes with that user's rights. It does not answer
 * values, and knows a compare-and-set by the package's trigger only: each save gives the record
 * another stamp, and a write that says which stamp it saw is refused as {@link Answer.Stale} where
 * another one is there. Every method may throw {@link PortException}. Used by one thread at a time.
 */
public interface Crm {

  /** Which records of the user take part. */
  record Scope(
      boolean allVisible,
      @Nullable String filter,
      java.time.@Nullable Instant eventsFrom,
      java.time.@Nullable Instant eventsUntil) {}

  /**
   * A page of the user's own records in scope, with content. {@code next} is null on the last page.
   */
  record Page(List<Snapshot> seen, @Nullable String next) {
    public Page {
      seen = List.copyOf(seen);
    }
  }

  /** What a write saw of a record that carries no stamp. */
  String UNSTAMPED = "unstamped";

  /** What a write saw where there is no record with its key. */
  String UNSAVED = "unsaved";

  /** What a write saw that is to be made whatever is there. */
  String ANYTHING = "";

  /** What a write saw that follows from this sight of a record. */
  static String seen(Snapshot record) {
    return record.mark() == null ? UNSTAMPED : record.mark();
  }

  /**
   * A write. Every save carries a fresh {@code stamp}, and in {@code seen} the stamp that the
   * record had when the write was decided, or one of {@link #UNSTAMPED}, {@link #UNSAVED} and
   * {@link #ANYTHING}.
   */
  sealed interface Write {
    /** Created once for a key, whoever tries how often. */
    record Upsert(Kind kind, String key, FieldValues fields, String stamp, String seen)
        implements Write {}

    record Update(Kind kind, String id, Map<String, String> changes, String stamp, String seen)
        implements Write {}

    record Delete(Kind kind, String id) implements Write {}

    /** Takes a deleted record out of the recycle bin. */
    record Undelete(Kind kind, String id) implements Write {}
  }

  /** The fields of a kind that the acting user may see and edit. */
  Set<String> fields(Kind kind);

  /** What Salesforce would keep of these values, whole records only; pure and idempotent. */
  FieldValues normal(Kind kind, FieldValues values);

  /** The user's own filtered query. */
  Page candidates(Kind kind, Scope scope, @Nullable String page);

  /**
   * Looks at records by id as the user, in one call for up to 2,000. Every id asked for has an
   * entry; what the user does not see is {@link Sighting.Unknown}, never gone.
   */
  Map<String, Sighting> read(Kind kind, Collection<String> ids);

  /**
   * Asks, as a user who sees all data, whether ids were deleted. Every id has an entry: gone (with
   * the record it was merged into), or unknown.
   */
  Map<String, Sighting> confirmGone(Kind kind, Collection<String> ids);

  /**
   * A record found by its key.
   *
   * @param sighting present as the user sees it; gone where the row is in the recycle bin; unknown
   *     where it exists out of the user's sight
   */
  record KeyMatch(String key, String id, Sighting sighting) {}

  /**
   * Records that carry these keys, whoever owns them, deleted ones included. At most one present
   * match for a key.
   */
  List<KeyMatch> findByKey(Kind kind, Collection<String> keys);

  /**
   * Records that could be the counterpart of an item with these values, by natural key; for each
   * natural key the preferred candidate first (most recent activity, then last updated, then
   * oldest). The caller compares keys.
   */
  List<Snapshot> find(Kind kind, Collection<FieldValues> values);

  /**
   * Those of the ids that the user's own filtered query shows; only needed where the scope has a
   * filter.
   */
  Set<String> inScope(Kind kind, Scope scope, Collection<String> ids);

  /**
   * Fields that Salesforce may keep differently from what {@link #normal} says, because it looks
   * them up (a company is kept only where an account of that name is found).
   */
  Set<String> lookedUp(Kind kind);

  /** One answer for each write, in order. Gathers up to 200 rows a call. */
  List<Answer> write(List<Write> writes);

  /**
   * Keeps what a person must know or decide in the org, and returns once every row is confirmed. A
   * row whose key is already there is left as it is.
   */
  void report(List<IssueReport> issues);
}

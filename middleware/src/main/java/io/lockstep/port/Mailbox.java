package io.lockstep.port;

import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One person's mailbox at a provider: tells changes, reads, applies writes. Every method may throw
 * {@link PortException}. Used by one thread at a time.
 */
public interface Mailbox {

  /**
   * A page of the change feed or of a listing.
   *
   * @param seen what is there, with content
   * @param gone ids whose deletion the feed reports (looked at again before anything follows from
   *     it)
   * @param renamed new ids by old ones, of items whose id the provider changed; each new one is in
   *     {@code seen} or {@code gone}
   * @param nextPage to be given to {@link #changes} for the following page; null on the last page
   * @param cursor where the feed goes on next time; only on the last page
   * @param complete whether this is a listing of everything (no cursor was given)
   */
  record Page(
      List<Snapshot> seen,
      List<String> gone,
      Map<String, String> renamed,
      @Nullable String nextPage,
      @Nullable String cursor,
      boolean complete) {
    public Page {
      seen = List.copyOf(seen);
      gone = List.copyOf(gone);
      renamed = Map.copyOf(renamed);
    }

    /** A page of a provider whose items keep their ids. */
    public Page(
        List<Snapshot> seen,
        List<String> gone,
        @Nullable String nextPage,
        @Nullable String cursor,
        boolean complete) {
      this(seen, gone, Map.of(), nextPage, cursor, complete);
    }
  }

  /** A write. {@code mark} is the text to leave on the item; the adapter knows where. */
  sealed interface Write {
    Kind kind();

    /**
     * @param createKey {@code orgId:recordId:generation}; where the provider lets clients choose
     *     ids, the id derives from it
     */
    record Create(Kind kind, String createKey, FieldValues fields, String mark) implements Write {}

    /**
     * @param version the version it must still have
     * @param changes only the fields to change; an empty text empties one
     */
    record Update(Kind kind, String id, String version, Map<String, String> changes, String mark)
        implements Write {}

    record Delete(Kind kind, String id, String version) implements Write {}
  }

  /** The fields this mailbox can hold for a kind. */
  Set<String> fields(Kind kind);

  /** What the mailbox would keep of these values, whole records only; pure and idempotent. */
  FieldValues normal(Kind kind, FieldValues values);

  /**
   * The next page of changes.
   *
   * @param cursor where the feed was read to; null lists everything
   * @param page from the page before; null for the first
   * @throws PortException.CursorExpired where the cursor is no longer good
   */
  Page changes(Kind kind, @Nullable String cursor, @Nullable String page);

  /**
   * Looks at items by id, past any listing. Every id asked for has an entry. An item that the
   * provider gave another id since is present under its old one, as a snapshot with the new.
   */
  Map<String, Sighting> read(Kind kind, Collection<String> ids);

  /**
   * Unlinked-or-not items that could be the counterpart of a record with these values, by natural
   * key; the caller compares keys.
   */
  List<Snapshot> find(Kind kind, Collection<FieldValues> values);

  /** One answer for each write, in order. */
  List<Answer> write(List<Write> writes);

  /**
   * The item made with this create key, if there is one to be seen; the oldest where copies carry
   * its mark too.
   *
   * @return null where none is visible (see {@link #createVisibleWithin})
   */
  @Nullable Snapshot findCreated(Kind kind, String createKey);

  /**
   * How long a create may stay invisible to {@link #findCreated}: zero where the provider
   * deduplicates by create key. A create whose answer was lost is not retried before this time has
   * passed.
   */
  Duration createVisibleWithin(Kind kind);
}

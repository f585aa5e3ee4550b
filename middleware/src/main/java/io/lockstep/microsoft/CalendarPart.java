package io.lockstep.microsoft;

import com.microsoft.graph.users.item.UserItemRequestBuilder;
import io.lockstep.calendar.EventField;
import io.lockstep.call.Answers;
import io.lockstep.call.MailboxPart;
import io.lockstep.port.Mailbox;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A person's default calendar at Microsoft 365. */
final class CalendarPart implements MailboxPart {
  private final EventFeed feed;
  private final GraphEvents events;
  private final EventMarks marks;
  private final EventSearch search;
  private final EventWrites writes;
  private final MailboxContext context;

  CalendarPart(
      UserItemRequestBuilder user, GraphCalls calls, GraphBatch batch, MailboxContext context) {
    this.context = context;
    this.marks = new EventMarks(user, calls, batch);
    this.events = new GraphEvents(user, calls, batch, new EventSnapshots(context), marks);
    this.feed = new EventFeed(user, calls, events, context);
    this.search = new EventSearch(user, events, calls);
    this.writes = new EventWrites(user, events, marks, batch, context);
  }

  @Override
  public Set<String> fields() {
    return EventField.ALL;
  }

  @Override
  public FieldValues normal(FieldValues values) {
    return EventMapping.normal(values);
  }

  @Override
  public Mailbox.Page changes(@Nullable String cursor, @Nullable String page) {
    return feed.changes(cursor, page);
  }

  @Override
  public Map<String, Sighting> read(Collection<String> ids) {
    return events.read(ids);
  }

  @Override
  public List<Snapshot> find(Collection<FieldValues> values) {
    return search.find(values);
  }

  @Override
  public void write(List<Mailbox.Write> all, Answers answers, List<Integer> positions) {
    writes.write(all, answers, positions);
  }

  @Override
  public @Nullable Snapshot findCreated(String createKey) {
    String id = marks.created(createKey);
    return id != null && events.read(List.of(id)).get(id) instanceof Sighting.Present present
        ? present.snapshot()
        : null;
  }

  /**
   * Exchange answers a repeated {@code transactionId} with the first event, but does not say for
   * how long. So a lost create is not repeated before it must have ended, and then only if nothing
   * with its key is found.
   */
  @Override
  public Duration createVisibleWithin() {
    return context.createsVisibleWithin();
  }
}

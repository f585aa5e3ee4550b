package io.lockstep.google;

import com.google.api.services.calendar.Calendar;
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

/** A person's primary calendar at Google. */
final class CalendarPart implements MailboxPart {
  private final GoogleEvents events;
  private final EventSearch search;
  private final EventWrites writes;

  CalendarPart(
      Calendar calendar, GoogleTransport transport, GoogleCalls calls, MailboxContext context) {
    GoogleBatch batch = new GoogleBatch(calendar, transport, calls);
    this.events = new GoogleEvents(calendar, calls, batch, new EventSnapshots(context));
    this.search = new EventSearch(calendar, events, calls, batch);
    this.writes = new EventWrites(calendar, events, calls, batch, context);
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
    return events.changes(cursor, page);
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
    return writes.findCreated(createKey);
  }

  /** The event's id derives from the create key: a second create is refused by Google. */
  @Override
  public Duration createVisibleWithin() {
    return Duration.ZERO;
  }
}

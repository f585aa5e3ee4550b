package io.lockstep.microsoft;

import com.microsoft.graph.users.item.UserItemRequestBuilder;
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

/** A person's contacts at Microsoft 365, in our folder or with the category that selects. */
final class ContactsPart implements MailboxPart {
  private final ContactFeed feed;
  private final GraphContacts contacts;
  private final ContactWrites writes;
  private final MailboxContext context;

  ContactsPart(
      UserItemRequestBuilder user, GraphCalls calls, GraphBatch batch, MailboxContext context) {
    this.context = context;
    ContactCollection collection = new ContactCollection(user, calls, context);
    this.contacts =
        new GraphContacts(
            user,
            calls,
            batch,
            new ContactSnapshots(context, collection),
            new ContactListing(user, calls, collection),
            collection);
    this.feed = new ContactFeed(user, calls, contacts, collection, context.contactSelector());
    this.writes = new ContactWrites(user, contacts, collection, batch);
  }

  @Override
  public Set<String> fields() {
    return PersonMapping.FIELDS;
  }

  @Override
  public FieldValues normal(FieldValues values) {
    return PersonMapping.normal(values);
  }

  @Override
  public Mailbox.Page changes(@Nullable String cursor, @Nullable String page) {
    return feed.changes(cursor, page);
  }

  @Override
  public Map<String, Sighting> read(Collection<String> ids) {
    return contacts.read(ids);
  }

  @Override
  public List<Snapshot> find(Collection<FieldValues> values) {
    return contacts.find(values);
  }

  @Override
  public void write(List<Mailbox.Write> all, Answers answers, List<Integer> positions) {
    writes.write(all, answers, positions);
  }

  @Override
  public @Nullable Snapshot findCreated(String createKey) {
    return contacts.findCreated(createKey);
  }

  /** Nothing at Exchange recognizes a repeated create of a contact. */
  @Override
  public Duration createVisibleWithin() {
    return context.createsVisibleWithin();
  }
}

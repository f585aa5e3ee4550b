package io.lockstep.microsoft;

import com.microsoft.graph.models.Contact;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.kiota.RequestInformation;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Recent;
import io.lockstep.call.Result;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contacts of a mailbox, read by id and found by key. */
final class GraphContacts {
  private static final int FEW = 2 * GraphBatch.SIZE;

  private final UserItemRequestBuilder user;
  private final GraphCalls calls;
  private final GraphBatch batch;
  private final ContactSnapshots snapshots;
  private final ContactListing listing;
  private final ContactCollection collection;
  private final Map<String, @Nullable String> marks = new HashMap<>();
  private final Recent<Contact> recent = new Recent<>();

  GraphContacts(
      UserItemRequestBuilder user,
      GraphCalls calls,
      GraphBatch batch,
      ContactSnapshots snapshots,
      ContactListing listing,
      ContactCollection collection) {
    this.user = user;
    this.calls = calls;
    this.batch = batch;
    this.snapshots = snapshots;
    this.listing = listing;
    this.collection = collection;
  }

  /**
   * What is there now. A contact counts as gone only while our folder reads well.
   *
   * @throws CallFailed where nothing could be read
   */
  Map<String, Sighting> read(Collection<String> ids) {
    Map<String, Sighting> sightings = new LinkedHashMap<>();
    List<String> asked = List.copyOf(new LinkedHashSet<>(ids));
    List<String> missing = new ArrayList<>();
    List<Result<Contact>> results = get(asked);
    for (int i = 0; i < asked.size(); i++) {
      String id = asked.get(i);
      switch (results.get(i)) {
        case Result.Done<Contact>(Contact contact) when contact != null ->
            sightings.put(id, new Sighting.Present(expanded(contact)));
        case Result.Done<Contact> done -> sightings.put(id, new Sighting.Unknown("emptyAnswer"));
        case Result.Failed<Contact>(Failure failure) when failure.is(FailureKind.ABSENT) ->
            missing.add(id);
        case Result.Failed<Contact>(Failure failure)
            when failure.is(FailureKind.ACCESS_LOST) || failure.is(FailureKind.RATE_LIMITED) ->
            throw new CallFailed(failure);
        case Result.Failed<Contact>(Failure failure) ->
            sightings.put(id, new Sighting.Unknown(failure.code()));
      }
    }
    if (!missing.isEmpty()) {
      Sighting absence =
          collection.reads() ? Sighting.Gone.PLAIN : new Sighting.Unknown("folderUnreadable");
      missing.forEach(id -> sightings.put(id, absence));
    }
    return sightings;
  }

  /** One result for each id, in order, with marks. */
  List<Result<Contact>> get(List<String> ids) {
    List<BatchItem<Contact>> items =
        ids.stream()
            .map(id -> new BatchItem<>(() -> one(id), Contact::createFromDiscriminatorValue))
            .toList();
    try {
      return batch.run(items);
    } catch (CallFailed e) {
      if (!e.failure().is(FailureKind.UNAVAILABLE)) {
        throw e;
      }
      calls.pause();
      return batch.run(items);
    }
  }

  private RequestInformation one(String id) {
    return Preferences.on(
        user.contacts()
            .byContactId(id)
            .toGetRequestInformation(
                asked -> asked.queryParameters.expand = new String[] {ItemMark.EXPAND}));
  }

  /** Of a contact that was read with its properties. */
  Snapshot expanded(Contact contact) {
    return marked(
        contact, ItemMark.read(contact.getId(), contact.getSingleValueExtendedProperties()).mark());
  }

  /** Of a contact whose mark is known. */
  Snapshot marked(Contact contact, @Nullable String mark) {
    String id = String.valueOf(contact.getId());
    marks.put(id, mark);
    recent.put(id, ContactSnapshots.version(contact), contact);
    return snapshots.of(contact, mark);
  }

  /** Of entries of the change feed, which come without their marks. */
  List<Snapshot> snapshots(List<Contact> contacts) {
    List<String> open =
        contacts.stream()
            .map(contact -> String.valueOf(contact.getId()))
            .filter(id -> !marks.containsKey(id))
            .distinct()
            .toList();
    if (open.size() > FEW || listing.isListed()) {
      open.forEach(id -> marks.put(id, listing.mark(id)));
    } else {
      readMarks(open);
    }
    return contacts.stream()
        .map(contact -> marked(contact, marks.get(String.valueOf(contact.getId()))))
        .toList();
  }

  private void readMarks(List<String> ids) {
    List<Result<Contact>> results = get(ids);
    for (int i = 0; i < ids.size(); i++) {
      switch (results.get(i)) {
        case Result.Done<Contact>(Contact contact) ->
            marks.put(
                ids.get(i),
                contact == null
                    ? null
                    : ItemMark.read(ids.get(i), contact.getSingleValueExtendedProperties()).mark());
        case Result.Failed<Contact>(Failure failure) -> {
          if (!failure.is(FailureKind.ABSENT)) {
            // Unread is not the same as none.
            throw new CallFailed(failure);
          }
          marks.put(ids.get(i), null);
        }
      }
    }
  }

  List<Snapshot> find(Collection<FieldValues> values) {
    return listing.find(values).stream().map(this::expanded).toList();
  }

  @Nullable Snapshot findCreated(String createKey) {
    String id = listing.created(createKey);
    return id != null && read(List.of(id)).get(id) instanceof Sighting.Present present
        ? present.snapshot()
        : null;
  }

  /** The contact as last read, if it was read at this version. */
  @Nullable Contact known(String id, String version) {
    return recent.at(id, version);
  }
}

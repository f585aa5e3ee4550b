package io.lockstep.google;

import com.google.api.services.people.v1.PeopleService;
import com.google.api.services.people.v1.model.GetPeopleResponse;
import com.google.api.services.people.v1.model.ListConnectionsResponse;
import com.google.api.services.people.v1.model.Person;
import com.google.api.services.people.v1.model.PersonMetadata;
import com.google.api.services.people.v1.model.PersonResponse;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Recent;
import io.lockstep.call.Result;
import io.lockstep.port.Mailbox.Page;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The person's contacts: change feed and reading by id. */
final class GoogleContacts {
  /** Also the most that one batch call takes. */
  static final int BATCH = 200;

  static final String FIELDS =
      "names,emailAddresses,phoneNumbers,addresses,organizations,biographies,birthdays,"
          + "memberships,metadata,clientData";
  static final List<String> SOURCES = List.of("READ_SOURCE_TYPE_CONTACT");
  static final String ME = "people/me";
  static final int PAGE = 1_000;

  /** As for events; then the second of the full listing, the labels' code and Google's token. */
  private static final String CURSOR = "c2:";

  /** Google: a sync token dies seven days after its full listing. Before that we list by choice. */
  private static final Duration TOKEN_LIFE = Duration.ofDays(6);

  private final PeopleService people;
  private final GoogleCalls calls;
  private final ContactSnapshots snapshots;
  private final ContactLabel label;
  private final MailboxContext context;
  private final Recent<Person> recent = new Recent<>();
  private final Map<String, Instant> created = new HashMap<>();

  GoogleContacts(
      PeopleService people,
      GoogleCalls calls,
      ContactSnapshots snapshots,
      ContactLabel label,
      MailboxContext context) {
    this.people = people;
    this.calls = calls;
    this.snapshots = snapshots;
    this.label = label;
    this.context = context;
  }

  /** See {@link io.lockstep.port.Mailbox#changes}. */
  Page changes(@Nullable String cursor, @Nullable String page) {
    if (cursor == null && page == null) {
      // So that a person finds the label before the first contact goes either way.
      label.standing();
    }
    if (cursor != null && page == null && !selectorOf(cursor).equals(label.code())) {
      throw new CallFailed(Failure.of(FailureKind.CURSOR_EXPIRED, "otherLabels"));
    }
    ListConnectionsResponse answer = page(cursor, page);
    List<Snapshot> seen = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    Map<String, String> renamed = new LinkedHashMap<>();
    for (Person person : connections(answer)) {
      PersonMetadata metadata = person.getMetadata();
      if (metadata != null && Boolean.TRUE.equals(metadata.getDeleted())) {
        gone.add(person.getResourceName());
      } else {
        seen.add(snapshot(person));
      }
      if (metadata != null && metadata.getPreviousResourceNames() != null) {
        for (String old : metadata.getPreviousResourceNames()) {
          renamed.put(old, person.getResourceName());
        }
      }
    }
    String token = answer.getNextSyncToken();
    return new Page(
        seen,
        gone,
        renamed,
        answer.getNextPageToken(),
        token == null ? null : CURSOR + listedAt(cursor) + "/" + label.code() + "/" + token,
        cursor == null);
  }

  private ListConnectionsResponse page(@Nullable String cursor, @Nullable String page) {
    try {
      PeopleService.People.Connections.List list =
          people
              .people()
              .connections()
              .list(ME)
              .setPersonFields(FIELDS)
              .setSources(SOURCES)
              .setPageSize(PAGE)
              .setRequestSyncToken(true);
      if (cursor != null) {
        list.setSyncToken(token(cursor));
      }
      if (page != null) {
        list.setPageToken(page);
      }
      return calls.read(list);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CallFailed e) {
      if (cursor != null && e.failure().is(FailureKind.REFUSED)) {
        throw new CallFailed(Failure.of(FailureKind.CURSOR_EXPIRED, e.failure().code()));
      }
      throw e;
    }
  }

  private String token(String cursor) {
    Instant listed = Instant.ofEpochSecond(listedAt(cursor));
    if (listed.plus(TOKEN_LIFE).isBefore(context.clock().instant())) {
      throw new CallFailed(Failure.of(FailureKind.CURSOR_EXPIRED, "sixDaysOld"));
    }
    return cursor.split("/", 3)[2];
  }

  /** The code of the labels that selected when this cursor was made. */
  private static String selectorOf(String cursor) {
    if (!cursor.matches("c2:[0-9]{1,18}/[-0-9a-f]{1,16}/(?s:.+)")) {
      throw new CallFailed(Failure.of(FailureKind.CURSOR_EXPIRED, "otherParameters"));
    }
    return cursor.split("/", 3)[1];
  }

  /** Seconds since 1970 of the full listing that a token goes back to. */
  private long listedAt(@Nullable String cursor) {
    return cursor == null
        ? context.clock().instant().getEpochSecond()
        : Long.parseLong(cursor.substring(CURSOR.length(), cursor.indexOf('/')));
  }

  static List<Person> connections(ListConnectionsResponse answer) {
    return answer.getConnections() == null ? List.of() : answer.getConnections();
  }

  /** Every contact, without a sync token. */
  List<Person> list(String fields) {
    List<Person> all = new ArrayList<>();
    String page = null;
    try {
      do {
        ListConnectionsResponse answer =
            calls.read(
                people
                    .people()
                    .connections()
                    .list(ME)
                    .setPersonFields(fields)
                    .setSources(SOURCES)
                    .setPageSize(PAGE)
                    .setPageToken(page));
        all.addAll(connections(answer));
        page = answer.getNextPageToken();
      } while (page != null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /**
   * What is there now. Google lets a contact answer to its former names; its snapshot then has
   * another id than the one asked for.
   */
  Map<String, Sighting> read(Collection<String> ids) {
    Map<String, Sighting> sightings = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    get(ids)
        .forEach(
            (id, result) -> {
              switch (result) {
                // Under an old name too: the snapshot carries the name it has now.
                case Result.Done<Person>(Person person) when person != null ->
                    sightings.put(id, new Sighting.Present(snapshot(person)));
                case Result.Done<Person> done ->
                    sightings.put(id, new Sighting.Unknown("emptyAnswer"));
                case Result.Failed<Person>(Failure failure) -> {
                  if (failure.is(FailureKind.ABSENT)) {
                    missing.add(id);
                  } else {
                    sightings.put(id, new Sighting.Unknown(failure.code()));
                  }
                }
              }
            });
    if (!missing.isEmpty()) {
      boolean labelReads = labelReads();
      for (String id : missing) {
        sightings.put(id, labelReads ? absence(id) : new Sighting.Unknown("labelUnreadable"));
      }
    }
    return sightings;
  }

  private boolean labelReads() {
    try {
      return label.reads();
    } catch (CallFailed e) {
      return false;
    }
  }

  /** A contact that we made a moment ago may only not be visible yet. */
  private Sighting absence(String id) {
    Instant made = created.get(id);
    boolean young =
        made != null
            && made.plus(context.contactsVisibleWithin()).isAfter(context.clock().instant());
    return young ? new Sighting.Unknown("notVisibleYet") : Sighting.Gone.PLAIN;
  }

  /**
   * The persons under these names, which may be old ones; a result for each.
   *
   * @throws CallFailed where a whole call failed
   */
  Map<String, Result<Person>> get(Collection<String> ids) {
    Map<String, Result<Person>> results = new LinkedHashMap<>();
    List<String> asked = List.copyOf(new LinkedHashSet<>(ids));
    for (int from = 0; from < asked.size(); from += BATCH) {
      List<String> some = asked.subList(from, Math.min(asked.size(), from + BATCH));
      GetPeopleResponse answer;
      try {
        answer =
            calls.read(
                people
                    .people()
                    .getBatchGet()
                    .setResourceNames(some)
                    .setPersonFields(FIELDS)
                    .setSources(SOURCES));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      List<PersonResponse> responses =
          answer.getResponses() == null ? List.of() : answer.getResponses();
      for (PersonResponse response : responses) {
        if (response.getRequestedResourceName() != null) {
          results.put(response.getRequestedResourceName(), result(response));
        }
      }
      some.forEach(
          id ->
              results.computeIfAbsent(
                  id, i -> new Result.Failed<>(Failure.unavailable("notAnswered", null))));
    }
    return results;
  }

  /** One person's part of a batch answer. */
  Result<Person> result(PersonResponse response) {
    Person person = response.getPerson();
    if (person != null && person.getResourceName() != null) {
      return new Result.Done<>(person);
    }
    if (response.getStatus() != null
        && response.getStatus().getCode() != null
        && response.getStatus().getCode() != 0) {
      String message = response.getStatus().getMessage();
      return new Result.Failed<>(
          calls
              .failures()
              .ofStatus(response.getStatus().getCode(), message == null ? "" : message));
    }
    Integer http = response.getHttpStatusCode();
    return new Result.Failed<>(
        http != null && http == 404
            ? Failure.of(FailureKind.ABSENT, "NOT_FOUND")
            : Failure.unavailable("emptyAnswer", null));
  }

  Snapshot snapshot(Person person) {
    Snapshot snapshot = snapshots.of(person);
    recent.put(snapshot.id(), snapshot.version(), person);
    return snapshot;
  }

  Snapshot created(Person person) {
    created.put(person.getResourceName(), context.clock().instant());
    return snapshot(person);
  }

  /** The contact as last read, if it was read at this version. */
  @Nullable Person known(String id, String version) {
    return recent.at(id, version);
  }
}

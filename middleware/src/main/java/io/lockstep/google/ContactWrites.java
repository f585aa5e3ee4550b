package io.lockstep.google;

import com.google.api.services.people.v1.PeopleService;
import com.google.api.services.people.v1.model.BatchCreateContactsRequest;
import com.google.api.services.people.v1.model.BatchCreateContactsResponse;
import com.google.api.services.people.v1.model.BatchDeleteContactsRequest;
import com.google.api.services.people.v1.model.BatchUpdateContactsRequest;
import com.google.api.services.people.v1.model.BatchUpdateContactsResponse;
import com.google.api.services.people.v1.model.ContactToCreate;
import com.google.api.services.people.v1.model.Empty;
import com.google.api.services.people.v1.model.Person;
import com.google.api.services.people.v1.model.PersonResponse;
import io.lockstep.call.Answers;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Result;
import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes contacts, one call after the other as Google asks, up to {@link GoogleContacts#BATCH} in
 * each. An update carries the etag it was decided on; a deletion cannot, so the contact is looked
 * at just before.
 */
final class ContactWrites {
  /** The address book is full; holds for every further create. */
  private static final String FULL = "MY_CONTACTS_OVERFLOW_COUNT";

  private final PeopleService people;
  private final GoogleContacts contacts;
  private final GoogleCalls calls;
  private final ContactLabel label;

  ContactWrites(
      PeopleService people, GoogleContacts contacts, GoogleCalls calls, ContactLabel label) {
    this.people = people;
    this.contacts = contacts;
    this.calls = calls;
    this.label = label;
  }

  void write(List<Write> writes, Answers answers, List<Integer> positions) {
    List<Integer> creates =
        positions.stream().filter(at -> writes.get(at) instanceof Write.Create).toList();
    List<Integer> updates =
        positions.stream().filter(at -> writes.get(at) instanceof Write.Update).toList();
    List<Integer> deletes =
        positions.stream().filter(at -> writes.get(at) instanceof Write.Delete).toList();
    try {
      for (List<Integer> some : chunks(creates)) {
        if (!answers.isStopped()) {
          create(writes, answers, some);
        }
      }
      if (!answers.isStopped()) {
        update(writes, answers, updates);
      }
      for (List<Integer> some : chunks(deletes)) {
        if (!answers.isStopped()) {
          delete(writes, answers, some);
        }
      }
    } catch (CallFailed e) {
      // From a read, or a write that named its positions itself.
      answers.stop(e.failure(), List.of());
    }
  }

  private static List<List<Integer>> chunks(List<Integer> all) {
    List<List<Integer>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += GoogleContacts.BATCH) {
      chunks.add(all.subList(from, Math.min(all.size(), from + GoogleContacts.BATCH)));
    }
    return chunks;
  }

  private void create(List<Write> writes, Answers answers, List<Integer> some) {
    List<ContactToCreate> bodies = new ArrayList<>();
    for (int at : some) {
      Write.Create create = (Write.Create) writes.get(at);
      Person person = new Person();
      PersonChange change = new PersonChange(person).apply(create.fields().values());
      person.setMemberships(label.memberships());
      person.setClientData(
          ContactMark.written(person, create.mark(), create.createKey(), change.chosen()));
      bodies.add(new ContactToCreate().setContactPerson(person));
    }
    Result<BatchCreateContactsResponse> result = createCall(bodies);
    switch (result) {
      case Result.Done<BatchCreateContactsResponse>(BatchCreateContactsResponse answer) -> {
        List<PersonResponse> made =
            answer == null || answer.getCreatedPeople() == null
                ? List.of()
                : answer.getCreatedPeople();
        for (int i = 0; i < some.size(); i++) {
          Result<Person> one =
              i < made.size()
                  ? contacts.result(made.get(i))
                  : new Result.Failed<>(Failure.unavailable("notAnswered", null));
          answers.put(some.get(i), createAnswer(one), one);
        }
      }
      case Result.Failed<BatchCreateContactsResponse>(Failure failure) ->
          createFailed(writes, answers, some, failure);
    }
  }

  private Result<BatchCreateContactsResponse> createCall(List<ContactToCreate> bodies) {
    try {
      return calls.attempt(
          people
              .people()
              .batchCreateContacts(
                  new BatchCreateContactsRequest()
                      .setContacts(bodies)
                      .setReadMask(GoogleContacts.FIELDS)
                      .setSources(GoogleContacts.SOURCES)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer createAnswer(Result<Person> one) {
    return switch (one) {
      case Result.Done<Person>(Person person) ->
          person == null
              ? new Answer.Lost("emptyAnswer")
              : new Answer.Written(contacts.created(person));
      case Result.Failed<Person>(Failure failure) -> Answers.refusal(failure);
    };
  }

  /**
   * Google names the contacts it refused, by index, and does not say whether it made the others: so
   * those are lost, and looked for by their create key before another try.
   */
  private void createFailed(
      List<Write> writes, Answers answers, List<Integer> some, Failure failure) {
    if (failure.items().isEmpty()) {
      if (failure.is(FailureKind.REFUSED) && some.size() > 1 && !failure.code().equals(FULL)) {
        // Turned down before it looked at single contacts: halve until the one is found.
        int middle = some.size() / 2;
        create(writes, answers, some.subList(0, middle));
        if (!answers.isStopped()) {
          create(writes, answers, some.subList(middle, some.size()));
        }
      } else if (failure.is(FailureKind.REFUSED)) {
        some.forEach(at -> answers.put(at, Answers.refusal(failure)));
      } else {
        answers.stop(failure, some);
      }
      return;
    }
    for (int i = 0; i < some.size(); i++) {
      Failure named = failure.items().get(String.valueOf(i));
      answers.put(
          some.get(i), named == null ? new Answer.Lost(failure.code()) : Answers.refusal(named));
    }
  }

  private void update(List<Write> writes, Answers answers, List<Integer> updates) {
    Map<Integer, Person> present = present(writes, answers, updates);
    // One mask holds for a whole call: updates that touch the same lists go together.
    Map<SortedSet<String>, Map<Integer, Person>> byMask = new LinkedHashMap<>();
    present.forEach(
        (at, person) -> {
          Write.Update update = (Write.Update) writes.get(at);
          Person changed = person.clone();
          PersonChange change = new PersonChange(changed).apply(update.changes());
          Person body = body(changed, update, change);
          SortedSet<String> mask = new TreeSet<>(change.mask());
          mask.add("clientData");
          byMask.computeIfAbsent(mask, m -> new LinkedHashMap<>()).put(at, body);
        });
    byMask.forEach(
        (mask, bodies) -> {
          for (List<Integer> some : chunks(List.copyOf(bodies.keySet()))) {
            if (!answers.isStopped()) {
              updateCall(writes, answers, some, bodies, String.join(",", mask));
            }
          }
        });
  }

  /** Only what the mask can name: Google refuses read-only parts. */
  private static Person body(Person changed, Write.Update update, PersonChange change) {
    return new Person()
        .setResourceName(changed.getResourceName())
        .setMetadata(ContactSource.condition(ContactSource.id(changed), update.version()))
        .setNames(changed.getNames())
        .setEmailAddresses(changed.getEmailAddresses())
        .setPhoneNumbers(changed.getPhoneNumbers())
        .setAddresses(changed.getAddresses())
        .setOrganizations(changed.getOrganizations())
        .setBiographies(changed.getBiographies())
        .setBirthdays(changed.getBirthdays())
        .setClientData(ContactMark.written(changed, update.mark(), null, change.chosen()));
  }

  /** The contacts as they are at the version each update was decided on. */
  private Map<Integer, Person> present(List<Write> writes, Answers answers, List<Integer> updates) {
    Map<Integer, Person> present = new LinkedHashMap<>();
    Map<Integer, String> unknown = new LinkedHashMap<>();
    for (int at : updates) {
      Write.Update update = (Write.Update) writes.get(at);
      Person known = contacts.known(update.id(), update.version());
      if (known == null) {
        unknown.put(at, update.id());
      } else {
        present.put(at, known);
      }
    }
    Map<String, Result<Person>> read =
        unknown.isEmpty() ? Map.of() : contacts.get(unknown.values());
    unknown.forEach(
        (at, id) -> {
          Result<Person> result =
              read.getOrDefault(id, new Result.Failed<>(Failure.unavailable("notAnswered", null)));
          Person person = compared(answers, at, ((Write.Update) writes.get(at)).version(), result);
          if (person != null) {
            present.put(at, person);
          }
        });
    return present;
  }

  /** The person at that version; else the answer says why not. */
  private static @Nullable Person compared(
      Answers answers, int at, String version, Result<Person> result) {
    switch (result) {
      case Result.Done<Person>(Person person) when person != null -> {
        if (ContactSource.etag(person).equals(version)) {
          return person;
        }
        answers.put(at, new Answer.Stale());
      }
      case Result.Done<Person> done -> answers.put(at, new Answer.Again("emptyAnswer"), done);
      case Result.Failed<Person> failed ->
          answers.put(
              at,
              failed.failure().is(FailureKind.ABSENT)
                  ? new Answer.Missing()
                  : new Answer.Again(failed.failure().code()),
              failed);
    }
    return null;
  }

  private void updateCall(
      List<Write> writes,
      Answers answers,
      List<Integer> some,
      Map<Integer, Person> bodies,
      String mask) {
    Map<String, Person> byName = new LinkedHashMap<>();
    for (int at : some) {
      Person body = bodies.get(at);
      if (body != null) {
        byName.put(body.getResourceName(), body);
      }
    }
    Result<BatchUpdateContactsResponse> result;
    try {
      result =
          calls.attempt(
              people
                  .people()
                  .batchUpdateContacts(
                      new BatchUpdateContactsRequest()
                          .setContacts(byName)
                          .setUpdateMask(mask)
                          .setReadMask(GoogleContacts.FIELDS)
                          .setSources(GoogleContacts.SOURCES)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    switch (result) {
      case Result.Done<BatchUpdateContactsResponse>(BatchUpdateContactsResponse answer) -> {
        Map<String, PersonResponse> updated =
            answer == null || answer.getUpdateResult() == null
                ? Map.of()
                : answer.getUpdateResult();
        for (int at : some) {
          PersonResponse one = updated.get(name(bodies, at));
          Result<Person> person =
              one == null
                  ? new Result.Failed<>(Failure.unavailable("notAnswered", null))
                  : contacts.result(one);
          answers.put(at, updateAnswer(person), person);
        }
      }
      case Result.Failed<BatchUpdateContactsResponse>(Failure failure) ->
          updateFailed(writes, answers, some, bodies, mask, failure);
    }
  }

  private static String name(Map<Integer, Person> bodies, int at) {
    Person body = bodies.get(at);
    return body == null ? "" : body.getResourceName();
  }

  /**
   * What Google named is answered. The others are sent again without those: each carries its etag,
   * so a write that was done after all comes back as stale.
   */
  private void updateFailed(
      List<Write> writes,
      Answers answers,
      List<Integer> some,
      Map<Integer, Person> bodies,
      String mask,
      Failure failure) {
    List<Integer> others = new ArrayList<>();
    for (int at : some) {
      Failure named = failure.items().get(name(bodies, at));
      if (named == null) {
        others.add(at);
      } else {
        answers.put(at, updateRefusal(named));
      }
    }
    boolean alone = some.size() == 1 && others.size() == 1;
    boolean contentual =
        failure.is(FailureKind.REFUSED)
            || failure.is(FailureKind.STALE)
            || failure.is(FailureKind.ABSENT);
    if (alone && contentual) {
      answers.put(some.get(0), updateRefusal(failure));
    } else if (others.size() < some.size()) {
      if (!others.isEmpty()) {
        updateCall(writes, answers, others, bodies, mask);
      }
    } else if (contentual) {
      // Nobody is named: halve until the one is found.
      int middle = some.size() / 2;
      updateCall(writes, answers, some.subList(0, middle), bodies, mask);
      if (!answers.isStopped()) {
        updateCall(writes, answers, some.subList(middle, some.size()), bodies, mask);
      }
    } else {
      answers.stop(failure, some);
    }
  }

  private Answer updateAnswer(Result<Person> one) {
    return switch (one) {
      case Result.Done<Person>(Person person) ->
          person == null
              ? new Answer.Lost("emptyAnswer")
              : new Answer.Written(contacts.snapshot(person));
      case Result.Failed<Person>(Failure failure) -> updateRefusal(failure);
    };
  }

  private static Answer updateRefusal(Failure failure) {
    return failure.is(FailureKind.ABSENT) ? new Answer.Missing() : Answers.refusal(failure);
  }

  private void delete(List<Write> writes, Answers answers, List<Integer> some) {
    Map<String, Result<Person>> read =
        contacts.get(some.stream().map(at -> ((Write.Delete) writes.get(at)).id()).toList());
    Map<Integer, String> open = new LinkedHashMap<>();
    for (int at : some) {
      Write.Delete delete = (Write.Delete) writes.get(at);
      Result<Person> result =
          read.getOrDefault(
              delete.id(), new Result.Failed<>(Failure.unavailable("notAnswered", null)));
      if (result instanceof Result.Failed<Person>(Failure failure)
          && failure.is(FailureKind.ABSENT)) {
        answers.put(at, new Answer.Deleted());
      } else {
        Person person = compared(answers, at, delete.version(), result);
        if (person != null) {
          open.put(at, person.getResourceName());
        }
      }
    }
    if (!open.isEmpty()) {
      deleteCall(answers, open);
    }
  }

  private void deleteCall(Answers answers, Map<Integer, String> open) {
    Result<Empty> result;
    try {
      result =
          calls.attempt(
              people
                  .people()
                  .batchDeleteContacts(
                      new BatchDeleteContactsRequest()
                          .setResourceNames(List.copyOf(open.values()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    switch (result) {
      case Result.Done<Empty> done ->
          open.keySet().forEach(at -> answers.put(at, new Answer.Deleted()));
      case Result.Failed<Empty>(Failure failure) -> {
        boolean contentual = failure.is(FailureKind.REFUSED) || failure.is(FailureKind.ABSENT);
        if (contentual && open.size() > 1) {
          open.forEach(
              (at, id) -> {
                if (!answers.isStopped()) {
                  deleteCall(answers, Map.of(at, id));
                }
              });
        } else if (failure.is(FailureKind.ABSENT)) {
          open.keySet().forEach(at -> answers.put(at, new Answer.Deleted()));
        } else if (contentual) {
          open.keySet().forEach(at -> answers.put(at, Answers.refusal(failure)));
        } else {
          answers.stop(failure, open.keySet());
        }
      }
    }
  }
}

package io.lockstep.microsoft;

import com.microsoft.graph.models.Contact;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.kiota.RequestInformation;
import io.lockstep.call.Answers;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Result;
import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes contacts: conditional, minimal, several in one request; new ones into our folder. */
final class ContactWrites {
  private final UserItemRequestBuilder user;
  private final GraphContacts contacts;
  private final ContactCollection collection;
  private final GraphBatch batch;

  ContactWrites(
      UserItemRequestBuilder user,
      GraphContacts contacts,
      ContactCollection collection,
      GraphBatch batch) {
    this.user = user;
    this.contacts = contacts;
    this.collection = collection;
    this.batch = batch;
  }

  /** One answer for each write, in order. */
  void write(List<Write> writes, Answers answers, List<Integer> positions) {
    Map<Integer, Contact> present = present(writes, answers, positions);
    List<Integer> open = positions.stream().filter(at -> !answers.has(at)).toList();
    for (int from = 0; from < open.size() && !answers.isStopped(); from += GraphBatch.SIZE) {
      List<Integer> some = open.subList(from, Math.min(open.size(), from + GraphBatch.SIZE));
      List<Result<Contact>> results;
      try {
        results =
            batch.run(some.stream().map(at -> item(writes.get(at), present.get(at))).toList());
      } catch (CallFailed e) {
        answers.stop(e.failure(), some);
        return;
      }
      for (int i = 0; i < some.size(); i++) {
        answers.put(some.get(i), answer(writes.get(some.get(i)), results.get(i)), results.get(i));
      }
    }
  }

  /** The contacts of which a list or the name changes: these are written as a whole. */
  private Map<Integer, Contact> present(
      List<Write> writes, Answers answers, List<Integer> positions) {
    Map<Integer, Contact> known = new HashMap<>();
    List<Integer> unknown = new ArrayList<>();
    for (int at : positions) {
      if (writes.get(at) instanceof Write.Update update
          && PersonChange.needsPresent(update.changes().keySet())) {
        Contact contact = contacts.known(update.id(), update.version());
        if (contact == null) {
          unknown.add(at);
        } else {
          known.put(at, contact);
        }
      }
    }
    if (unknown.isEmpty()) {
      return known;
    }
    List<Result<Contact>> results =
        contacts.get(unknown.stream().map(at -> ((Write.Update) writes.get(at)).id()).toList());
    for (int i = 0; i < unknown.size(); i++) {
      int at = unknown.get(i);
      look(at, (Write.Update) writes.get(at), results.get(i), known, answers);
    }
    return known;
  }

  private static void look(
      int at,
      Write.Update update,
      Result<Contact> result,
      Map<Integer, Contact> known,
      Answers answers) {
    switch (result) {
      case Result.Done<Contact>(Contact contact) when contact != null -> {
        if (update.version().equals(ContactSnapshots.version(contact))) {
          known.put(at, contact);
        } else {
          answers.put(at, new Answer.Stale(), result);
        }
      }
      case Result.Done<Contact> done -> answers.put(at, new Answer.Again("emptyAnswer"), done);
      case Result.Failed<Contact>(Failure failure) ->
          answers.put(
              at,
              failure.is(FailureKind.ABSENT)
                  ? new Answer.Missing()
                  // Only read so far, so nothing is in doubt.
                  : new Answer.Again(failure.code()),
              result);
    }
  }

  private BatchItem<Contact> item(Write write, @Nullable Contact present) {
    Supplier<RequestInformation> request =
        switch (write) {
          case Write.Create create ->
              () ->
                  user.contactFolders()
                      .byContactFolderId(collection.folderId())
                      .contacts()
                      .toPostRequestInformation(created(create));
          case Write.Update update ->
              () ->
                  EventWrites.ifMatch(
                      user.contacts()
                          .byContactId(update.id())
                          .toPatchRequestInformation(changed(update, present)),
                      update.version());
          case Write.Delete delete ->
              () ->
                  EventWrites.ifMatch(
                      user.contacts().byContactId(delete.id()).toDeleteRequestInformation(),
                      delete.version());
        };
    return new BatchItem<>(
        () -> Preferences.on(request.get()),
        write instanceof Write.Delete ? null : Contact::createFromDiscriminatorValue);
  }

  private static Contact created(Write.Create create) {
    Contact contact = PersonChange.created(create.fields());
    contact.setSingleValueExtendedProperties(ItemMark.created(create.mark(), create.createKey()));
    return contact;
  }

  private static Contact changed(Write.Update update, @Nullable Contact present) {
    Contact contact = PersonChange.patch(update.changes(), present);
    contact.setSingleValueExtendedProperties(ItemMark.updated(update.mark(), update.id()));
    return contact;
  }

  private Answer answer(Write write, Result<Contact> result) {
    return switch (result) {
      case Result.Done<Contact>(Contact contact) when write instanceof Write.Delete ->
          new Answer.Deleted();
      case Result.Done<Contact>(Contact contact) when contact != null ->
          new Answer.Written(contacts.marked(contact, mark(write)));
      case Result.Done<Contact> done -> new Answer.Lost("emptyAnswer");
      case Result.Failed<Contact>(Failure failure)
          when failure.is(FailureKind.ABSENT) && write instanceof Write.Delete ->
          new Answer.Deleted();
      case Result.Failed<Contact>(Failure failure)
          when failure.is(FailureKind.ABSENT) && write instanceof Write.Update ->
          new Answer.Missing();
      // Our folder was deleted a moment ago: the next pass makes it anew.
      case Result.Failed<Contact>(Failure failure) when failure.is(FailureKind.ABSENT) ->
          new Answer.Again(failure.code());
      case Result.Failed<Contact>(Failure failure) -> Answers.refusal(failure);
    };
  }

  private static @Nullable String mark(Write write) {
    return switch (write) {
      case Write.Create create -> create.mark();
      case Write.Update update -> update.mark();
      case Write.Delete delete -> null;
    };
  }
}

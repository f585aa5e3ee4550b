package io.lockstep.salesforce;

import com.sforce.soap.partner.Error;
import com.sforce.soap.partner.PartnerConnection;
import com.sforce.soap.partner.sobject.SObject;
import com.sforce.ws.ConnectionException;
import io.lockstep.contact.PersonField;
import io.lockstep.port.Answer;
import io.lockstep.port.Crm;
import io.lockstep.port.Crm.Write;
import io.lockstep.port.PortException;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as one user: those of one kind and operation together, up to 200 a call, each call
 * once. Answers that came are never lost to a later call's failure.
 */
final class RecordWriter {
  static final int ROWS_A_CALL = 200;

  /** The code where the user's rights do not let a write say what it saw. */
  static final String SEEN_NOT_EDITABLE = "SEEN_NOT_EDITABLE";

  private final SoapUser user;
  private final Function<Kind, RecordMapping> mappings;
  private final Function<Kind, RecordReader> readers;
  private final AccountNames accounts;
  private final RowLoad load;

  /**
   * @param load for many new rows at once
   */
  RecordWriter(
      SoapUser user,
      Function<Kind, RecordMapping> mappings,
      Function<Kind, RecordReader> readers,
      AccountNames accounts,
      RowLoad load) {
    this.user = user;
    this.mappings = mappings;
    this.readers = readers;
    this.accounts = accounts;
    this.load = load;
  }

  /** A write with its place in the caller's list. */
  private record Placed(int place, Write write) {}

  private enum Operation {
    CONTACT_UPSERT,
    CONTACT_UPDATE,
    CONTACT_UNDELETE,
    CONTACT_DELETE,
    EVENT_UPSERT,
    EVENT_UPDATE,
    EVENT_UNDELETE,
    EVENT_DELETE;

    static Operation of(Write write) {
      return switch (write) {
        case Write.Upsert upsert -> of(upsert.kind(), CONTACT_UPSERT);
        case Write.Update update -> of(update.kind(), CONTACT_UPDATE);
        case Write.Undelete undelete -> of(undelete.kind(), CONTACT_UNDELETE);
        case Write.Delete delete -> of(delete.kind(), CONTACT_DELETE);
      };
    }

    private static Operation of(Kind kind, Operation onContact) {
      return kind == Kind.CONTACT ? onContact : values()[onContact.ordinal() + 4];
    }
  }

  List<Answer> write(List<Write> writes) {
    @Nullable Answer[] answers = new Answer[writes.size()];
    Map<Operation, List<Placed>> byOperation = new EnumMap<>(Operation.class);
    for (int i = 0; i < writes.size(); i++) {
      byOperation
          .computeIfAbsent(Operation.of(writes.get(i)), any -> new ArrayList<>())
          .add(new Placed(i, writes.get(i)));
    }
    boolean written = false;
    for (List<Placed> all : byOperation.values()) {
      List<Placed> same = all;
      if (all.getFirst().write() instanceof Write.Upsert upsert && load.pays(all.size())) {
        try {
          same = load(upsert.kind(), all, answers);
          written = true;
        } catch (PortException e) {
          if (!written) {
            throw e;
          }
          return cutShort(answers, all, e);
        }
      }
      for (int from = 0; from < same.size(); from += ROWS_A_CALL) {
        List<Placed> rows = same.subList(from, Math.min(same.size(), from + ROWS_A_CALL));
        try {
          written |= call(rows, answers);
        } catch (PortException e) {
          if (!written) {
            throw e;
          }
          return cutShort(answers, rows, e);
        }
      }
    }
    return Arrays.asList(answers);
  }

  /** Keeps the answers that came: of this call nobody knows, the rest was not tried. */
  private static List<Answer> cutShort(
      @Nullable Answer[] answers, List<Placed> lost, PortException failure) {
    if (failure instanceof PortException.Unavailable) {
      lost.forEach(row -> answers[row.place()] = new Answer.Lost(failure.code()));
    }
    List<Answer> all = new ArrayList<>();
    for (Answer answer : answers) {
      all.add(answer == null ? new Answer.Again(failure.code()) : answer);
    }
    return all;
  }

  /** Whether anything was sent. */
  private boolean call(List<Placed> rows, @Nullable Answer[] answers) {
    return switch (rows.getFirst().write()) {
      case Write.Upsert any -> upsert(any.kind(), rows, answers);
      case Write.Update any -> update(any.kind(), rows, answers);
      case Write.Delete any ->
          each(
              rows,
              ids(rows),
              answers,
              (on, ids) ->
                  Arrays.stream(on.delete(ids))
                      .map(r -> new Result(r.getId(), r.isSuccess(), false, r.getErrors()))
                      .toList(),
              ok -> new Answer.Deleted());
      case Write.Undelete any ->
          each(
              rows,
              ids(rows),
              answers,
              (on, ids) ->
                  Arrays.stream(on.undelete(ids))
                      .map(r -> new Result(r.getId(), r.isSuccess(), false, r.getErrors()))
                      .toList(),
              ok -> new Answer.Saved(ok.id(), false));
    };
  }

  /** A row's outcome, whichever operation it was. */
  private record Result(
      @Nullable String rowId, boolean success, boolean created, Error @Nullable [] errors) {
    String id() {
      return rowId == null ? "" : RecordIds.full(rowId);
    }
  }

  private interface Send<T> {
    List<Result> on(PartnerConnection connection, T[] rows) throws ConnectionException;
  }

  private <T> boolean each(
      List<Placed> placed,
      T[] rows,
      @Nullable Answer[] answers,
      Send<T> send,
      Function<Result, Answer> good) {
    if (rows.length == 0) {
      return false;
    }
    List<Result> results = user.call(on -> send.on(on, rows));
    if (results.size() != placed.size()) {
      throw new PortException.Unavailable("ROWS_MISSING", null);
    }
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      answers[placed.get(i).place()] =
          result.success() ? good.apply(result) : RowErrors.answer(result.errors());
    }
    return true;
  }

  private static String[] ids(List<Placed> rows) {
    return rows.stream()
        .map(
            row ->
                switch (row.write()) {
                  case Write.Delete delete -> delete.id();
                  case Write.Undelete undelete -> undelete.id();
                  case Write.Update update -> update.id();
                  case Write.Upsert upsert -> upsert.key();
                })
        .toArray(String[]::new);
  }

  /** By one job; gives the rows that it refused, to be sent by calls, which tell why. */
  private List<Placed> load(Kind kind, List<Placed> rows, @Nullable Answer[] answers) {
    Map<Placed, Draft> drafts = upserts(kind, rows, answers);
    List<Placed> sent = List.copyOf(drafts.keySet());
    List<Optional<Answer.Saved>> saved =
        load.upsert(mappings.apply(kind).object(), List.copyOf(drafts.values()));
    List<Placed> refused = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      if (saved.get(i).isPresent()) {
        answers[sent.get(i).place()] = saved.get(i).get();
      } else {
        refused.add(sent.get(i));
      }
    }
    return refused;
  }

  private boolean upsert(Kind kind, List<Placed> rows, @Nullable Answer[] answers) {
    Map<Placed, Draft> drafts = upserts(kind, rows, answers);
    return each(
        List.copyOf(drafts.keySet()),
        drafts.values().stream().map(draft -> draft.row(true)).toArray(SObject[]::new),
        answers,
        (on, all) ->
            Arrays.stream(on.upsert("LockstepKey__c", all))
                .map(r -> new Result(r.getId(), r.isSuccess(), r.isCreated(), r.getErrors()))
                .toList(),
        ok -> new Answer.Saved(ok.id(), ok.created()));
  }

  /** The rows to send, in order; those that Salesforce cannot hold are answered at once. */
  private Map<Placed, Draft> upserts(Kind kind, List<Placed> rows, @Nullable Answer[] answers) {
    RecordMapping mapping = mappings.apply(kind);
    Map<String, String> accountIds = accountIds(kind, rows);
    Map<Placed, Draft> drafts = new LinkedHashMap<>();
    for (Placed row : rows) {
      Write.Upsert upsert = (Write.Upsert) row.write();
      Optional<String> lacks = mapping.lacks(upsert.fields());
      if (lacks.isPresent()) {
        answers[row.place()] = incomplete(kind, lacks.get());
        continue;
      }
      Draft draft = new Draft(mapping.object());
      mapping.fill(draft, upsert.fields().values(), FieldValues.NONE, true);
      account(draft, upsert.fields().get(PersonField.COMPANY), accountIds);
      draft.text("LockstepKey__c", upsert.key()).text("LockstepStamp__c", upsert.stamp());
      saw(draft, upsert.seen(), mapping);
      drafts.put(row, draft);
    }
    return drafts;
  }

  /** Without that field an edit of a moment ago would be overwritten unseen: then nothing is. */
  private static void saw(Draft draft, String seen, RecordMapping mapping) {
    if (seen.equals(Crm.ANYTHING)) {
      return;
    }
    if (!mapping.edits("LockstepSeen__c")) {
      throw new PortException.AccessLost(
          SEEN_NOT_EDITABLE,
          PortException.AccessLost.Mender.ADMINISTRATOR,
          "The user may not edit the field LockstepSeen__c of "
              + mapping.object()
              + ". Install the version of the Lockstep package that belongs to this version of the"
              + " middleware, and assign the user the permission set Lockstep User.",
          null);
    }
    draft.text("LockstepSeen__c", seen);
  }

  private static Answer incomplete(Kind kind, String field) {
    return new Answer.Refused(
        "REQUIRED_FIELD_MISSING",
        field,
        kind == Kind.EVENT
            ? "Salesforce holds no event without a time or longer than 14 days."
            : "Salesforce holds no contact without a last name; give the person a name, a company or an e-mail address.");
  }

  private boolean update(Kind kind, List<Placed> rows, @Nullable Answer[] answers) {
    RecordMapping mapping = mappings.apply(kind);
    Map<String, String> accountIds = accountIds(kind, rows);
    Map<String, FieldValues> wholes = wholes(kind, mapping, rows);
    List<Placed> sorted = new ArrayList<>(rows);
    // In the order of ids, so that two writers lock rows in the same order.
    sorted.sort(Comparator.comparing(row -> ((Write.Update) row.write()).id()));
    List<SObject> objects = new ArrayList<>();
    for (Placed row : sorted) {
      Write.Update update = (Write.Update) row.write();
      Draft draft = new Draft(mapping.object());
      mapping.fill(
          draft, update.changes(), wholes.getOrDefault(update.id(), FieldValues.NONE), false);
      account(draft, update.changes().getOrDefault(PersonField.COMPANY, ""), accountIds);
      draft.text("LockstepStamp__c", update.stamp());
      saw(draft, update.seen(), mapping);
      SObject object = draft.row(false);
      object.setId(update.id());
      objects.add(object);
    }
    return each(
        sorted,
        objects.toArray(SObject[]::new),
        answers,
        (on, all) ->
            Arrays.stream(on.update(all))
                .map(r -> new Result(r.getId(), r.isSuccess(), false, r.getErrors()))
                .toList(),
        ok -> new Answer.Saved(ok.id(), false));
  }

  /** What the records hold now, for changes that cannot be written without knowing. */
  private Map<String, FieldValues> wholes(Kind kind, RecordMapping mapping, List<Placed> rows) {
    Set<String> ids = new HashSet<>();
    for (Placed row : rows) {
      Write.Update update = (Write.Update) row.write();
      if (mapping.needsWhole(update.changes())) {
        ids.add(update.id());
      }
    }
    Map<String, FieldValues> wholes = new TreeMap<>();
    if (!ids.isEmpty()) {
      readers
          .apply(kind)
          .read(ids)
          .forEach(
              (id, seen) -> {
                if (seen instanceof Sighting.Present present) {
                  wholes.put(id, present.snapshot().fields());
                }
              });
    }
    return wholes;
  }

  private Map<String, String> accountIds(Kind kind, List<Placed> rows) {
    if (kind != Kind.CONTACT || !mappings.apply(kind).fields().contains(PersonField.COMPANY)) {
      return Map.of();
    }
    Set<String> companies = new HashSet<>();
    for (Placed row : rows) {
      String company =
          switch (row.write()) {
            case Write.Upsert upsert -> upsert.fields().get(PersonField.COMPANY);
            case Write.Update update -> update.changes().getOrDefault(PersonField.COMPANY, "");
            case Write.Delete any -> "";
            case Write.Undelete any -> "";
          };
      if (!company.isEmpty()) {
        companies.add(KeptText.clean(company));
      }
    }
    return accounts.ids(companies);
  }

  private static void account(Draft draft, String company, Map<String, String> accountIds) {
    String id = accountIds.get(AccountNames.key(KeptText.clean(company)));
    if (id != null) {
      draft.text("AccountId", id);
    }
  }
}

package io.lockstep.salesforce;

import io.lockstep.contact.PersonField;
import io.lockstep.port.Answer;
import io.lockstep.port.Crm;
import io.lockstep.port.IssueReport;
import io.lockstep.port.PortException;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Salesforce as one acting user sees it. Content is read and written with that user's rights; only
 * deletions are confirmed, and issues kept, by the integration user.
 */
final class SalesforceCrm implements Crm {
  private final SoapUser user;
  private final SoapUser integration;
  private final UserViews views;
  private final InstantSource clock;
  private final Map<Kind, FieldChoices> choices;
  private final RecordQueries queries;
  private final RowLoad load;

  SalesforceCrm(
      SoapUser user,
      SoapUser integration,
      UserViews views,
      InstantSource clock,
      Map<Kind, FieldChoices> choices,
      RowLoad load) {
    this.user = user;
    this.integration = integration;
    this.views = views;
    this.clock = clock;
    this.choices = Map.copyOf(choices);
    this.queries = new RecordQueries(user);
    this.load = load;
  }

  @Override
  public Set<String> fields(Kind kind) {
    return mapping(kind).fields();
  }

  @Override
  public FieldValues normal(Kind kind, FieldValues values) {
    return mapping(kind).normal(values);
  }

  @Override
  public Set<String> lookedUp(Kind kind) {
    return kind == Kind.CONTACT ? Set.of(PersonField.COMPANY) : Set.of();
  }

  @Override
  public Page candidates(Kind kind, Scope scope, @Nullable String page) {
    return refreshed(() -> reader(kind).candidates(scope, page));
  }

  @Override
  public Set<String> inScope(Kind kind, Scope scope, Collection<String> ids) {
    return refreshed(() -> reader(kind).inScope(scope, ids));
  }

  @Override
  public Map<String, Sighting> read(Kind kind, Collection<String> ids) {
    return refreshed(() -> reader(kind).read(ids));
  }

  @Override
  public Map<String, Sighting> confirmGone(Kind kind, Collection<String> ids) {
    Map<String, Sighting> seen =
        new LinkedHashMap<>(new DeletionCheck(new RecordQueries(integration)).confirm(kind, ids));
    List<String> gone =
        seen.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Sighting.Gone)
            .map(Map.Entry::getKey)
            .toList();
    if (!gone.isEmpty()) {
      Map<String, Snapshot> last = refreshed(() -> reader(kind).readDeleted(gone));
      seen.replaceAll(
          (id, sighting) ->
              sighting instanceof Sighting.Gone deleted
                  ? new Sighting.Gone(deleted.mergedInto(), last.get(id))
                  : sighting);
    }
    return seen;
  }

  @Override
  public List<KeyMatch> findByKey(Kind kind, Collection<String> keys) {
    List<KeyMatch> found = new ArrayList<>(refreshed(() -> reader(kind).withKeys(keys)));
    Set<String> unseen = new LinkedHashSet<>(keys);
    found.stream()
        .filter(match -> match.sighting() instanceof Sighting.Present)
        .forEach(match -> unseen.remove(match.key()));
    if (!unseen.isEmpty()) {
      Set<String> known = new LinkedHashSet<>();
      found.forEach(match -> known.add(match.id()));
      outOfSight(kind, unseen).stream()
          .filter(match -> !known.contains(match.id()))
          .forEach(found::add);
    }
    return found;
  }

  /** Records that the user does not see hold their key all the same. */
  private List<KeyMatch> outOfSight(Kind kind, Set<String> keys) {
    List<KeyMatch> found = new ArrayList<>();
    RecordQueries all = new RecordQueries(integration);
    for (List<String> group : Soql.groups(keys, SoapUser.PAGE)) {
      String soql =
          "SELECT Id, LockstepKey__c, IsDeleted FROM "
              + DeletionCheck.object(kind)
              + " WHERE LockstepKey__c IN "
              + Soql.in(group);
      for (Row row : all.all(soql, true)) {
        found.add(
            new KeyMatch(
                row.text("LockstepKey__c"),
                row.id(),
                row.flag("IsDeleted") ? Sighting.Gone.PLAIN : new Sighting.Unknown("NOT_VISIBLE")));
      }
    }
    return found;
  }

  @Override
  public List<Snapshot> find(Kind kind, Collection<FieldValues> values) {
    return refreshed(
        () ->
            new RecordFinder(queries, reader(kind), mapping(kind), views.of(user).userId())
                .find(values));
  }

  @Override
  public List<Answer> write(List<Write> writes) {
    return refreshed(
        () ->
            new RecordWriter(user, this::mapping, this::reader, new AccountNames(queries), load)
                .write(writes));
  }

  @Override
  public void report(List<IssueReport> issues) {
    new IssueRows(integration, clock).keep(views.of(user).userId(), issues);
  }

  private FieldChoices choices(Kind kind) {
    return choices.getOrDefault(kind, FieldChoices.NONE);
  }

  private RecordMapping mapping(Kind kind) {
    return views.of(user).mapping(kind, clock, choices(kind));
  }

  private RecordReader reader(Kind kind) {
    UserView view = views.of(user);
    return new RecordReader(queries, view.mapping(kind, clock, choices(kind)), view.userId());
  }

  /**
   * A field that is refused although describe showed it, or that was not shown and may be by now:
   * look at the rights anew, once. Nothing was written when it is thrown.
   */
  private <T> T refreshed(Supplier<T> call) {
    try {
      return call.get();
    } catch (PortException.AccessLost e) {
      if (!e.code().equals("INVALID_FIELD") && !e.code().equals(RecordWriter.SEEN_NOT_EDITABLE)) {
        throw e;
      }
      views.forget(user);
      return call.get();
    }
  }
}

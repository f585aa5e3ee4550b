package io.lockstep.sandbox.salesforce.org;

import io.lockstep.sandbox.salesforce.org.access.Sharing;
import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.Schema;
import io.lockstep.sandbox.salesforce.org.soql.Query;
import io.lockstep.sandbox.salesforce.org.soql.QueryRunner;
import io.lockstep.sandbox.salesforce.org.soql.SoqlParser;
import io.lockstep.sandbox.salesforce.org.store.Ids;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queries with their cursors, and retrieves. */
final class Reads {
  private static final int MAX_RETRIEVE = 2000;
  private static final int CURSORS_PER_USER = 10;
  private static final Duration CURSOR_LIFE = Duration.ofDays(2);

  private record Cursor(String userId, QueryRunner.Result result, int batchSize, Instant opened) {}

  private final OrgState org;
  private final Map<String, Cursor> cursors = new LinkedHashMap<>();

  Reads(OrgState org) {
    this.org = org;
  }

  private ReadView view(Org.Call call, String subject) {
    Sharing.Viewer viewer = org.sharing.viewer(org.directory.rights(call.userId()));
    return new ReadView(org, viewer, call.defaultNamespace(), subject);
  }

  Org.Page query(Org.Call call, String soql, boolean all, int batchSize) {
    Query query = SoqlParser.parse(soql);
    QueryRunner runner = new QueryRunner(view(call, "QUERY " + soql), soql, all);
    if (QueryRunner.isCount(query)) {
      return new Org.Page(List.of(), runner.count(query), true, null);
    }
    QueryRunner.Result result = runner.run(query);
    int size = Math.max(200, Math.min(2000, batchSize));
    if (result.size() <= size) {
      return new Org.Page(result.page(0, result.size()), result.size(), true, null);
    }
    String cursor = org.ids.next("01g");
    open(cursor, new Cursor(call.userId(), result, size, org.now()));
    return new Org.Page(result.page(0, size), result.size(), false, cursor + "-" + size);
  }

  private void open(String id, Cursor cursor) {
    cursors.put(id, cursor);
    List<String> own =
        cursors.entrySet().stream()
            .filter(e -> e.getValue().userId().equals(cursor.userId()))
            .map(Map.Entry::getKey)
            .toList();
    if (own.size() > CURSORS_PER_USER) {
      cursors.remove(own.get(0));
    }
  }

  Org.Page queryMore(Org.Call call, String locator) {
    int dash = locator.lastIndexOf('-');
    Cursor cursor = dash < 0 ? null : cursors.get(locator.substring(0, dash));
    boolean good =
        cursor != null
            && cursor.userId().equals(call.userId())
            && cursor.opened().plus(CURSOR_LIFE).isAfter(org.now())
            && locator.substring(dash + 1).matches("\\d{1,9}");
    if (!good || cursor == null) {
      throw new OrgException("INVALID_QUERY_LOCATOR", "invalid query locator");
    }
    int size = cursor.result().size();
    int from = Math.min(size, Integer.parseInt(locator.substring(dash + 1)));
    int to = Math.min(size, from + cursor.batchSize());
    boolean done = to >= size;
    if (done) {
      cursors.remove(locator.substring(0, dash));
    }
    return new Org.Page(
        cursor.result().page(from, to),
        size,
        done,
        done ? null : locator.substring(0, dash) + "-" + to);
  }

  /** Lets all cursors of all users expire. */
  void expireCursors() {
    cursors.clear();
  }

  List<Org.@Nullable Row> retrieve(
      Org.Call call, String object, List<String> fields, List<String> ids) {
    if (ids.size() > MAX_RETRIEVE) {
      throw new OrgException(
          "EXCEEDED_ID_LIMIT", "retrieve takes at most " + MAX_RETRIEVE + " ids");
    }
    ReadView view = view(call, "RETRIEVE " + object);
    ObjectDef type = readable(call, view, object);
    List<FieldDef> wanted = new ArrayList<>();
    Map<FieldDef, String> names = new LinkedHashMap<>();
    for (String name : fields) {
      FieldDef f = org.schema.field(type, name.strip(), call.defaultNamespace());
      if (f == null || !view.rights().readable(type, f)) {
        throw new OrgException("INVALID_FIELD", Schema.noColumn(name.strip(), type.name()));
      }
      wanted.add(f);
      boolean bare = f.name().length() > name.strip().length();
      names.put(f, bare ? f.name().substring(f.name().length() - name.strip().length()) : f.name());
    }
    List<Org.@Nullable Row> rows = new ArrayList<>();
    for (String id : ids) {
      if (Ids.normal(id) == null) {
        throw new OrgException("MALFORMED_ID", "malformed id " + id);
      }
      Rec rec = org.find(id);
      boolean shown =
          rec != null && rec.type() == type && !rec.deleted() && view.visible(rec, true);
      if (rec == null || !shown) {
        rows.add(null);
        continue;
      }
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      wanted.forEach(f -> values.put(String.valueOf(names.get(f)), view.value(rec, f)));
      rows.add(new Org.Row(type.name(), values, List.of(), type.name() + "/" + rec.id()));
    }
    return rows;
  }

  private ObjectDef readable(Org.Call call, ReadView view, String object) {
    ObjectDef type = org.schema.find(object, call.defaultNamespace());
    if (type == null || !view.rights().on(type, 'r')) {
      throw new OrgException("INVALID_TYPE", Schema.noType(object));
    }
    return type;
  }
}

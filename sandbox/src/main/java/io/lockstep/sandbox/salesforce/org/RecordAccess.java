package io.lockstep.sandbox.salesforce.org;

import io.lockstep.sandbox.salesforce.org.access.Sharing;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.soql.Query;
import io.lockstep.sandbox.salesforce.org.soql.Query.Condition;
import io.lockstep.sandbox.salesforce.org.soql.Query.Literal;
import io.lockstep.sandbox.salesforce.org.store.Ids;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code UserRecordAccess}: computed for one user and at most 200 records a query. */
final class RecordAccess {
  private static final int MAX_RECORDS = 200;

  private final OrgState org;

  RecordAccess(OrgState org) {
    this.org = org;
  }

  List<Rec> rows(ObjectDef type, Query query) {
    List<String> users = named(query, "UserId");
    List<String> records = named(query, "RecordId");
    if (users.size() != 1 || records.isEmpty() || records.size() > MAX_RECORDS) {
      throw new OrgException(
          "MALFORMED_QUERY",
          "Can select only from UserRecordAccess with one UserId and up to 200 RecordId values in"
              + " the WHERE clause");
    }
    Sharing.Viewer viewer = org.sharing.viewer(org.directory.rights(users.get(0)));
    List<Rec> rows = new ArrayList<>();
    for (String record : records) {
      Rec rec = org.find(record);
      boolean there = rec != null && !rec.deleted();
      boolean read =
          there && rec != null && viewer.rights().on(rec.type(), 'r') && viewer.canRead(rec);
      boolean edit =
          read && rec != null && viewer.rights().on(rec.type(), 'u') && viewer.canEdit(rec);
      boolean delete =
          read && rec != null && viewer.rights().on(rec.type(), 'd') && viewer.canDelete(rec);
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("UserId", users.get(0));
      values.put("RecordId", record);
      values.put("HasReadAccess", read);
      values.put("HasEditAccess", edit);
      values.put("HasDeleteAccess", delete);
      values.put("HasTransferAccess", delete);
      values.put("HasAllAccess", delete);
      values.put("MaxAccessLevel", delete ? "All" : edit ? "Edit" : read ? "Read" : "None");
      rows.add(new Rec(type, record, values));
    }
    return rows;
  }

  private static List<String> named(Query query, String field) {
    List<String> ids = new ArrayList<>();
    List<Condition> parts =
        query.where() instanceof Condition.And and
            ? and.parts()
            : query.where() == null ? List.of() : List.of(query.where());
    for (Condition part : parts) {
      if (part instanceof Condition.Compare c
          && c.operand().path() != null
          && c.operand().path().last().equalsIgnoreCase(field)) {
        List<Literal> values =
            c.value() instanceof Literal.Many many ? many.values() : List.of(c.value());
        for (Literal v : values) {
          String id = v instanceof Literal.Text t ? Ids.normal(t.value()) : null;
          if (id != null) {
            ids.add(id);
          }
        }
      }
    }
    return ids;
  }
}

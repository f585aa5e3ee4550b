package io.lockstep.sandbox.salesforce;

import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory behind the wire formats, just enough to see what goes in and what comes out: no
 * sharing, no rules beyond a required last name, and of SOQL a select list, one equality and a
 * limit.
 */
final class FakeOrg implements Org {
  static final String ORG_ID = "00D000000000001EAA";
  static final String ANN = "ann@acme.example";
  private static final Pattern SOQL =
      Pattern.compile(
          "(?is)select\\s+(.+?)\\s+from\\s+(\\w+)(?:\\s+where\\s+(\\w+)\\s*=\\s*'([^']*)')?"
              + "(?:\\s+order\\s+by\\s+[\\w, ]+?)?(?:\\s+limit\\s+(\\d+))?\\s*");

  final Instant now = Instant.parse("2026-03-01T10:00:00Z");
  final List<Call> calls = new CopyOnWriteArrayList<>();
  final List<Row> received = new CopyOnWriteArrayList<>();
  final Map<String, UserInfo> users = new LinkedHashMap<>();
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final Map<String, List<Row>> cursors = new HashMap<>();
  private final List<Deleted> deleted = new ArrayList<>();
  private int next = 1;

  FakeOrg() {
    addUser("005000000000001AAA", ANN, true, false, true);
    addUser("005000000000002AAA", "gone@acme.example", false, false, true);
    addUser("005000000000003AAA", "frozen@acme.example", true, true, true);
    addUser("005000000000004AAA", "noapi@acme.example", true, false, false);
  }

  private void addUser(String id, String name, boolean active, boolean frozen, boolean api) {
    users.put(
        id,
        new UserInfo(
            id,
            name,
            name,
            "Ann Smith",
            "00e000000000001AAA",
            "Europe/Berlin",
            "en_US",
            "en_US",
            active,
            frozen,
            api));
  }

  @Override
  public Identity identity() {
    return new Identity(ORG_ID, "Acme", false, false, false, null);
  }

  @Override
  public @Nullable UserInfo userByName(String username) {
    return users.values().stream()
        .filter(u -> u.username().equalsIgnoreCase(username))
        .findFirst()
        .orElse(null);
  }

  @Override
  public @Nullable UserInfo userById(String id) {
    return users.get(id);
  }

  @Override
  public List<Describe> describeGlobal(Call call) {
    return List.of(describe(call, "Account"), describe(call, "Contact"), describe(call, "Event"));
  }

  @Override
  public Describe describe(Call call, String object) {
    return switch (object.toLowerCase(Locale.ROOT)) {
      case "account" -> object("Account", "001", text("Name"), external("Key__c"));
      case "contact" ->
          object(
              "Contact",
              "003",
              text("FirstName"),
              text("LastName"),
              text("Email"),
              field("Birthdate", "date", "xsd:date", null),
              field("AccountId", "reference", "tns:ID", "Account"),
              external("Key__c"));
      case "event" ->
          object(
              "Event",
              "00U",
              text("Subject"),
              text("Location"),
              field("StartDateTime", "datetime", "xsd:dateTime", null),
              field("DurationInMinutes", "int", "xsd:int", null),
              field("IsAllDayEvent", "boolean", "xsd:boolean", null),
              field("Score__c", "double", "xsd:double", null),
              external("Key__c"));
      default ->
          throw new OrgException("INVALID_TYPE", "sObject type '" + object + "' is not supported.");
    };
  }

  private static Describe object(String name, String prefix, Field... own) {
    List<Field> fields = new ArrayList<>();
    fields.add(field("Id", "id", "tns:ID", null));
    fields.addAll(List.of(own));
    fields.add(field("LastModifiedDate", "datetime", "xsd:dateTime", null));
    return new Describe(
        name,
        name,
        name + "s",
        prefix,
        false,
        true,
        true,
        true,
        true,
        true,
        true,
        fields,
        List.of(new ChildRelationship("Task", "WhoId", "Tasks")));
  }

  private static Field text(String name) {
    return field(name, "string", "xsd:string", null);
  }

  private static Field external(String name) {
    return make(name, "string", "xsd:string", null, true);
  }

  private static Field field(String name, String type, String soapType, @Nullable String parent) {
    return make(name, type, soapType, parent, false);
  }

  private static Field make(
      String name, String type, String soapType, @Nullable String parent, boolean external) {
    boolean system = name.equals("Id") || name.equals("LastModifiedDate");
    return new Field(
        name,
        name,
        type,
        soapType,
        80,
        0,
        0,
        !system,
        !system,
        !system,
        true,
        true,
        name.endsWith("__c"),
        external,
        false,
        external,
        false,
        false,
        false,
        parent,
        parent == null ? List.of() : List.of(parent),
        name.equals("Location") ? List.of(new Picklist("Here", "Here", false, true)) : List.of());
  }

  @Override
  public Page query(Call call, String soql, boolean all, int batchSize) {
    calls.add(call);
    Matcher m = SOQL.matcher(soql);
    if (!m.matches()) {
      throw new OrgException(
          "MALFORMED_QUERY", "\n" + soql + "\n^\nERROR at Row:1:Column:7\nunexpected token: 'x'");
    }
    List<String> columns = List.of(m.group(1).split("\\s*,\\s*", -1));
    Describe describe = describe(call, m.group(2));
    List<Row> found = new ArrayList<>();
    for (Row row : rows.values()) {
      boolean matches =
          row.type().equals(describe.name())
              && (m.group(3) == null
                  || m.group(4).equals(String.valueOf(row.fields().get(m.group(3)))));
      if (matches) {
        found.add(select(row, columns));
      }
    }
    if (m.group(5) != null) {
      found = found.subList(0, Math.min(found.size(), Integer.parseInt(m.group(5))));
    }
    return page("01g" + next++, found, found.size(), 0, batchSize);
  }

  private Page page(String cursor, List<Row> all, int total, int from, int batchSize) {
    int to = Math.min(all.size(), from + batchSize);
    boolean done = to == all.size();
    String locator = done ? null : cursor + "-" + to + "-" + batchSize;
    cursors.put(cursor, all);
    return new Page(List.copyOf(all.subList(from, to)), total, done, locator);
  }

  private static Row select(Row row, List<String> columns) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (String column : columns) {
      if (column.startsWith("Account.")) {
        Map<String, @Nullable Object> parent = new LinkedHashMap<>();
        parent.put("Name", "Acme & Sons");
        fields.put("Account", new Row("Account", parent, List.of()));
      } else {
        fields.put(column, row.fields().get(column));
      }
    }
    return new Row(row.type(), fields, List.of(), row.type() + "/" + row.id());
  }

  @Override
  public Page queryMore(Call call, String locator) {
    String[] parts = locator.split("-", -1);
    List<Row> all = cursors.get(parts[0]);
    if (all == null || parts.length != 3) {
      throw new OrgException("INVALID_QUERY_LOCATOR", "invalid query locator");
    }
    return page(parts[0], all, all.size(), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }

  @Override
  public List<@Nullable Row> retrieve(
      Call call, String object, List<String> fields, List<String> ids) {
    List<@Nullable Row> out = new ArrayList<>();
    for (String id : ids) {
      Row row = rows.get(id);
      out.add(row == null ? null : select(row, fields));
    }
    return out;
  }

  @Override
  public List<Saved> create(Call call, List<Row> sent) {
    calls.add(call);
    return sent.stream().map(this::insert).toList();
  }

  private Saved insert(Row row) {
    received.add(row);
    if (row.type().equals("Contact") && "Duplicate".equals(row.fields().get("LastName"))) {
      return new Saved(
          null,
          false,
          List.of(
              new RowError(
                  "DUPLICATES_DETECTED",
                  "Use one of these records?",
                  List.of(),
                  new DuplicateMatch(
                      "Standard Rule", true, "Contact", List.of("003000000000009AAA")))));
    }
    if (row.type().equals("Contact") && row.fields().get("LastName") == null) {
      return refused(
          "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]", "LastName");
    }
    String prefix = describe(calls.getLast(), row.type()).keyPrefix();
    String id = prefix + "%012d".formatted(next++) + "AAA";
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(row.fields());
    fields.put("Id", id);
    fields.put("LastModifiedDate", now);
    rows.put(id, new Row(row.type(), fields, List.of()));
    return new Saved(id, true, List.of());
  }

  private static Saved refused(String code, String message, String... fields) {
    return new Saved(null, false, List.of(new RowError(code, message, List.of(fields), null)));
  }

  @Override
  public void atomically(BooleanSupplier work) {
    if (!work.getAsBoolean()) {
      throw new UnsupportedOperationException("nothing can be taken back here");
    }
  }

  @Override
  public List<Saved> update(Call call, List<Row> sent) {
    calls.add(call);
    return sent.stream().map(this::change).toList();
  }

  private Saved change(Row row) {
    received.add(row);
    Row old = rows.get(String.valueOf(row.id()));
    if (old == null) {
      return refused("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(old.fields());
    fields.putAll(row.fields());
    row.fieldsToNull().forEach(fields::remove);
    rows.put(old.id(), new Row(old.type(), fields, List.of()));
    return new Saved(old.id(), false, List.of());
  }

  @Override
  public List<Saved> upsert(Call call, String externalIdField, List<Row> sent) {
    calls.add(call);
    return sent.stream()
        .map(
            row -> {
              Object key = row.fields().get(externalIdField);
              Row old =
                  rows.values().stream()
                      .filter(r -> r.type().equals(row.type()))
                      .filter(r -> key != null && key.equals(r.fields().get(externalIdField)))
                      .findFirst()
                      .orElse(null);
              if (old == null) {
                return insert(row);
              }
              Map<String, @Nullable Object> fields = new LinkedHashMap<>(row.fields());
              fields.put("Id", old.id());
              return change(new Row(row.type(), fields, row.fieldsToNull()));
            })
        .toList();
  }

  @Override
  public List<Saved> delete(Call call, List<String> ids) {
    calls.add(call);
    return ids.stream()
        .map(
            id -> {
              if (rows.remove(id) == null) {
                return refused("ENTITY_IS_DELETED", "entity is deleted");
              }
              deleted.add(new Deleted(id, now));
              return new Saved(id, false, List.of());
            })
        .toList();
  }

  @Override
  public List<Saved> undelete(Call call, List<String> ids) {
    return ids.stream().map(id -> new Saved(id, false, List.of())).toList();
  }

  @Override
  public Updated getUpdated(Call call, String object, Instant start, Instant end) {
    return new Updated(
        rows.entrySet().stream()
            .filter(e -> e.getValue().type().equals(object))
            .map(Map.Entry::getKey)
            .toList(),
        end);
  }

  @Override
  public DeletedRange getDeleted(Call call, String object, Instant start, Instant end) {
    return new DeletedRange(List.copyOf(deleted), start, end);
  }

  /** Adds contacts named {@code Person 0} and on. */
  void seedContacts(int count) {
    create(
        Call.as("005000000000001AAA"),
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                  fields.put("LastName", "Person " + i);
                  return new Row("Contact", fields, List.of());
                })
            .toList());
    received.clear();
    calls.clear();
  }
}

package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.Org.Call;
import io.lockstep.sandbox.salesforce.org.Org.Field;
import io.lockstep.sandbox.salesforce.org.Org.Row;
import io.lockstep.sandbox.salesforce.org.Org.Saved;
import io.lockstep.sandbox.salesforce.org.OrgException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The org as its users see it: API names of fields, sharing and field security of the user. */
final class SalesforceView implements PersonalView {
  private static final int PAGE = 2_000;

  /** Types that a query cannot give as one value, or that no page shows. */
  private static final Set<String> LEFT_OUT =
      Set.of("address", "location", "base64", "junctionIdList");

  /** Clones as the page's button does: the org's triggers see a clone. */
  interface Cloner {
    Saved cloned(Call call, String id, Row changes);
  }

  private final Org org;
  private final Cloner cloner;

  SalesforceView(Org org, Cloner cloner) {
    this.org = org;
    this.cloner = cloner;
  }

  @Override
  public List<ObjectNode> list(String user, Kind kind) {
    Call call = call(user);
    return refusing(
        () -> {
          String fields =
              shown(call, kind).stream().map(Field::name).collect(Collectors.joining(", "));
          String query = "SELECT " + fields + " FROM " + object(kind);
          List<ObjectNode> seen = new ArrayList<>();
          if (kind != Kind.events) {
            rows(call, query).forEach(row -> seen.add(json(row)));
            return seen;
          }
          // A calendar: the user's own events and those the user is invited to.
          Set<String> ids = new LinkedHashSet<>();
          String own = " WHERE OwnerId = '" + call.userId() + "' AND IsChild = false";
          rows(call, query + own)
              .forEach(
                  row -> {
                    ids.add(String.valueOf(row.id()));
                    seen.add(json(row));
                  });
          for (Row relation :
              rows(
                  call,
                  "SELECT EventId FROM EventRelation WHERE RelationId = '" + call.userId() + "'")) {
            Object event = relation.fields().get("EventId");
            if (event != null && ids.add(event.toString())) {
              rows(call, query + " WHERE Id = '" + event + "'").forEach(row -> seen.add(json(row)));
            }
          }
          return seen;
        });
  }

  @Override
  public ObjectNode create(String user, Kind kind, ObjectNode body) {
    Call call = call(user);
    return refusing(
        () -> {
          Row row = row(call, kind, null, body, false);
          return one(call, kind, saved(org.create(call, List.of(row))));
        });
  }

  @Override
  public ObjectNode change(String user, Kind kind, String id, ObjectNode body) {
    Call call = call(user);
    return refusing(
        () -> {
          Row row = row(call, kind, id, body, true);
          return one(call, kind, saved(org.update(call, List.of(row))));
        });
  }

  @Override
  public void delete(String user, Kind kind, String id) {
    Call call = call(user);
    refusing(() -> saved(org.delete(call, List.of(id))));
  }

  @Override
  public ObjectNode act(String user, Kind kind, String id, String action, ObjectNode body) {
    Call call = call(user);
    return switch (action) {
      case "undelete" -> refusing(() -> one(call, kind, saved(org.undelete(call, List.of(id)))));
      case "clone" -> refusing(() -> one(call, kind, cloned(call, kind, id, body)));
      default ->
          throw ControlException.missing(
              "In Salesforce a person can undelete or clone, not " + action + ".");
    };
  }

  private String cloned(Call call, Kind kind, String id, ObjectNode body) {
    return saved(List.of(cloner.cloned(call, id, row(call, kind, null, body, false))));
  }

  private ObjectNode one(Call call, Kind kind, String id) {
    String fields = shown(call, kind).stream().map(Field::name).collect(Collectors.joining(", "));
    List<Row> found =
        rows(call, "SELECT " + fields + " FROM " + object(kind) + " WHERE Id = '" + id + "'");
    if (found.isEmpty()) {
      ObjectNode bare = JsonNodeFactory.instance.objectNode();
      return bare.put("Id", id);
    }
    return json(found.getFirst());
  }

  private List<Row> rows(Call call, String soql) {
    List<Row> rows = new ArrayList<>();
    Org.Page page = org.query(call, soql, false, PAGE);
    rows.addAll(page.rows());
    while (!page.done() && page.locator() != null) {
      page = org.queryMore(call, page.locator());
      rows.addAll(page.rows());
    }
    return rows;
  }

  private List<Field> shown(Call call, Kind kind) {
    return org.describe(call, object(kind)).fields().stream()
        .filter(f -> !LEFT_OUT.contains(f.type()) && !f.type().equalsIgnoreCase("JunctionIdList"))
        .toList();
  }

  private Row row(Call call, Kind kind, @Nullable String id, ObjectNode body, boolean nullEmpties) {
    Map<String, Field> fields = new LinkedHashMap<>();
    org.describe(call, object(kind)).fields().forEach(f -> fields.put(f.name(), f));
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    List<String> emptied = new ArrayList<>();
    if (id != null) {
      values.put("Id", id);
    }
    body.properties()
        .forEach(
            entry -> {
              Field field = fields.get(entry.getKey());
              if (field == null) {
                throw ControlException.bad(
                    object(kind)
                        + " has no field "
                        + entry.getKey()
                        + ", or it is hidden from this user.");
              }
              if (!entry.getValue().isNull()) {
                values.put(field.name(), value(field, entry.getValue()));
              } else if (nullEmpties) {
                emptied.add(field.name());
              }
            });
    return new Row(object(kind), values, emptied);
  }

  private static Object value(Field field, JsonNode json) {
    try {
      return switch (field.type()) {
        case "boolean" -> json.asBoolean();
        case "int" -> json.asInt();
        case "double", "currency", "percent" -> json.decimalValue();
        case "date" -> LocalDate.parse(json.asText());
        case "datetime" -> OffsetDateTime.parse(json.asText()).toInstant();
        case "time" -> LocalTime.parse(json.asText());
        default -> json.asText();
      };
    } catch (DateTimeException e) {
      throw ControlException.bad(
          field.name()
              + " is a "
              + field.type()
              + ", and "
              + json
              + " is none; write it as ISO 8601.");
    }
  }

  private static ObjectNode json(Row row) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    row.fields()
        .forEach(
            (name, value) -> {
              switch (value) {
                case null -> out.putNull(name);
                case Boolean b -> out.put(name, b);
                case Integer i -> out.put(name, i);
                case Double d -> out.put(name, d);
                case BigDecimal d -> out.put(name, d);
                case Instant i -> out.put(name, i.toString());
                case Row nested -> out.set(name, json(nested));
                default -> out.put(name, value.toString());
              }
            });
    return out;
  }

  private Call call(String user) {
    Org.UserInfo info = org.userByName(user);
    if (info == null) {
      info = org.userById(user);
    }
    if (info == null) {
      throw ControlException.missing(
          "The org has no user " + user + "; GET /people lists the people by name.");
    }
    return Call.as(info.id());
  }

  private static String object(Kind kind) {
    return switch (kind) {
      case events -> "Event";
      case contacts -> "Contact";
      case leads -> "Lead";
    };
  }

  private static String saved(List<Saved> results) {
    Saved saved = results.getFirst();
    if (!saved.success()) {
      Org.RowError error = saved.errors().getFirst();
      throw ControlException.bad(
          "Salesforce refuses this: " + error.statusCode() + ": " + error.message());
    }
    return String.valueOf(saved.id());
  }

  private interface Work<T> {
    T run();
  }

  private static <T> T refusing(Work<T> work) {
    try {
      return work.run();
    } catch (OrgException e) {
      throw ControlException.bad("Salesforce refuses this: " + e.code() + ": " + e.getMessage());
    }
  }
}

package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.Org.Field;
import io.lockstep.sandbox.salesforce.org.Org.Row;
import io.lockstep.sandbox.salesforce.org.OrgException;
import io.lockstep.sandbox.salesforce.org.SimulatedOrg;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The org as its users see it on its pages: API names of fields, the user's own sharing and field
 * security.
 */
final class SalesforceView implements PersonalView {
  private final SimulatedOrg org;

  SalesforceView(SimulatedOrg org) {
    this.org = org;
  }

  /**
   * Contacts and leads that the user may see; of events those in the user's calendar, own and
   * invited.
   */
  @Override
  public List<ObjectNode> list(String user, Kind kind) {
    String userId = userId(user);
    return refusing(() -> rows(userId, kind).stream().map(SalesforceView::json).toList());
  }

  private List<Row> rows(String userId, Kind kind) {
    List<Row> all = org.people().sees(userId, object(kind));
    if (kind != Kind.events) {
      return all;
    }
    Set<Object> invited = new HashSet<>();
    for (Row relation : org.setup().dump("EventRelation")) {
      if (userId.equals(relation.fields().get("RelationId"))
          && !Boolean.TRUE.equals(relation.fields().get("IsDeleted"))) {
        invited.add(String.valueOf(relation.fields().get("EventId")));
      }
    }
    return all.stream()
        .filter(r -> !Boolean.TRUE.equals(r.fields().get("IsChild")))
        .filter(
            r ->
                userId.equals(r.fields().get("OwnerId"))
                    || invited.contains(String.valueOf(r.id())))
        .toList();
  }

  @Override
  public ObjectNode create(String user, Kind kind, ObjectNode body) {
    String userId = userId(user);
    return refusing(
        () -> one(userId, kind, org.people().creates(userId, object(kind), values(kind, body))));
  }

  @Override
  public ObjectNode change(String user, Kind kind, String id, ObjectNode body) {
    String userId = userId(user);
    return refusing(
        () -> {
          org.people().edits(userId, id, values(kind, body));
          return one(userId, kind, id);
        });
  }

  @Override
  public void delete(String user, Kind kind, String id) {
    String userId = userId(user);
    refusing(
        () -> {
          org.people().deletes(userId, id);
          return id;
        });
  }

  @Override
  public ObjectNode act(String user, Kind kind, String id, String action, ObjectNode body) {
    String userId = userId(user);
    return refusing(
        () ->
            switch (action) {
              case "undelete" -> {
                org.people().undeletes(userId, id);
                yield one(userId, kind, id);
              }
              case "clone" -> {
                String copy = org.people().clones(userId, id);
                if (!body.isEmpty()) {
                  org.people().edits(userId, copy, values(kind, body));
                }
                yield one(userId, kind, copy);
              }
              case "merge" -> {
                org.people().mergesContacts(userId, id, List.of(body.path("drop").asText()));
                yield one(userId, kind, id);
              }
              case "share" -> {
                org.setup()
                    .share(id, userId(body.path("with").asText()), body.path("edit").asBoolean());
                yield one(userId, kind, id);
              }
              default ->
                  throw ControlException.missing(
                      "In Salesforce a person can undelete, clone, merge or share, not "
                          + action
                          + ".");
            });
  }

  /** The record as its page shows it; only its id where the user cannot see it. */
  private ObjectNode one(String userId, Kind kind, String id) {
    return org.people().sees(userId, object(kind)).stream()
        .filter(row -> id.equals(row.id()))
        .findFirst()
        .map(SalesforceView::json)
        .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("Id", id));
  }

  private Map<String, @Nullable Object> values(Kind kind, ObjectNode body) {
    Map<String, Field> fields = new LinkedHashMap<>();
    org.describe(Org.Call.as(org.adminId()), object(kind))
        .fields()
        .forEach(f -> fields.put(f.name(), f));
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    body.properties()
        .forEach(
            entry -> {
              Field field = fields.get(entry.getKey());
              if (field == null) {
                throw ControlException.bad(object(kind) + " has no field " + entry.getKey() + ".");
              }
              JsonNode json = entry.getValue();
              values.put(field.name(), json.isNull() ? null : value(field, json));
            });
    return values;
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

  private String userId(String user) {
    Org.UserInfo info = org.userByName(user);
    if (info == null) {
      info = org.userById(user);
    }
    if (info == null) {
      throw ControlException.missing(
          "The org has no user " + user + "; GET /people lists the people by name.");
    }
    return info.id();
  }

  private static String object(Kind kind) {
    return switch (kind) {
      case events -> "Event";
      case contacts -> "Contact";
      case leads -> "Lead";
    };
  }

  private static <T> T refusing(Supplier<T> work) {
    try {
      return work.get();
    } catch (OrgException e) {
      throw ControlException.bad("Salesforce refuses this: " + e.code() + ": " + e.getMessage());
    } catch (NullPointerException e) {
      // How the org says that there is no such row.
      throw ControlException.missing("Salesforce knows nothing of this: " + e.getMessage() + ".");
    }
  }
}

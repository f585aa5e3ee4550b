package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events with several contacts: the id lists of an event and its EventRelation rows agree. */
public final class SharedActivities {
  private static final int MAX_CONTACTS = 50;

  /** The invitee lists and the response each stands for. */
  private static final Map<String, String> INVITEE_LISTS =
      Map.of(
          "AcceptedEventInviteeIds", "Accepted",
          "DeclinedEventInviteeIds", "Declined",
          "UndecidedEventInviteeIds", "New");

  private SharedActivities() {}

  static void beforeSave(Save save, Engine engine) {
    if (!engine.shape().sharedActivities() || !save.sent("EventWhoIds")) {
      return;
    }
    List<String> ids = ids(save.sentValue("EventWhoIds"));
    save.set("EventWhoIds", null);
    long leads = ids.stream().filter(i -> i.startsWith("00Q")).count();
    if (ids.size() > MAX_CONTACTS || (leads > 0 && ids.size() > 1)) {
      throw new RowFailure(
          "FIELD_INTEGRITY_EXCEPTION",
          "An event can be related to at most 50 contacts or one lead",
          "EventWhoIds");
    }
    for (String id : ids) {
      Rec target = engine.find(id);
      if (target == null || target.deleted()) {
        throw new RowFailure(
            "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", "EventWhoIds");
      }
    }
    save.set("WhoId", ids.isEmpty() ? null : ids.get(0));
  }

  static void afterSave(Save save, Rec saved, Engine engine) {
    String who = saved.text("WhoId");
    if (save.sent("EventWhoIds")) {
      relate(saved, new LinkedHashSet<>(ids(save.sentValue("EventWhoIds"))), engine, save.userId());
    } else if (save.changed("WhoId")) {
      Set<String> wanted = new LinkedHashSet<>();
      if (who != null) {
        wanted.add(who);
      }
      String before = save.old() == null ? null : save.old().text("WhoId");
      for (Rec r : parents(saved.id(), engine)) {
        String id = r.text("RelationId");
        if (id != null && !id.equals(before)) {
          wanted.add(id);
        }
      }
      relate(saved, wanted, engine, save.userId());
    }
    INVITEE_LISTS.forEach(
        (field, status) -> {
          if (save.sent(field)) {
            for (String id : ids(save.sentValue(field))) {
              invite(saved, id, status, engine, save.userId());
            }
          }
        });
    relateWhat(save, saved, engine);
  }

  private static void relate(Rec event, Set<String> wanted, Engine engine, String userId) {
    for (Rec r : parents(event.id(), engine)) {
      String id = r.text("RelationId");
      if (id != null && !wanted.remove(id)) {
        if (r.flag("IsInvitee")) {
          engine.update(r, Map.of("IsParent", false), userId);
        } else {
          engine.delete(r, userId, r.id());
        }
      }
    }
    for (String id : wanted) {
      add(event, id, true, false, "New", engine, userId);
    }
  }

  private static void invite(Rec event, String id, String status, Engine engine, String userId) {
    for (Rec r : EventRules.relationsOf(event.id(), engine)) {
      if (id.equals(r.text("RelationId"))) {
        engine.update(r, Map.of("IsInvitee", true, "Status", status), userId);
        return;
      }
    }
    add(event, id, false, true, status, engine, userId);
  }

  private static void add(
      Rec event,
      String id,
      boolean parent,
      boolean invitee,
      String status,
      Engine engine,
      String userId) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("EventId", event.id());
    values.put("RelationId", id);
    values.put("IsParent", parent);
    values.put("IsInvitee", invitee);
    values.put("IsWhat", false);
    values.put("Status", status);
    engine.insert(engine.schema().get("EventRelation"), values, userId);
  }

  private static void relateWhat(Save save, Rec saved, Engine engine) {
    if (!save.changed("WhatId")) {
      return;
    }
    for (Rec r : EventRules.relationsOf(saved.id(), engine)) {
      if (r.flag("IsWhat")) {
        engine.delete(r, save.userId(), r.id());
      }
    }
    String what = saved.text("WhatId");
    if (what != null) {
      ObjectDef relation = engine.schema().get("EventRelation");
      engine.insert(
          relation,
          Map.of(
              "EventId",
              saved.id(),
              "RelationId",
              what,
              "IsParent",
              true,
              "IsWhat",
              true,
              "IsInvitee",
              false,
              "Status",
              "New"),
          save.userId());
    }
  }

  /** The relations that stand for EventWhoIds. */
  public static List<Rec> parents(String eventId, Engine engine) {
    return EventRules.relationsOf(eventId, engine).stream()
        .filter(r -> r.flag("IsParent") && !r.flag("IsWhat"))
        .toList();
  }

  /** What a JunctionIdList of an event answers. */
  public static List<String> list(Rec event, String field, Engine engine) {
    if (field.equals("EventWhoIds")) {
      Set<String> ids = new LinkedHashSet<>();
      String who = event.text("WhoId");
      if (who != null) {
        ids.add(who);
      }
      parents(event.id(), engine)
          .forEach(r -> ids.add(Objects.requireNonNull(r.text("RelationId"))));
      return List.copyOf(ids);
    }
    String status = INVITEE_LISTS.getOrDefault(field, "New");
    return EventRules.relationsOf(event.id(), engine).stream()
        .filter(r -> r.flag("IsInvitee") && status.equals(r.text("Status")))
        .map(r -> Objects.requireNonNull(r.text("RelationId")))
        .toList();
  }

  private static List<String> ids(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }
}

package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events: times, relations, privacy, reminders, and the copies of invited users. */
public final class EventRules implements ObjectRules {
  /** What the copy of an invited user shares with the organizer's event. */
  private static final List<String> COPIED =
      List.of(
          "Subject",
          "Location",
          "Description",
          "IsAllDayEvent",
          "StartDateTime",
          "EndDateTime",
          "DurationInMinutes",
          "ActivityDate",
          "ActivityDateTime",
          "EndDate",
          "ShowAs",
          "IsPrivate",
          "WhoId",
          "WhatId",
          "AccountId",
          "Type");

  private static final Set<String> OWN_OF_CHILD = Set.of("IsReminderSet", "ReminderDateTime");

  @Override
  public void before(Save save, Engine engine) {
    boolean platform = save.origin() == Save.Origin.PLATFORM;
    if (save.flag("IsChild")) {
      if (!platform) {
        refuseEditOfChild(save);
      }
      return;
    }
    if (save.flag("IsRecurrence")) {
      ClassicRecurrence.check(save);
    }
    if (!save.insert() && save.sent("IsRecurrence") && save.changed("IsRecurrence")) {
      throw notUpdateable("IsRecurrence");
    }
    if (save.insert() && save.get("Recurrence2PatternText") != null) {
      SeriesPattern.normalise(save);
    }
    new EventTimes(save, engine.shape().multiDayEvents()).settle();
    SharedActivities.beforeSave(save, engine);
    relations(save);
    reminder(save, engine);
    save.set("AccountId", account(save, engine));
  }

  private static void refuseEditOfChild(Save save) {
    List<String> refused =
        save.sentFields().stream()
            .filter(f -> !OWN_OF_CHILD.contains(f) && save.changed(f))
            .toList();
    if (!refused.isEmpty()) {
      throw notUpdateable(String.join(", ", refused));
    }
  }

  private static RowFailure notUpdateable(String fields) {
    return new RowFailure(
        "INVALID_FIELD_FOR_INSERT_UPDATE", Saver.unableToWrite(fields), fields.split(", "));
  }

  private static void relations(Save save) {
    String who = save.text("WhoId");
    String what = save.text("WhatId");
    if (who != null && who.startsWith("00Q") && what != null) {
      throw new RowFailure(
          "FIELD_INTEGRITY_EXCEPTION",
          "An event that is related to a lead cannot be related to another record: WhatId must be"
              + " empty",
          "WhatId");
    }
    boolean custom = what != null && what.startsWith("a");
    if (save.flag("IsPrivate") && (who != null || (what != null && !custom))) {
      throw new RowFailure(
          "FIELD_INTEGRITY_EXCEPTION",
          "Private events cannot be related to contacts, leads, accounts, opportunities, cases,"
              + " campaigns or contracts",
          who != null ? "WhoId" : "WhatId");
    }
  }

  private static void reminder(Save save, Engine engine) {
    Instant start = (Instant) save.get("StartDateTime");
    Duration before = engine.settings().defaultReminder();
    boolean silent = !save.sent("IsReminderSet") && !save.sent("ReminderDateTime");
    if (save.insert() && silent && before != null && start != null) {
      save.set("IsReminderSet", true);
    }
    if (!save.flag("IsReminderSet")) {
      if (save.sentValue("ReminderDateTime") != null && !save.sent("IsReminderSet")) {
        save.set("IsReminderSet", true);
      } else {
        save.set("ReminderDateTime", null);
      }
    } else if (save.get("ReminderDateTime") == null && start != null) {
      Duration lead = before == null ? Duration.ofMinutes(15) : before;
      save.set("ReminderDateTime", start.minus(lead));
    }
  }

  private static @Nullable Object account(Save save, Engine engine) {
    for (String field : List.of("WhatId", "WhoId")) {
      String id = save.text(field);
      Rec target = id == null ? null : engine.find(id);
      if (target != null) {
        return target.type().name().equals("Account") ? target.id() : target.get("AccountId");
      }
    }
    return null;
  }

  @Override
  public void after(Save save, Rec saved, Engine engine) {
    if (saved.flag("IsChild")) {
      return;
    }
    if (engine.shape().sharedActivities()) {
      SharedActivities.afterSave(save, saved, engine);
    }
    if (save.insert() && saved.flag("IsRecurrence")) {
      ClassicRecurrence.expand(saved, engine, save.userId());
    }
    if (save.insert() && saved.get("Recurrence2PatternText") != null) {
      SeriesPattern.expand(saved, engine, save.userId());
    }
    if (!save.insert()) {
      updateChildren(saved, engine, save.userId());
      SeriesPattern.follow(save, saved, engine);
    }
  }

  /** Relations of a master, deleted ones left out. */
  static List<Rec> relationsOf(String eventId, Engine engine) {
    return engine.rows().where(engine.schema().get("EventRelation"), "EventId", eventId).stream()
        .filter(r -> !r.deleted())
        .toList();
  }

  private static void updateChildren(Rec master, Engine engine, String userId) {
    for (Rec relation : relationsOf(master.id(), engine)) {
      String childId = relation.text("$child");
      Rec child = childId == null ? null : engine.find(childId);
      if (child != null && !child.deleted()) {
        Map<String, @Nullable Object> copy = copyOf(master);
        boolean same =
            copy.entrySet().stream()
                .allMatch(e -> java.util.Objects.equals(child.get(e.getKey()), e.getValue()));
        if (!same) {
          engine.update(child, copy, userId);
        }
      }
    }
  }

  /** Gives an invited user an event of their own. */
  static Rec createChild(Rec master, String invitee, Engine engine, String userId) {
    Map<String, @Nullable Object> values = copyOf(master);
    for (FieldDef f : master.type().fields()) {
      boolean copyable = f.field().custom() && !f.field().unique();
      if (copyable && master.get(f.name()) != null) {
        values.put(f.name(), master.get(f.name()));
      }
    }
    values.put("OwnerId", invitee);
    values.put("IsChild", true);
    values.put("IsGroupEvent", true);
    values.put("GroupEventType", "1");
    ObjectDef event = engine.schema().get("Event");
    Rec child = engine.insert(event, values, userId);
    engine.rows().putQuietly(master.with(Map.of("IsGroupEvent", true, "GroupEventType", "1")));
    return child;
  }

  private static Map<String, @Nullable Object> copyOf(Rec master) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    COPIED.forEach(f -> copy.put(f, master.get(f)));
    return copy;
  }

  @Override
  public void deleted(Rec rec, String userId, Engine engine) {
    for (Rec relation : relationsOf(rec.id(), engine)) {
      engine.delete(relation, userId, rec.id());
    }
    if (rec.flag("IsRecurrence")) {
      ObjectDef event = engine.schema().get("Event");
      for (Rec one : engine.rows().where(event, "RecurrenceActivityId", rec.id())) {
        if (!one.deleted() && !one.id().equals(rec.id())) {
          engine.delete(one, userId, rec.id());
        }
      }
    }
    if (rec.flag("IsChild")) {
      declineInvitation(rec, engine);
    }
  }

  /** Who deletes their own copy says no; the organizer's event stays. */
  private static void declineInvitation(Rec child, Engine engine) {
    String owner = child.text("OwnerId");
    if (owner == null) {
      return;
    }
    for (Rec r : engine.rows().where(engine.schema().get("EventRelation"), "RelationId", owner)) {
      if (!r.deleted() && child.id().equals(r.text("$child"))) {
        engine.update(r, Map.of("Status", "Declined"), owner);
      }
    }
  }
}

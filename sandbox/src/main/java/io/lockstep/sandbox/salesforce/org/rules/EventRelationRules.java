package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.store.Rec;

/**
 * Attendees of an event. An invited user gets a copy of the event. Nothing here moves the event's
 * own stamp, and no trigger sees it.
 */
public final class EventRelationRules implements ObjectRules {
  @Override
  public void before(Save save, Engine engine) {
    String eventId = save.text("EventId");
    String relationId = save.text("RelationId");
    if (!save.insert() || eventId == null || relationId == null) {
      return;
    }
    Rec event = engine.find(eventId);
    if (event == null || event.flag("IsChild")) {
      throw new RowFailure(
          "FIELD_INTEGRITY_EXCEPTION", "EventId must name the organizer's event", "EventId");
    }
    for (Rec r : EventRules.relationsOf(eventId, engine)) {
      if (relationId.equals(r.text("RelationId"))) {
        throw new RowFailure(
            "DUPLICATE_VALUE",
            "duplicate value found: RelationId duplicates value on record with id: " + r.id(),
            "RelationId");
      }
    }
    boolean silent =
        !save.sent("IsInvitee") && !save.sent("IsParent") && engine.shape().sharedActivities();
    if (silent) {
      save.set("IsInvitee", true);
    }
    Rec related = engine.find(relationId);
    save.set("AccountId", related == null ? null : related.get("AccountId"));
  }

  @Override
  public void after(Save save, Rec saved, Engine engine) {
    String relationId = saved.text("RelationId");
    String eventId = saved.text("EventId");
    if (!save.insert() || relationId == null || eventId == null) {
      return;
    }
    Rec event = engine.find(eventId);
    boolean user = relationId.startsWith("005") && event != null;
    if (user && event != null && !relationId.equals(event.text("OwnerId"))) {
      Rec child = EventRules.createChild(event, relationId, engine, save.userId());
      engine.rows().putQuietly(saved.with("$child", child.id()));
    }
  }

  @Override
  public void deleted(Rec rec, String userId, Engine engine) {
    String childId = rec.text("$child");
    Rec child = childId == null ? null : engine.find(childId);
    if (child != null && !child.deleted()) {
      engine.delete(child, userId, cause(rec));
    }
  }

  private static String cause(Rec rec) {
    String cause = rec.text("$deletedWith");
    return cause == null ? rec.id() : cause;
  }
}

package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphUser;

/** Calendars and their groups as Graph answers them. */
final class CalendarView {
  private CalendarView() {}

  static ObjectNode json(MailboxCalendars box, CalendarFolder folder) {
    GraphUser owner = box.mailbox.user();
    ObjectNode out =
        GraphJson.object()
            .put("id", box.mailbox.ids().container(folder.key))
            .put("name", folder.name)
            .put("color", folder.color)
            .put("hexColor", "")
            .put("isDefaultCalendar", folder.isDefault)
            .put("changeKey", folder.changeKey)
            .put("canShare", true)
            .put("canViewPrivateItems", true)
            .put("canEdit", true);
    out.putArray("allowedOnlineMeetingProviders").add(OnlineMeetings.PROVIDER);
    out.put("defaultOnlineMeetingProvider", OnlineMeetings.PROVIDER)
        .put("isTallyingResponses", folder.isDefault)
        .put("isRemovable", !folder.isDefault);
    out.putObject("owner").put("name", owner.displayName()).put("address", owner.mail());
    return out;
  }

  static ObjectNode json(MailboxCalendars box, MailboxCalendars.Group group) {
    return GraphJson.object()
        .put("id", box.mailbox.ids().container(group.key()))
        .put("name", group.name())
        .put("classId", group.classId())
        .put("changeKey", group.changeKey());
  }
}

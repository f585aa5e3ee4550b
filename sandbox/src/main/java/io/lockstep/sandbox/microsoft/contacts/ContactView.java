package io.lockstep.sandbox.microsoft.contacts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import io.lockstep.sandbox.microsoft.ItemIds;
import io.lockstep.sandbox.microsoft.odata.ExtendedProperties;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Contacts and folders as complete documents, extended properties included. */
final class ContactView {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private ContactView() {}

  /**
   * @param immutable which form of ids to show
   */
  static ObjectNode contact(ContactStore store, Contact contact, boolean immutable) {
    ItemIds ids = store.mailbox.ids();
    ObjectNode out = GraphJson.object();
    out.put("@odata.etag", GraphMailbox.etag(contact.changeKey));
    out.put("id", ids.item(contact.key, immutable));
    out.put("createdDateTime", STAMP.format(contact.created.truncatedTo(ChronoUnit.SECONDS)));
    out.put("lastModifiedDateTime", STAMP.format(contact.modified.truncatedTo(ChronoUnit.SECONDS)));
    out.put("changeKey", contact.changeKey);
    out.put("parentFolderId", ids.container(contact.folder));
    contact.fields.properties().forEach(e -> out.set(e.getKey(), e.getValue().deepCopy()));
    for (int i = 0; i < ContactShape.POSITIONS.size(); i++) {
      JsonNode email = contact.fields.path("emailAddresses").get(i);
      String name = ContactShape.POSITIONS.get(i);
      if (email == null) {
        out.putNull(name);
      } else {
        out.set(name, email.deepCopy());
      }
    }
    return out;
  }

  static ObjectNode folder(ContactStore store, ContactFolder folder) {
    ItemIds ids = store.mailbox.ids();
    ObjectNode out = GraphJson.object();
    out.put("id", ids.container(folder.key));
    out.put("parentFolderId", ids.container(folder.parent));
    out.put("displayName", folder.name);
    JsonNode extended = folder.extended.get(ExtendedProperties.FIELD);
    if (extended != null) {
      out.set(ExtendedProperties.FIELD, extended.deepCopy());
    }
    return out;
  }
}

package io.lockstep.sandbox.microsoft.contacts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** One stored contact. Guarded by the engine's lock. */
final class Contact {
  final String key;
  final long order;
  final Instant created;
  String folder;
  ObjectNode fields;
  String changeKey;
  Instant modified;

  /**
   * @param order counts the contacts of the mailbox; listings are in this order
   * @param folder the key of the folder it is in
   * @param fields as the API shows them, without ids and stamps
   */
  Contact(
      String key, long order, String folder, ObjectNode fields, String changeKey, Instant created) {
    this.key = key;
    this.order = order;
    this.folder = folder;
    this.fields = fields;
    this.changeKey = changeKey;
    this.created = created;
    this.modified = created;
  }
}

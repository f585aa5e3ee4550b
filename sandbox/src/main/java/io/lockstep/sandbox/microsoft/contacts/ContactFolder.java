package io.lockstep.sandbox.microsoft.contacts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphJson;

/** One folder of contacts. Guarded by the engine's lock. */
final class ContactFolder {
  final String key;
  final long order;
  final String parent;
  String name;

  /** Extended properties, under their field. */
  final ObjectNode extended = GraphJson.object();

  /**
   * @param parent key of the folder above; of the mailbox's root for the default folder
   */
  ContactFolder(String key, long order, String parent, String name) {
    this.key = key;
    this.order = order;
    this.parent = parent;
    this.name = name;
  }
}

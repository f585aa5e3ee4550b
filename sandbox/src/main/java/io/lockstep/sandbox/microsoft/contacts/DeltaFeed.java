package io.lockstep.sandbox.microsoft.contacts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.ChangeLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A collection whose changes can be followed: the contacts of a folder, or the folders. */
interface DeltaFeed {
  ChangeLog log();

  /** Where one is in a listing: the order is of the item, and grows. */
  record Entry(long order, String key, ObjectNode document) {}

  /** What is there now, in order. */
  List<Entry> all();

  /** The document of an item that is there now; null where it is not (any more). */
  @Nullable ObjectNode document(String key);

  /** The id of an item that may be gone, in the form that the call prefers. */
  String id(String key);
}

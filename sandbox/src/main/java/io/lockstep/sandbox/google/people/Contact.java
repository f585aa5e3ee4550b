package io.lockstep.sandbox.google.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One contact and how it changed. Guarded by the engine's lock. */
final class Contact {
  /**
   * A state of the contact.
   *
   * @param order of the address book's changes
   * @param doc its own fields; null where it was deleted
   * @param name the resource name it had
   * @param seen from when sync listings show it
   */
  record State(long order, @Nullable ObjectNode doc, String name, Instant updated, Instant seen) {
    String etag() {
      return encoded("%Eg" + order);
    }

    String sourceEtag() {
      return "#" + encoded("src" + order);
    }

    private static String encoded(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The CONTACT source's id, in hexadecimal; it outlives a change of the resource name. */
  final String sourceId;

  String resourceName;
  final List<String> previousNames = new ArrayList<>();

  /** What the linked Google account shows of itself; null where none is linked. */
  @Nullable ObjectNode profile;

  final List<State> states = new ArrayList<>();

  Contact(String sourceId, String resourceName) {
    this.sourceId = sourceId;
    this.resourceName = resourceName;
  }

  State now() {
    return states.getLast();
  }

  boolean deleted() {
    return now().doc() == null;
  }

  /** The newest state up to a change; null where there was none yet. */
  @Nullable State at(long order) {
    State found = null;
    for (State state : states) {
      if (state.order() <= order) {
        found = state;
      }
    }
    return found;
  }
}

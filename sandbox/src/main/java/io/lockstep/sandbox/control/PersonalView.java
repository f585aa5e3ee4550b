package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One service as a person uses it: on its own pages, not through its API. Nothing here counts as a
 * request, costs quota or is delayed. Bodies are in the service's own words. All methods throw
 * {@link ControlException} with a sentence.
 */
public interface PersonalView {
  /** What there is to see. */
  enum Kind {
    events,
    contacts,
    leads
  }

  /** Everything of a kind that the person sees now. */
  List<ObjectNode> list(String user, Kind kind);

  /** Makes one; the answer is what the person then sees, with its id. */
  ObjectNode create(String user, Kind kind, ObjectNode body);

  /** Changes the fields that the body names; null empties a field. */
  ObjectNode change(String user, Kind kind, String id, ObjectNode body);

  void delete(String user, Kind kind, String id);

  /** Whatever else a person can do with one: {@code undelete}, {@code clone}, {@code label}. */
  ObjectNode act(String user, Kind kind, String id, String action, ObjectNode body);
}

package io.lockstep.sandbox.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.PersonalView;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.seed.Person;
import java.time.Instant;
import java.util.List;

/**
 * A mail system as its people use it: what of it takes part in the sync, and edits in its own
 * words.
 */
interface MailSystem {
  /** The name of the sandbox's part: {@code google} or {@code microsoft}. */
  String service();

  /** What people call it. */
  String title();

  PersonalView view();

  /** What the mail system calls the person. */
  String account(Person person);

  /** What one item is to the comparison: a thing that takes part, or the reason why it does not. */
  sealed interface Reading {
    record Part(Thing thing) implements Reading {}

    record Outside(String why, String id) implements Reading {}
  }

  Reading contact(Person person, ObjectNode item);

  Reading event(Person person, ObjectNode item);

  /** The body that moves an event. */
  ObjectNode moved(Instant start, Instant end);

  /** The body that renames an event. */
  ObjectNode renamed(String subject);

  /** The body that gives an event a place. */
  ObjectNode placed(String place);

  /** A contact where the contacts are that come to Salesforce; what the person then sees. */
  ObjectNode makeContact(Person person, String given, String family, String email);

  /** A meeting with guests; what its organizer then sees. */
  ObjectNode makeMeeting(Person person, String subject, Instant start, List<String> guests);

  default List<ObjectNode> items(Person person, Kind kind) {
    return view().list(account(person), kind);
  }

  default Reading read(Person person, Kind kind, ObjectNode item) {
    return kind == Kind.contacts ? contact(person, item) : event(person, item);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}

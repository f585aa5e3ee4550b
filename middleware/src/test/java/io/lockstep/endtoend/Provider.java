package io.lockstep.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.PersonalView;
import io.lockstep.sandbox.frame.RequestLog;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A mail service: all that the scenarios need to know of one, so that each runs for all. */
interface Provider extends Side {
  Provider GOOGLE = new GoogleSide();
  Provider MICROSOFT = new MicrosoftSide();

  static Stream<Provider> all() {
    return Stream.of(GOOGLE, MICROSOFT);
  }

  /** A person puts a contact under this label, or gives it this category, or takes it off. */
  void mark(PersonalView view, String account, String contact, String name, boolean on);

  /** Its connection as an operator enrols it. */
  ObjectNode connection(JsonNode credentials);

  /** {@code LOCKSTEP_…} variables by which the middleware finds it. */
  Map<String, String> settings(String url);

  /** The operation of the sandbox by which its events are looked at. */
  String look();

  /** Operations that write items. */
  List<String> itemWrites();

  /** Whether it is a call of its own over HTTP; parts of a batch are counted on their own. */
  boolean isHttp(String operation);

  /** Whether it changes anything at the service. */
  default boolean isWrite(RequestLog.Entry entry) {
    return entry.service().equals(service())
        && !entry.method().equals("GET")
        && !entry.operation().equals("batch")
        && !isSignIn(entry.operation());
  }

  boolean isSignIn(String operation);

  /** Invites somebody to an event that is not there yet. */
  void invite(ObjectNode event, String address);

  /** The other one. */
  default Provider other() {
    return all().filter(one -> one != this).findFirst().orElseThrow();
  }
}

package io.lockstep.sandbox.google.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.Json;
import io.lockstep.sandbox.google.Pages;
import io.lockstep.sandbox.google.Quota;
import io.lockstep.sandbox.google.Session;
import io.lockstep.sandbox.google.SimulatedGoogle;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The People API v1, below {@code /v1/}. */
public final class PeopleApi {
  private final SimulatedGoogle google;
  private final ContactsApi contacts;
  private final ContactBatches batches;
  private final ConnectionsList connections;
  private final GroupsApi groups;
  private final Map<String, AtomicInteger> writing = new ConcurrentHashMap<>();

  public PeopleApi(
      SimulatedGoogle google,
      PeopleEngine engine,
      Faults faults,
      Pages pages,
      Quota quota,
      SandboxClock clock) {
    this.google = google;
    this.contacts = new ContactsApi(engine, clock);
    this.batches = new ContactBatches(engine);
    this.connections = new ConnectionsList(engine, faults, pages, quota, google.settings(), clock);
    this.groups = new GroupsApi(engine, pages);
  }

  /** What a request calls, e.g. {@code people.connections.list}; empty where there is no such. */
  public static String operation(Request request) {
    PeopleMethod method = PeopleMethod.of(request);
    return method == null ? "" : method.operation();
  }

  public static boolean writes(Request request) {
    PeopleMethod method = PeopleMethod.of(request);
    return method != null && method.writes();
  }

  /**
   * Answers one authenticated call. Takes the engine's lock itself: a write lasts a moment outside
   * of it, so that writes of one user can overlap and abort each other.
   *
   * @throws GoogleError every refusal
   */
  public Response handle(Request request, Session session) {
    PeopleMethod method = PeopleMethod.of(request);
    if (method == null) {
      throw PeopleMethod.isReal(request)
          ? GoogleError.notImplemented(
              "The simulated Google does not have this method of the People API.")
          : GoogleError.of(404, "global", "notFound", "Method not found.");
    }
    method.parameters().checkGrpc(request);
    checkScope(method, request, session);
    if (!method.writes()) {
      return dispatch(method, request, session);
    }
    AtomicInteger underWay =
        writing.computeIfAbsent(session.user().email(), u -> new AtomicInteger());
    boolean overlaps = underWay.incrementAndGet() > 1;
    try {
      LockSupport.parkNanos(google.settings().contactWriteTime.toNanos());
      if (overlaps && google.chance(google.settings().abortProbability)) {
        throw GoogleError.grpc(409, "ABORTED", "The operation was aborted.");
      }
      return dispatch(method, request, session);
    } finally {
      underWay.decrementAndGet();
    }
  }

  private static void checkScope(PeopleMethod method, Request request, Session session) {
    boolean allowed =
        switch (method) {
          case OTHER_CONTACTS_LIST -> session.hasOneOf("contacts.other.readonly");
          case PEOPLE_GET ->
              session.hasOneOf("contacts", "contacts.readonly")
                  || (request.path().endsWith("/people/me")
                      && (session.hasOneOf("userinfo.email", "userinfo.profile")
                          || session.token().scopes().contains("profile")
                          || session.token().scopes().contains("email")));
          default ->
              session.hasOneOf("contacts")
                  || (!method.writes() && session.hasOneOf("contacts.readonly"));
        };
    if (!allowed) {
      var details = Json.array();
      ObjectNode info = details.addObject();
      info.put("@type", "type.googleapis.com/google.rpc.ErrorInfo");
      info.put("reason", "ACCESS_TOKEN_SCOPE_INSUFFICIENT").put("domain", "googleapis.com");
      info.putObject("metadata")
          .put("service", "people.googleapis.com")
          .put("method", "google.people.v1.PeopleService");
      throw GoogleError.grpc(
              403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.")
          .details(details);
    }
  }

  private Response dispatch(PeopleMethod method, Request request, Session session) {
    synchronized (google) {
      Call call = new Call(request, session, request.segments());
      return switch (method) {
        case PEOPLE_GET -> contacts.get(call);
        case PEOPLE_BATCH_GET -> batches.get(call);
        case CONNECTIONS_LIST -> connections.list(call);
        case CREATE_CONTACT -> contacts.create(call);
        case UPDATE_CONTACT -> contacts.update(call);
        case DELETE_CONTACT -> contacts.delete(call);
        case BATCH_CREATE -> batches.create(call);
        case BATCH_UPDATE -> batches.update(call);
        case BATCH_DELETE -> batches.delete(call);
        case SEARCH_CONTACTS -> contacts.search(call);
        case OTHER_CONTACTS_LIST -> ok(Json.object());
        case GROUPS_LIST -> groups.list(call);
        case GROUPS_GET -> groups.get(call);
        case GROUPS_BATCH_GET -> groups.batchGet(call);
        case GROUPS_CREATE -> groups.create(call);
        case GROUPS_UPDATE -> groups.update(call);
        case GROUPS_DELETE -> groups.delete(call);
        case GROUPS_MODIFY -> groups.modify(call);
      };
    }
  }

  /** One call. */
  record Call(Request request, Session session, List<String> path) {
    ObjectNode body() {
      return Json.parse(request.text());
    }

    /** {@code people/c1} or {@code contactGroups/abc}, without what is called on it. */
    String resourceName() {
      return path.get(1) + "/" + path.get(2).split(":", 2)[0];
    }
  }

  static Response ok(ObjectNode body) {
    return Response.json(200, Json.write(body));
  }
}

package io.lockstep.sandbox.google.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.ErrorBodies;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.GoogleSettings;
import io.lockstep.sandbox.google.Json;
import io.lockstep.sandbox.google.Pages;
import io.lockstep.sandbox.google.Quota;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Listing of a user's contacts: in full, and by sync token. */
final class ConnectionsList {
  private final PeopleEngine engine;
  private final Faults faults;
  private final Pages pages;
  private final Quota quota;
  private final GoogleSettings settings;
  private final SandboxClock clock;

  ConnectionsList(
      PeopleEngine engine,
      Faults faults,
      Pages pages,
      Quota quota,
      GoogleSettings settings,
      SandboxClock clock) {
    this.engine = engine;
    this.faults = faults;
    this.pages = pages;
    this.quota = quota;
    this.settings = settings;
    this.clock = clock;
  }

  Response list(PeopleApi.Call call) {
    Request request = call.request();
    if (!call.path().get(2).equals("me")) {
      throw GoogleError.argument("Resource name must be people/me.");
    }
    Set<String> fields = PersonFields.readMask(request.param("personFields"), "personFields");
    String size = request.param("pageSize");
    int results = size == null || size.equals("0") ? 100 : Integer.parseInt(size);
    if (results > 1000) {
      throw GoogleError.argument("Page size must be between 1 and 1000.");
    }
    String pageToken = request.param("pageToken");
    AddressBook book = engine.book(call.session().user());
    PeopleSyncToken from = token(call, book);
    Pages.Page page =
        pageToken != null
            ? pages.next(pageToken, signature(call, true), results)
            : first(call, book, ContactsApi.view(call, fields), from, results);
    if (page == null) {
      throw GoogleError.argument("Page token is invalid.");
    }
    return answer(page);
  }

  private static Response answer(Pages.Page page) {
    ObjectNode body = Json.object();
    if (!page.items().isEmpty()) {
      body.putArray("connections").addAll(page.items());
    }
    if (page.next() != null) {
      body.put("nextPageToken", page.next());
    }
    if (page.syncToken() != null) {
      body.put("nextSyncToken", page.syncToken());
    }
    body.put("totalPeople", page.total()).put("totalItems", page.total());
    return PeopleApi.ok(body);
  }

  private Pages.Page first(
      PeopleApi.Call call,
      AddressBook book,
      PersonView view,
      @Nullable PeopleSyncToken from,
      int size) {
    String subject = subject(call.request());
    boolean sync = from != null || "true".equals(call.request().param("requestSyncToken"));
    long upTo = sync ? book.visible() : book.newest();
    if (from == null
        && !quota.take(
            "people.full." + call.session().user().email(),
            1,
            settings.peopleFullSyncsPerUserPerMinute)) {
      throw fullSyncQuota();
    }
    if (from != null && faults.strikes("google", Fault.Kind.lateFeed, subject)) {
      upTo = from.order();
    }
    List<ObjectNode> items = new ArrayList<>();
    for (Contact contact : sorted(book, call.request().param("sortOrder"), upTo)) {
      Contact.State state = contact.at(upTo);
      boolean news =
          state != null && (from == null ? state.doc() != null : state.order() > from.order());
      if (state != null && news) {
        items.add(view.show(contact, state, sync));
      }
    }
    if (from == null) {
      items = damaged(items, subject);
    }
    String next = null;
    if (sync) {
      next =
          new PeopleSyncToken(
                  call.session().user().email(),
                  signature(call, false),
                  upTo,
                  book.generation,
                  from == null ? clock.now().toEpochMilli() : from.fullSyncMillis())
              .text();
    }
    return pages.first(signature(call, true), items, next, size);
  }

  private List<ObjectNode> damaged(List<ObjectNode> items, String subject) {
    if (faults.strikes("google", Fault.Kind.emptyListing, subject)) {
      return List.of();
    }
    if (!faults.strikes("google", Fault.Kind.shortListing, subject)) {
      return items;
    }
    List<ObjectNode> left = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (i % 3 != 0) {
        left.add(items.get(i));
      }
    }
    return left;
  }

  private @Nullable PeopleSyncToken token(PeopleApi.Call call, AddressBook book) {
    String text = call.request().param("syncToken");
    if (text == null) {
      return null;
    }
    PeopleSyncToken token = PeopleSyncToken.read(text);
    if (token == null || !token.user().equals(call.session().user().email())) {
      throw GoogleError.argument("Sync token is invalid.");
    }
    if (!token.signature().equals(signature(call, false))) {
      throw GoogleError.argument(
          "Request parameters must match those of the call that gave the sync token.");
    }
    Instant dies = Instant.ofEpochMilli(token.fullSyncMillis()).plus(settings.peopleSyncTokenLife);
    boolean firstPage = call.request().param("pageToken") == null;
    if (token.generation() != book.generation
        || !dies.isAfter(clock.now())
        || (firstPage
            && faults.strikes("google", Fault.Kind.expireSyncTokens, subject(call.request())))) {
      throw expired();
    }
    return token;
  }

  static GoogleError expired() {
    return GoogleError.grpc(
            400,
            "FAILED_PRECONDITION",
            "Sync token is expired. Clear local cache and retry call without the sync token.")
        .details(
            ErrorBodies.errorInfo("EXPIRED_SYNC_TOKEN", "people.googleapis.com", Json.object()));
  }

  private static GoogleError fullSyncQuota() {
    var details = Json.array();
    details
        .addObject()
        .put("@type", "type.googleapis.com/google.rpc.QuotaFailure")
        .putArray("violations")
        .addObject()
        .put("subject", "QUOTA_EXCEEDED")
        .put("description", "FBS quota limit exceeded");
    return GoogleError.grpc(
            429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).")
        .details(details);
  }

  private static List<Contact> sorted(AddressBook book, @Nullable String order, long upTo) {
    Comparator<Contact> by =
        switch (order == null ? "" : order) {
          case "LAST_MODIFIED_DESCENDING" ->
              Comparator.comparingLong((Contact c) -> position(c, upTo)).reversed();
          case "FIRST_NAME_ASCENDING" -> Comparator.comparing(c -> name(c, "givenName"));
          case "LAST_NAME_ASCENDING" -> Comparator.comparing(c -> name(c, "familyName"));
          default -> Comparator.comparingLong(c -> position(c, upTo));
        };
    return book.all().stream().sorted(by).toList();
  }

  private static long position(Contact contact, long upTo) {
    Contact.State state = contact.at(upTo);
    return state == null ? 0 : state.order();
  }

  private static String name(Contact contact, String part) {
    ObjectNode doc = contact.now().doc();
    return doc == null
        ? ""
        : Json.text(doc.path("names").path(0), part, "").toLowerCase(Locale.ROOT);
  }

  /** What must stay the same: all parameters but the page's, for a page also the sync token. */
  private static String signature(PeopleApi.Call call, boolean page) {
    TreeMap<String, List<String>> query = new TreeMap<>(call.request().query());
    query
        .keySet()
        .removeAll(
            List.of(
                "pageToken",
                "requestSyncToken",
                "fields",
                "alt",
                "key",
                "prettyPrint",
                "quotaUser"));
    if (!page) {
      query.remove("syncToken");
      return Integer.toHexString(query.toString().hashCode());
    }
    query.remove("pageSize");
    return "connections|" + call.session().user().email() + "|" + query;
  }

  private static String subject(Request request) {
    return request.method() + " " + request.path() + "?" + request.query();
  }
}

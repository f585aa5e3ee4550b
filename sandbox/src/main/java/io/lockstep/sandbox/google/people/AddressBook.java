package io.lockstep.sandbox.google.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.GoogleSettings;
import io.lockstep.sandbox.google.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One user's contacts. Reading one shows its present state; listings for sync show each change only
 * after some minutes, in the order in which the changes were made. Guarded by the engine's lock.
 */
final class AddressBook {
  private static final Duration TRASH = Duration.ofDays(30);

  final String region;
  final Groups groups;

  /** Counts what makes earlier sync tokens worthless. */
  int generation = 1;

  /** When this user's search was warmed up; null = never. */
  @Nullable Instant searchWarm;

  private final GoogleSettings settings;
  private final SandboxClock clock;
  private final RandomGenerator random;
  private final Map<String, Contact> contacts = new LinkedHashMap<>();
  private long order;
  private Instant lastSeen = Instant.EPOCH;

  AddressBook(String region, GoogleSettings settings, SandboxClock clock, RandomGenerator random) {
    this.region = region;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.groups = new Groups(clock, random);
  }

  Collection<Contact> all() {
    return List.copyOf(contacts.values());
  }

  /** The living contact of this name, now or formerly; null where there is none. */
  @Nullable Contact find(String resourceName) {
    for (Contact contact : contacts.values()) {
      if (!contact.deleted()
          && (contact.resourceName.equals(resourceName)
              || contact.previousNames.contains(resourceName))) {
        return contact;
      }
    }
    return null;
  }

  Contact get(String resourceName) {
    Contact contact = find(resourceName);
    if (contact == null) {
      throw GoogleError.of(404, "global", "notFound", "Requested entity was not found.");
    }
    return contact;
  }

  Contact create(ObjectNode body) {
    Instant oldest = clock.now().minus(TRASH);
    long used =
        contacts.values().stream()
            .filter(c -> !c.deleted() || c.now().updated().isAfter(oldest))
            .count();
    if (used >= settings.contactLimit) {
      throw GoogleError.grpc(
          429, "RESOURCE_EXHAUSTED", "MY_CONTACTS_OVERFLOW_COUNT: the contact limit is reached.");
    }
    ObjectNode doc = Json.object();
    Set<String> fields = new java.util.LinkedHashSet<>();
    body.fieldNames().forEachRemaining(fields::add);
    fields.retainAll(PersonFields.WRITABLE.keySet());
    if (Json.list(body, "memberships").isEmpty()) {
      fields.remove("memberships");
    }
    PersonRules.take(doc, body, fields, region);
    PersonRules.memberships(doc);
    PersonRules.groups(doc).forEach(groups::checkAssignable);
    long number = random.nextLong() & Long.MAX_VALUE;
    Contact contact =
        new Contact(Long.toHexString(number), "people/c" + Long.toUnsignedString(number));
    contacts.put(contact.sourceId, contact);
    record(contact, doc);
    return contact;
  }

  /**
   * Replaces the fields of a mask.
   *
   * @throws GoogleError 400 without an etag, or with a stale one
   */
  void update(Contact contact, ObjectNode body, Set<String> mask) {
    checkEtag(contact, body);
    ObjectNode doc = doc(contact).deepCopy();
    PersonRules.take(doc, body, mask, region);
    if (mask.contains("memberships")) {
      List<String> wanted = PersonRules.groups(doc);
      wanted.forEach(groups::checkAssignable);
      PersonRules.setGroups(doc, wanted);
    }
    record(contact, doc);
  }

  /** Refuses what {@link #update} would refuse, without writing. */
  void checkUpdate(Contact contact, ObjectNode body, Set<String> mask) {
    checkEtag(contact, body);
    PersonRules.take(doc(contact).deepCopy(), body, mask, region);
  }

  private static void checkEtag(Contact contact, ObjectNode body) {
    String etag = Json.text(body, "etag");
    String source = null;
    for (var one : Json.list(body.path("metadata"), "sources")) {
      if ("CONTACT".equals(Json.text(one, "type"))) {
        source = Json.text(one, "etag");
      }
    }
    if (source != null && !source.equals(contact.now().sourceEtag())) {
      throw stale("metadata.sources.etag");
    }
    if (source == null && etag != null && !etag.equals(contact.now().etag())) {
      throw stale("etag");
    }
    if (source == null && etag == null) {
      throw GoogleError.argument(
          "Request must set person.etag or person.metadata.sources.etag for the source that is"
              + " being updated.");
    }
  }

  private static GoogleError stale(String what) {
    return GoogleError.of(
            400,
            "global",
            "failedPrecondition",
            "Request person."
                + what
                + " is different than the current person."
                + what
                + ". Clear local cache and get the latest person.")
        .status("FAILED_PRECONDITION");
  }

  /** Changes a contact as its owner does in the web page, which needs no etag. */
  void change(Contact contact, ObjectNode doc) {
    record(contact, doc);
  }

  void delete(Contact contact) {
    record(contact, null);
  }

  /**
   * Links the contact with an account (or takes the link away), which renames the resource.
   *
   * @param profile what the account shows of itself; null unlinks
   */
  void link(Contact contact, @Nullable ObjectNode profile) {
    contact.profile = profile;
    contact.previousNames.add(contact.resourceName);
    contact.resourceName = "people/c" + Long.toUnsignedString(random.nextLong() & Long.MAX_VALUE);
    record(contact, doc(contact).deepCopy());
  }

  static ObjectNode doc(Contact contact) {
    ObjectNode doc = contact.now().doc();
    if (doc == null) {
      throw GoogleError.of(404, "global", "notFound", "Requested entity was not found.");
    }
    return doc;
  }

  private void record(Contact contact, @Nullable ObjectNode doc) {
    Instant now = clock.now();
    long least = settings.propagationMin.toMillis();
    long most = Math.max(least, settings.propagationMax.toMillis());
    Duration late = clock.scaled(Duration.ofMillis(random.nextLong(least, most + 1)));
    Instant seen = now.plus(late);
    lastSeen = seen.isAfter(lastSeen) ? seen : lastSeen;
    Instant updated = now;
    if (!contact.states.isEmpty() && !now.isAfter(contact.now().updated())) {
      updated = contact.now().updated().plusNanos(1000);
    }
    while (contact.states.size() > 1 && !contact.states.get(1).seen().isAfter(now)) {
      contact.states.removeFirst();
    }
    order++;
    contact.states.add(new Contact.State(order, doc, contact.resourceName, updated, lastSeen));
  }

  /** The last change that sync listings show at this time. */
  long visible() {
    Instant now = clock.now();
    long found = 0;
    for (Contact contact : contacts.values()) {
      for (Contact.State state : contact.states) {
        if (!state.seen().isAfter(now)) {
          found = Math.max(found, state.order());
        }
      }
    }
    return found;
  }

  long newest() {
    return order;
  }

  /** The members of a group, in no particular order. */
  List<Contact> members(String group) {
    List<Contact> out = new ArrayList<>();
    for (Contact contact : contacts.values()) {
      if (!contact.deleted() && PersonRules.groups(doc(contact)).contains(group)) {
        out.add(contact);
      }
    }
    return out;
  }

  /** Finds by the beginning of a word in names, e-mail, phone, organization. */
  List<Contact> search(String query) {
    List<Contact> out = new ArrayList<>();
    String wanted = query.toLowerCase(Locale.ROOT).strip();
    for (Contact contact : contacts.values()) {
      if (!contact.deleted() && words(doc(contact)).stream().anyMatch(w -> w.startsWith(wanted))) {
        out.add(contact);
      }
    }
    return out;
  }

  private static List<String> words(ObjectNode doc) {
    List<String> out = new ArrayList<>();
    Map<String, List<String>> searched =
        Map.of(
            "names", List.of("displayName", "givenName", "familyName"),
            "nicknames", List.of("value"),
            "emailAddresses", List.of("value"),
            "phoneNumbers", List.of("value", "canonicalForm"),
            "organizations", List.of("name"));
    searched.forEach(
        (field, parts) -> {
          for (var value : Json.list(doc, field)) {
            parts.forEach(p -> out.add(Json.text(value, p, "").toLowerCase(Locale.ROOT)));
          }
        });
    return out;
  }
}

package io.lockstep.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.PersonalView;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.control.SalesforcePart;
import io.lockstep.sandbox.control.Services;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.SimulatedOrg;
import io.lockstep.sandbox.seed.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What both sides hold now, as their people see it, and what of it is to be synced. */
final class Sides {
  static final List<Kind> KINDS = List.of(Kind.contacts, Kind.events);

  /** One day less than the 30 that are configured, so that nothing leaves while we look. */
  private static final Duration WINDOW = Duration.ofDays(29);

  /** An issue that somebody must look at. */
  record Issue(String kind, String code, String recordId, String itemId, String losingValue) {}

  /** What the mailboxes hold that does not take part, by why. */
  private final Map<String, Set<String>> outside = new TreeMap<>();

  private final Services services;
  private final Map<String, MailSystem> mail = new LinkedHashMap<>();
  private final Instant from;

  Sides(Services services) {
    this.services = services;
    this.from = services.shared().clock().now().minus(WINDOW);
    for (MailSystem system : List.of(new GoogleMail(services), new MicrosoftMail(services))) {
      if (people().stream().anyMatch(p -> p.provider().equals(system.service()))) {
        mail.put(system.service(), system);
      }
    }
  }

  List<Person> people() {
    return services.people();
  }

  PersonalView salesforce() {
    return services.part("salesforce").view();
  }

  /** The mail systems that people are at. */
  List<MailSystem> mailSystems() {
    return List.copyOf(mail.values());
  }

  /** Where the person's mailbox is. */
  MailSystem mail(Person person) {
    return Objects.requireNonNull(mail.get(person.provider()), person.provider());
  }

  List<Thing> inSalesforce(Person person, Kind kind) {
    String user = userId(person);
    List<Thing> things = new ArrayList<>();
    for (ObjectNode row : salesforce().list(person.username(), kind)) {
      if (!row.path("OwnerId").asText().equals(user) || row.path("IsDeleted").asBoolean()) {
        continue;
      }
      if (kind == Kind.contacts) {
        things.add(Facts.salesforceContact(person.name(), row));
      } else if (!row.path("IsChild").asBoolean()
          && !row.path("IsRecurrence").asBoolean()
          && !row.path("IsRecurrence2").asBoolean()) {
        things.add(Facts.salesforceEvent(person.name(), row));
      }
    }
    return inWindow(things);
  }

  List<Thing> inMailbox(Person person, Kind kind) {
    MailSystem system = mail(person);
    List<Thing> things = new ArrayList<>();
    for (ObjectNode item : system.items(person, kind)) {
      switch (system.read(person, kind, item)) {
        case MailSystem.Reading.Part(Thing thing) -> things.add(thing);
        case MailSystem.Reading.Outside(String why, String id) ->
            outside.computeIfAbsent(why, unused -> new HashSet<>()).add(id);
      }
    }
    return inWindow(things);
  }

  /** How many things in the mailboxes do not take part, by why. */
  Map<String, Integer> outside() {
    Map<String, Integer> counts = new TreeMap<>();
    outside.forEach((why, ids) -> counts.put(why, ids.size()));
    return counts;
  }

  private List<Thing> inWindow(List<Thing> things) {
    return things.stream()
        .filter(t -> t.kind() == Kind.contacts || Facts.end(t).isAfter(from))
        .toList();
  }

  List<Issue> issues() {
    List<Issue> issues = new ArrayList<>();
    for (Org.Row row : org().setup().dump("SyncIssue__c")) {
      if (!Boolean.TRUE.equals(row.fields().get("IsDeleted"))) {
        issues.add(
            new Issue(
                text(row, "Kind__c"),
                text(row, "Code__c"),
                text(row, "RecordId__c"),
                text(row, "ItemId__c"),
                text(row, "LosingValue__c")));
      }
    }
    return issues;
  }

  /** Ids of what waits for a person's decision or was refused, so that it stands on one side. */
  Set<String> setAside() {
    Set<String> ids = new HashSet<>();
    for (Issue issue : issues()) {
      if (!issue.kind().equals("Conflict")) {
        ids.add(issue.recordId());
        ids.add(issue.itemId());
      }
    }
    ids.remove("");
    return ids;
  }

  Comparison compare() {
    Set<String> setAside = setAside();
    List<Comparison.Pair> pairs = new ArrayList<>();
    List<Thing> onlySalesforce = new ArrayList<>();
    List<Thing> onlyMailbox = new ArrayList<>();
    List<Thing> aside = new ArrayList<>();
    for (Person person : people()) {
      for (Kind kind : KINDS) {
        Map<Map<String, String>, List<Thing>> items = new HashMap<>();
        for (Thing item : inMailbox(person, kind)) {
          items.computeIfAbsent(item.facts(), unused -> new ArrayList<>()).add(item);
        }
        for (Thing record : inSalesforce(person, kind)) {
          List<Thing> equal = items.getOrDefault(record.facts(), List.of());
          if (!equal.isEmpty()) {
            pairs.add(new Comparison.Pair(record, equal.removeLast()));
          } else {
            (setAside.contains(record.id()) ? aside : onlySalesforce).add(record);
          }
        }
        items.values().stream()
            .flatMap(List::stream)
            .forEach(item -> (setAside.contains(item.id()) ? aside : onlyMailbox).add(item));
      }
    }
    return new Comparison(pairs, onlySalesforce, onlyMailbox, aside);
  }

  String userId(Person person) {
    return Objects.requireNonNull(org().userByName(person.username())).id();
  }

  private SimulatedOrg org() {
    return ((SalesforcePart) services.part("salesforce")).org();
  }

  private static String text(Org.Row row, String field) {
    Object value = row.fields().get(field);
    return value == null ? "" : value.toString();
  }
}

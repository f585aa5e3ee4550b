package io.lockstep.google;

import com.google.api.services.people.v1.model.Person;
import io.lockstep.calendar.FoldedText;
import io.lockstep.call.Result;
import io.lockstep.contact.PersonField;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for contacts by any of their addresses, or by first name, last name and company. Google's
 * own search knows only beginnings of words and lags behind, so everything is listed once, and what
 * is found is read by id.
 */
final class ContactSearch {
  /** A first sync asks often; what changes meanwhile reaches it through the change feed. */
  private static final Duration LISTING_LIFE = Duration.ofMinutes(10);

  private final GoogleContacts contacts;
  private final MailboxContext context;
  private final Map<String, Set<String>> idsByKey = new HashMap<>();
  private @Nullable Instant listedAt;

  ContactSearch(GoogleContacts contacts, MailboxContext context) {
    this.contacts = contacts;
    this.context = context;
  }

  List<Snapshot> find(Collection<FieldValues> values) {
    Set<String> wanted = new HashSet<>();
    for (FieldValues one : values) {
      if (one.has(PersonField.EMAIL)) {
        wanted.add(addressKey(one.get(PersonField.EMAIL)));
      }
      wanted.add(nameKey(one));
    }
    wanted.remove("");
    if (wanted.isEmpty()) {
      return List.of();
    }
    listIfOld();
    Set<String> ids = new LinkedHashSet<>();
    wanted.forEach(key -> ids.addAll(idsByKey.getOrDefault(key, Set.of())));
    List<Snapshot> found = new ArrayList<>();
    for (Result<Person> result : contacts.get(ids).values()) {
      if (result instanceof Result.Done<Person>(Person person) && person != null) {
        found.add(contacts.snapshot(person));
      }
    }
    return found;
  }

  private void listIfOld() {
    Instant now = context.clock().instant();
    if (listedAt != null && listedAt.plus(LISTING_LIFE).isAfter(now)) {
      return;
    }
    idsByKey.clear();
    for (Person person : contacts.list("names,emailAddresses,organizations,metadata,clientData")) {
      for (String address : ContactSnapshots.addresses(person)) {
        add(addressKey(address), person);
      }
      add(nameKey(PersonMapping.read(person)), person);
    }
    listedAt = now;
  }

  private void add(String key, Person person) {
    if (!key.isEmpty()) {
      idsByKey.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(person.getResourceName());
    }
  }

  private static String addressKey(String address) {
    String folded = address.strip().toLowerCase(Locale.ROOT);
    return folded.isEmpty() ? "" : "a:" + folded;
  }

  private static String nameKey(FieldValues values) {
    String first = FoldedText.forMatching(values.get(PersonField.FIRST_NAME));
    String last = FoldedText.forMatching(values.get(PersonField.LAST_NAME));
    String company = FoldedText.forMatching(values.get(PersonField.COMPANY));
    return last.isEmpty() ? "" : "n:" + String.join("\n", first, last, company);
  }
}

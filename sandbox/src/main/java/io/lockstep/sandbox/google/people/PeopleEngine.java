package io.lockstep.sandbox.google.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.GoogleSettings;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The address books behind the API, and what people do with them in Google's own pages. Guarded by
 * the engine's lock.
 */
public final class PeopleEngine {
  private static final Set<String> EVERYTHING = everything();

  private final GoogleSettings settings;
  private final SandboxClock clock;
  private final RandomGenerator random;
  private final Map<String, AddressBook> books = new HashMap<>();

  public PeopleEngine(GoogleSettings settings, SandboxClock clock, RandomGenerator random) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  /**
   * @param region for phone numbers that name no country, an ISO code such as {@code US}
   */
  public void addUser(GoogleUser user, String region) {
    books.put(user.email(), new AddressBook(region, settings, clock, random));
  }

  AddressBook book(GoogleUser user) {
    AddressBook book = books.get(user.email());
    if (book == null) {
      throw GoogleError.of(403, "global", "forbidden", "The caller does not have permission");
    }
    return book;
  }

  /** As the person sees it after creating a contact. */
  public ObjectNode create(GoogleUser user, ObjectNode person) {
    PersonRules.checkBody(person, "person");
    return shown(book(user).create(person));
  }

  /**
   * Changes whole fields of a contact, as its owner does in the web page.
   *
   * @param change the fields to replace; an empty list clears one
   */
  public ObjectNode edit(GoogleUser user, String resourceName, ObjectNode change) {
    PersonRules.checkBody(change, "person");
    AddressBook book = book(user);
    Contact contact = book.get(resourceName);
    ObjectNode doc = AddressBook.doc(contact).deepCopy();
    Set<String> fields = new LinkedHashSet<>();
    change.fieldNames().forEachRemaining(fields::add);
    fields.retainAll(PersonFields.WRITABLE.keySet());
    PersonRules.take(doc, change, fields, book.region);
    book.change(contact, doc);
    return shown(contact);
  }

  public void delete(GoogleUser user, String resourceName) {
    AddressBook book = book(user);
    book.delete(book.get(resourceName));
  }

  /** Merges two contacts: the first takes over what it lacks, the second is deleted. */
  public ObjectNode merge(GoogleUser user, String keep, String drop) {
    AddressBook book = book(user);
    Contact kept = book.get(keep);
    Contact dropped = book.get(drop);
    ObjectNode doc = AddressBook.doc(kept).deepCopy();
    AddressBook.doc(dropped)
        .properties()
        .forEach(
            field -> {
              String name = field.getKey();
              if (!doc.has(name)) {
                doc.set(name, field.getValue().deepCopy());
              } else if (!PersonFields.SINGLE.contains(name)) {
                List<com.fasterxml.jackson.databind.JsonNode> there = Json.list(doc, name);
                field
                    .getValue()
                    .forEach(
                        v -> {
                          if (!there.contains(v)) {
                            doc.withArrayProperty(name).add(v.deepCopy());
                          }
                        });
              }
            });
    book.change(kept, doc);
    book.delete(dropped);
    return shown(kept);
  }

  /** Makes a second contact with everything the first one has, client data included. */
  public ObjectNode duplicate(GoogleUser user, String resourceName) {
    AddressBook book = book(user);
    return shown(book.create(AddressBook.doc(book.get(resourceName)).deepCopy()));
  }

  /** A label's resource name; made where there is none of this name yet. */
  public String group(GoogleUser user, String name) {
    Groups groups = book(user).groups;
    for (Groups.Group group : groups.all()) {
      if (!group.deleted && group.name.equalsIgnoreCase(name)) {
        return group.resourceName;
      }
    }
    return groups.create(name, null).resourceName;
  }

  public void renameGroup(GoogleUser user, String group, String name) {
    Groups groups = book(user).groups;
    groups.rename(groups.get(group), name);
  }

  public void label(GoogleUser user, String resourceName, String group) {
    book(user).groups.get(group);
    relabel(user, resourceName, group, true);
  }

  public void unlabel(GoogleUser user, String resourceName, String group) {
    relabel(user, resourceName, group, false);
  }

  private void relabel(GoogleUser user, String resourceName, String group, boolean add) {
    AddressBook book = book(user);
    Contact contact = book.get(resourceName);
    ObjectNode doc = AddressBook.doc(contact).deepCopy();
    List<String> groups = new ArrayList<>(PersonRules.groups(doc));
    groups.remove(group);
    if (add) {
      groups.add(group);
    }
    PersonRules.setGroups(doc, groups);
    book.change(contact, doc);
  }

  /**
   * Links a contact with somebody's Google account, which gives it a new resource name.
   *
   * @param account whose; null takes the link away
   */
  public ObjectNode link(GoogleUser user, String resourceName, @Nullable GoogleUser account) {
    AddressBook book = book(user);
    Contact contact = book.get(resourceName);
    book.link(contact, account == null ? null : profile(account));
    return shown(contact);
  }

  /** What a Google account shows of itself. */
  static ObjectNode profile(GoogleUser account) {
    ObjectNode out = Json.object().put("id", account.id());
    ObjectNode name = out.putArray("names").addObject().put("displayName", account.name());
    int cut = account.name().lastIndexOf(' ');
    name.put("givenName", cut < 0 ? account.name() : account.name().substring(0, cut));
    if (cut > 0) {
      name.put("familyName", account.name().substring(cut + 1));
    }
    name.put("unstructuredName", account.name());
    out.putArray("emailAddresses").addObject().put("value", account.email());
    out.putArray("photos").addObject().put("url", "https://lh3.googleusercontent.com/a/default");
    return out;
  }

  /** What the person sees: every living contact, complete. */
  public List<ObjectNode> seen(GoogleUser user) {
    return book(user).all().stream().filter(c -> !c.deleted()).map(PeopleEngine::shown).toList();
  }

  /** Makes every sync token given so far to this person's clients worthless. */
  public void expireSyncTokens(GoogleUser user) {
    book(user).generation++;
  }

  private static ObjectNode shown(Contact contact) {
    return new PersonView(EVERYTHING, false).show(contact);
  }

  private static Set<String> everything() {
    Set<String> out = new java.util.TreeSet<>(PersonFields.WRITABLE.keySet());
    out.add("metadata");
    return out;
  }
}

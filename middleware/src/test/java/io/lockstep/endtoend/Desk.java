package io.lockstep.endtoend;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.PersonalView;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.control.Services;
import io.lockstep.sandbox.seed.Person;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One person who works on the pages of Salesforce and of their mail service. */
final class Desk {
  private final Pages salesforce;
  private final Pages mail;
  private final Person person;

  Desk(Services services, Person person, Provider provider) {
    this.person = person;
    this.salesforce = new Pages(services, person, new SalesforceSide());
    this.mail = new Pages(services, person, provider);
  }

  Pages salesforce() {
    return salesforce;
  }

  Pages mail() {
    return mail;
  }

  Person person() {
    return person;
  }

  /** A service's pages with this person signed in. */
  static final class Pages {
    private final Services services;
    private final Side side;
    private final String account;

    private Pages(Services services, Person person, Side side) {
      this.services = services;
      this.side = side;
      this.account = side.account(person);
    }

    List<String> events() {
      return rows(Kind.events).stream().map(side::event).sorted().toList();
    }

    List<String> contacts() {
      return rows(Kind.contacts).stream().map(side::contact).sorted().toList();
    }

    /** Everything that is there, as the service shows it. */
    List<ObjectNode> rows(Kind kind) {
      return view().list(account, kind).stream().filter(row -> side.isThere(kind, row)).toList();
    }

    String addsEvent(String subject, Instant start) {
      return adds(Kind.events, side.newEvent(subject, start));
    }

    String addsContact(String first, String last) {
      String email = (first + "." + last).toLowerCase(Locale.ROOT) + "@customer.example";
      String id = adds(Kind.contacts, side.newContact(first, last, email, "Buyer"));
      side.select(view(), account, id);
      return id;
    }

    /** A contact that the person did not choose to have synced. */
    String keepsContact(String first, String last) {
      String email = (first + "." + last).toLowerCase(Locale.ROOT) + "@customer.example";
      ObjectNode contact = side.newContact(first, last, email, "Buyer");
      contact.remove("categories");
      return adds(Kind.contacts, contact);
    }

    /** Puts a contact under this label, or gives it this category; or takes it off. */
    void marks(String part, String name, boolean on) {
      ((Provider) side).mark(view(), account, find(Kind.contacts, part), name, on);
    }

    String adds(Kind kind, ObjectNode body) {
      return side.id(kind, view().create(account, kind, body));
    }

    void renames(String part, String subject) {
      changes(Kind.events, part, side.subject(subject));
    }

    void moves(String part, String location) {
      changes(Kind.events, part, side.location(location));
    }

    /** Gives a contact another job title. */
    void promotes(String part, String title) {
      changes(Kind.contacts, part, side.title(title));
    }

    /**
     * @param part what the JSON of that one thing holds
     */
    void changes(Kind kind, String part, Map<String, ?> values) {
      view().change(account, kind, find(kind, part), Side.object(values));
    }

    void deletes(Kind kind, String part) {
      view().delete(account, kind, find(kind, part));
    }

    void employs(String part, String title, String department) {
      changes(Kind.contacts, part, side.job(title, department));
    }

    /** All that the one thing with this in it holds. */
    String json(Kind kind, String part) {
      return one(kind, part).toString();
    }

    /** The id of the one thing whose JSON holds this text. */
    String find(Kind kind, String part) {
      return side.id(kind, one(kind, part));
    }

    private ObjectNode one(Kind kind, String part) {
      List<ObjectNode> found =
          rows(kind).stream().filter(row -> row.toString().contains(part)).toList();
      if (found.size() != 1) {
        throw new AssertionError(
            side.service() + " has " + found.size() + " " + kind + " with " + part);
      }
      return found.getFirst();
    }

    private PersonalView view() {
      return services.part(side.service()).view();
    }
  }
}

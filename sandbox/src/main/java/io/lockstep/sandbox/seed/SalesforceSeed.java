package io.lockstep.sandbox.seed;

import io.lockstep.sandbox.salesforce.org.Org.Call;
import io.lockstep.sandbox.salesforce.org.Org.Row;
import io.lockstep.sandbox.salesforce.org.Org.Saved;
import io.lockstep.sandbox.salesforce.org.OrgShape;
import io.lockstep.sandbox.salesforce.org.Setup;
import io.lockstep.sandbox.salesforce.org.SimulatedOrg;
import io.lockstep.sandbox.salesforce.org.access.Sharing;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts a company into an org: roles, users, accounts, contacts, leads and events, each made by its
 * owner, and Lockstep's configuration made by the administrator.
 */
public final class SalesforceSeed {
  private static final int ROWS_A_CALL = 200;

  /**
   * What became of the company.
   *
   * @param users user ids by {@link Person#name}
   * @param cards record ids by {@link Card#number}
   * @param meetings event ids by {@link Meeting#number}
   */
  public record Planted(
      Map<String, String> users, Map<Integer, String> cards, Map<Integer, String> meetings) {}

  private final SimulatedOrg org;
  private final OrgShape shape;
  private final String administrator;
  private final Map<String, String> users = new LinkedHashMap<>();
  private final Map<String, String> accounts = new HashMap<>();
  private final Map<Integer, String> cards = new HashMap<>();
  private final Map<Integer, String> meetings = new HashMap<>();

  /**
   * @param shape events and addresses that it cannot hold are left out or simplified
   */
  public SalesforceSeed(SimulatedOrg org, OrgShape shape) {
    this.org = org;
    this.shape = shape;
    this.administrator = org.adminId();
  }

  public Planted plant(Company company) {
    people(company);
    accounts(company);
    cards(company);
    meetings(company);
    configuration(company);
    return new Planted(Map.copyOf(users), Map.copyOf(cards), Map.copyOf(meetings));
  }

  private void people(Company company) {
    Setup setup = org.setup();
    Map<String, String> roles = new HashMap<>();
    for (Person p : company.people()) {
      String above = p.manager();
      String role =
          setup.addRole(p.title() + " (" + p.name() + ")", above == null ? null : roles.get(above));
      roles.put(p.name(), role);
      String id =
          setup.addUser(
              p.username(), p.given(), p.family(), "Standard User", role, p.zone().getId());
      setup.change(
          id,
          row(
              "Email", p.email(),
              "Title", p.title(),
              "ManagerId", above == null ? null : users.get(above)));
      setup.assign(id, "Lockstep_User");
      users.put(p.name(), id);
    }
  }

  private void accounts(Company company) {
    // As most companies have it: everybody may see every customer and relate contacts to it.
    org.setup().setSharing("Account", Sharing.Model.Read);
    String owner = user(company.people().getFirst().name());
    company.accounts().forEach(a -> accounts.put(a, org.setup().addAccount(a, owner)));
  }

  private String user(String name) {
    return Objects.requireNonNull(users.get(name), () -> "nobody is called " + name);
  }

  private void cards(Company company) {
    for (Card.Place place : List.of(Card.Place.salesforceContact, Card.Place.salesforceLead)) {
      for (Person p : company.people()) {
        List<Card> own =
            company.cards().stream()
                .filter(c -> c.place() == place && c.owner().equals(p.name()))
                .toList();
        String object = place == Card.Place.salesforceLead ? "Lead" : "Contact";
        List<String> ids =
            create(
                user(p.name()),
                object,
                own.stream().map(c -> object.equals("Lead") ? lead(c) : contact(c)).toList());
        for (int i = 0; i < own.size(); i++) {
          cards.put(own.get(i).number(), ids.get(i));
        }
      }
    }
  }

  private Map<String, @Nullable Object> contact(Card c) {
    Map<String, @Nullable Object> row = person(c);
    row.put("AccountId", accounts.get(c.company()));
    row.put("Department", empty(c.department()));
    Card.Birthday born = c.birthday();
    if (born != null && born.year() != null) {
      row.put("Birthdate", LocalDate.of(born.year(), born.month(), born.day()));
    }
    address(row, c, "Mailing");
    return row;
  }

  private Map<String, @Nullable Object> lead(Card c) {
    Map<String, @Nullable Object> row = person(c);
    row.put("Company", c.company());
    row.put("Status", "Open - Not Contacted");
    address(row, c, "");
    return row;
  }

  private static Map<String, @Nullable Object> person(Card c) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("Salutation", empty(c.salutation()));
    row.put("FirstName", empty(c.given()));
    row.put("LastName", c.family());
    row.put("Title", empty(c.title()));
    row.put("Email", c.emails().isEmpty() ? null : c.emails().getFirst());
    row.put("Description", empty(c.note()));
    for (Card.Phone phone : c.phones()) {
      row.put(phone.kind().equals("mobile") ? "MobilePhone" : "Phone", phone.number());
    }
    return row;
  }

  private void address(Map<String, @Nullable Object> row, Card c, String prefix) {
    Card.Address a = c.address();
    if (a == null) {
      return;
    }
    row.put(prefix + "Street", a.street());
    row.put(prefix + "City", a.city());
    row.put(prefix + "PostalCode", empty(a.postalCode()));
    if (shape.stateAndCountryPicklists()) {
      row.put(prefix + "CountryCode", a.countryCode());
    } else {
      row.put(prefix + "State", empty(a.region()));
      row.put(prefix + "Country", a.country());
    }
  }

  private void meetings(Company company) {
    for (Person p : company.people()) {
      List<Meeting> own =
          company.meetings().stream()
              .filter(m -> m.inSalesforce() && m.organizer().equals(p.name()) && fits(m))
              .toList();
      List<String> ids = create(user(p.name()), "Event", own.stream().map(this::event).toList());
      List<Map<String, @Nullable Object>> invited = new ArrayList<>();
      for (int i = 0; i < own.size(); i++) {
        String event = ids.get(i);
        meetings.put(own.get(i).number(), event);
        own.get(i)
            .colleagues()
            .forEach(
                name ->
                    invited.add(row("EventId", event, "RelationId", user(name), "Status", "New")));
      }
      create(user(p.name()), "EventRelation", invited);
    }
  }

  private boolean fits(Meeting m) {
    return shape.multiDayEvents() || !m.end().isAfter(m.start().plusDays(1));
  }

  private Map<String, @Nullable Object> event(Meeting m) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("Subject", empty(m.subject()));
    row.put("Description", empty(m.description()));
    row.put("Location", empty(m.location()));
    row.put("IsAllDayEvent", m.allDay());
    if (m.allDay()) {
      // The day is the date in UTC, and the end names the last day.
      row.put("StartDateTime", m.start().toInstant(ZoneOffset.UTC));
      row.put("EndDateTime", m.end().minusDays(1).toInstant(ZoneOffset.UTC));
    } else {
      row.put("StartDateTime", m.start().atZone(m.zone()).toInstant());
      row.put("EndDateTime", m.end().atZone(m.zone()).toInstant());
    }
    row.put("IsPrivate", m.isPrivate());
    row.put("ShowAs", m.free() ? "Free" : "Busy");
    row.put("IsReminderSet", false);
    row.put("WhoId", m.relatedTo() == null ? null : cards.get(m.relatedTo()));
    return row;
  }

  /**
   * What an administrator would have set up: a connection for each provider, everything both ways,
   * for everybody.
   */
  private void configuration(Company company) {
    for (String provider : List.of("google", "microsoft")) {
      List<Person> theirs =
          company.people().stream().filter(p -> p.provider().equals(provider)).toList();
      if (theirs.isEmpty()) {
        continue;
      }
      boolean google = provider.equals("google");
      Map<String, @Nullable Object> connection =
          row(
              "Name", google ? "Google Workspace" : "Microsoft 365",
              "Provider__c", google ? "Google" : "Microsoft",
              "AuthType__c", google ? "ServiceAccount" : "AppOnly",
              "Active__c", true,
              "Domain__c", company.domain());
      String connectionId =
          create(administrator, "SyncConnection__c", List.of(connection)).getFirst();
      Map<String, @Nullable Object> configuration =
          row(
              "Name",
              "Everybody at " + connection.get("Name"),
              "Active__c",
              true,
              "Connection__c",
              connectionId,
              "ContactDirection__c",
              "Both",
              "EventDirection__c",
              "Both",
              "ContactScope__c",
              "Owned",
              "PropagateDeletes__c",
              true,
              "SyncPrivateEvents__c",
              true,
              "SyncSeries__c",
              true,
              "EventPastDays__c",
              30.0);
      String configurationId =
          create(administrator, "SyncConfiguration__c", List.of(configuration)).getFirst();
      List<Map<String, @Nullable Object>> assignments = new ArrayList<>();
      theirs.forEach(
          p ->
              assignments.add(
                  row(
                      "Configuration__c",
                      configurationId,
                      "AssigneeType__c",
                      "User",
                      "AssigneeId__c",
                      user(p.name()))));
      create(administrator, "SyncAssignment__c", assignments);
    }
  }

  private List<String> create(
      String user, String object, List<Map<String, @Nullable Object>> values) {
    List<String> ids = new ArrayList<>();
    for (int from = 0; from < values.size(); from += ROWS_A_CALL) {
      List<Row> rows = new ArrayList<>();
      for (Map<String, @Nullable Object> one :
          values.subList(from, Math.min(values.size(), from + ROWS_A_CALL))) {
        one.values().removeIf(v -> v == null);
        rows.add(new Row(object, one, List.of()));
      }
      List<Saved> results = org.create(call(user), rows);
      for (int i = 0; i < results.size(); i++) {
        Saved saved = results.get(i);
        if (!saved.success()) {
          throw new IllegalStateException("the org refuses " + rows.get(i) + ": " + saved.errors());
        }
        ids.add(String.valueOf(saved.id()));
      }
    }
    return ids;
  }

  private Call call(String user) {
    return new Call(user, 65.0, null, false, true, false, shape.namespace());
  }

  private static @Nullable String empty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return row;
  }
}

package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.itip.PostOffice;
import io.lockstep.sandbox.microsoft.GraphApi;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import io.lockstep.sandbox.microsoft.MicrosoftService;
import io.lockstep.sandbox.microsoft.MicrosoftSettings;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import io.lockstep.sandbox.microsoft.calendar.CalendarApi;
import io.lockstep.sandbox.microsoft.calendar.CalendarEngine;
import io.lockstep.sandbox.microsoft.calendar.CalendarSettings;
import io.lockstep.sandbox.microsoft.contacts.CategoriesApi;
import io.lockstep.sandbox.microsoft.contacts.ContactsApi;
import io.lockstep.sandbox.microsoft.contacts.ContactsEngine;
import io.lockstep.sandbox.microsoft.directory.MailboxApi;
import io.lockstep.sandbox.microsoft.directory.UsersApi;
import io.lockstep.sandbox.microsoft.entra.EntraApp;
import io.lockstep.sandbox.microsoft.subscription.Items;
import io.lockstep.sandbox.microsoft.subscription.SubscriptionSettings;
import io.lockstep.sandbox.microsoft.subscription.Subscriptions;
import io.lockstep.sandbox.microsoft.subscription.SubscriptionsApi;
import io.lockstep.sandbox.seed.Card;
import io.lockstep.sandbox.seed.Company;
import io.lockstep.sandbox.seed.GraphBodies;
import io.lockstep.sandbox.seed.Meeting;
import io.lockstep.sandbox.seed.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The simulated Microsoft 365 in the sandbox's hands. */
public final class MicrosoftPart implements Part {
  /** The category whose contacts are synced. */
  public static final String CATEGORY = "Salesforce Sync";

  private static final long SEED = 13;
  private static final String CLIENT_ID = "5a0dbc5f-0000-4000-8000-10c5e90000a1";
  private static final String CLIENT_SECRET = "sandbox~8Q~client-secret-value";
  private static final String OLD_SECRET = "sandbox~8Q~expired-secret-value";
  private static final Set<String> ROLES =
      Set.of(
          "Calendars.ReadWrite",
          "Contacts.ReadWrite",
          "MailboxSettings.ReadWrite",
          "User.Read.All");
  private static final Set<String> SCOPES =
      Set.of("Calendars.ReadWrite", "Contacts.ReadWrite", "MailboxSettings.ReadWrite", "User.Read");
  private static final Set<String> GRANTED =
      Set.of(
          "openid",
          "profile",
          "offline_access",
          "Calendars.ReadWrite",
          "Contacts.ReadWrite",
          "MailboxSettings.ReadWrite",
          "User.Read");

  private final SimulatedMicrosoft microsoft;
  private final CalendarSettings calendarSettings = new CalendarSettings();
  private final CalendarEngine calendar;
  private final ContactsEngine contacts;
  private final Subscriptions subscriptions;
  private final MicrosoftService service;
  private final KeyMaterial key;
  private final SelfSigned certificate;
  private final List<String> redirectUris;
  private final Map<String, String> refreshTokens = new LinkedHashMap<>();

  /**
   * @param post carries meetings to people at other services
   * @param key of the application's certificate
   * @param redirectUris where the application may be sent back to
   */
  public MicrosoftPart(Shared shared, PostOffice post, KeyMaterial key, List<String> redirectUris) {
    this.key = key;
    this.certificate = SelfSigned.of(key);
    this.redirectUris = List.copyOf(redirectUris);
    this.microsoft = new SimulatedMicrosoft(shared.clock(), SEED, Company.DOMAIN);
    this.calendar = new CalendarEngine(microsoft, calendarSettings, post);
    this.contacts = new ContactsEngine(microsoft);
    this.subscriptions =
        new Subscriptions(microsoft, new SubscriptionSettings(), calendar, Items.plain());
    this.service =
        new MicrosoftService(
            microsoft, shared.faults(), shared.requests(), shared.clock(), apis(shared));
    EntraApp app =
        new EntraApp(
            CLIENT_ID,
            "Lockstep",
            Map.of(CLIENT_SECRET, true, OLD_SECRET, false),
            Map.of(
                certificate.sha1(), key.publicKey(),
                certificate.sha256(), key.publicKey(),
                certificate.thumbprint(), key.publicKey()),
            Set.copyOf(redirectUris),
            ROLES,
            SCOPES,
            true);
    microsoft.grants().register(app);
    microsoft.grants().consents().giveForAll(app);
  }

  private List<GraphApi> apis(Shared shared) {
    List<GraphApi> apis = new ArrayList<>();
    apis.add(new UsersApi(microsoft));
    apis.add(new MailboxApi(microsoft));
    apis.add(new CategoriesApi(contacts));
    apis.add(new ContactsApi(microsoft, contacts, shared.faults()));
    apis.add(new CalendarApi(calendar, shared.faults()));
    apis.add(new SubscriptionsApi(subscriptions));
    return apis;
  }

  /** For tests that reach behind the API. */
  public SimulatedMicrosoft microsoft() {
    return microsoft;
  }

  public CalendarEngine calendar() {
    return calendar;
  }

  public ContactsEngine contacts() {
    return contacts;
  }

  @Override
  public String name() {
    return "microsoft";
  }

  @Override
  public HttpService.Handler handler() {
    return service;
  }

  @Override
  public PersonalView view() {
    return new MicrosoftView(microsoft, calendar, contacts);
  }

  @Override
  public String account(Person person) {
    return person.email();
  }

  @Override
  public void enrol(Company company) {
    for (Person p : here(company)) {
      String id = microsoft.addUser(p.email(), p.given(), p.family(), p.zone(), p.aliases()).id();
      refreshTokens.put(p.name(), microsoft.grants().refreshToken(id, CLIENT_ID, GRANTED));
    }
  }

  private static List<Person> here(Company company) {
    return company.people().stream().filter(p -> p.provider().equals("microsoft")).toList();
  }

  @Override
  public void plant(Company company) {
    MicrosoftSettings settings = microsoft.settings();
    double serviceWrites = settings.serviceWrites;
    Duration postTime = calendarSettings.postTime;
    // The company is the same each time, and nothing of it is still under way.
    settings.serviceWrites = 0;
    calendarSettings.postTime = Duration.ZERO;
    try {
      here(company).forEach(p -> cards(company, p));
      here(company).forEach(p -> meetings(company, p));
    } finally {
      settings.serviceWrites = serviceWrites;
      calendarSettings.postTime = postTime;
    }
  }

  private void cards(Company company, Person person) {
    GraphMailbox mailbox = microsoft.mailbox(person.email());
    for (Card card : company.cards()) {
      if (card.place() == Card.Place.mailbox && card.owner().equals(person.name())) {
        contacts.create(mailbox, GraphBodies.contact(card, card.labelled() ? CATEGORY : ""));
      }
    }
  }

  private void meetings(Company company, Person person) {
    for (Meeting meeting : company.meetings()) {
      if (!meeting.inSalesforce() && meeting.organizer().equals(person.name())) {
        calendar.create(person.email(), GraphBodies.event(meeting, company));
      }
    }
  }

  @Override
  public ObjectNode credentials(Company company, String url) {
    ObjectNode out = ControlJson.MAPPER.createObjectNode();
    String tenant = microsoft.tenant().id();
    out.put("tenant", tenant);
    out.put("domain", Company.DOMAIN);
    out.put("graphUrl", url);
    out.put("loginUrl", url);
    out.put("authorizeUrl", url + "/" + tenant + "/oauth2/v2.0/authorize");
    out.put("tokenUrl", url + "/" + tenant + "/oauth2/v2.0/token");
    ObjectNode app =
        out.putObject("app")
            .put("clientId", CLIENT_ID)
            .put("clientSecret", CLIENT_SECRET)
            .put("expiredSecret", OLD_SECRET)
            .put("certificate", certificate.pem())
            .put("certificateKey", key.privatePem())
            .put("thumbprint", certificate.thumbprint());
    redirectUris.forEach(app.putArray("redirectUris")::add);
    ROLES.stream().sorted().forEach(app.putArray("roles")::add);
    SCOPES.stream().sorted().forEach(app.putArray("scopes")::add);
    ObjectNode tokens = out.putObject("refreshTokens");
    refreshTokens.forEach(tokens::put);
    return out;
  }

  @Override
  public ObjectNode act(String action, ObjectNode body) {
    return new TenantActions(microsoft, subscriptions).act(action, body);
  }

  @Override
  public List<?> mails() {
    return microsoft.outbox().mails();
  }

  @Override
  public void forgetMails() {
    microsoft.outbox().clear();
  }

  @Override
  public ObjectNode settings() {
    ObjectNode all = ControlJson.MAPPER.valueToTree(microsoft.settings());
    all.setAll((ObjectNode) ControlJson.MAPPER.valueToTree(calendarSettings));
    all.setAll((ObjectNode) ControlJson.MAPPER.valueToTree(subscriptions.settings()));
    return all;
  }

  @Override
  public void settings(ObjectNode changes) {
    ControlJson.updateEach(
        List.of(microsoft.settings(), calendarSettings, subscriptions.settings()), changes);
  }

  @Override
  public void close() {
    subscriptions.close();
    microsoft.close();
  }
}

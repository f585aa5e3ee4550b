package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.google.GoogleService;
import io.lockstep.sandbox.google.GoogleSettings;
import io.lockstep.sandbox.google.SimulatedGoogle;
import io.lockstep.sandbox.google.oauth.OAuthClient;
import io.lockstep.sandbox.google.oauth.ServiceAccount;
import io.lockstep.sandbox.itip.PostOffice;
import io.lockstep.sandbox.seed.Card;
import io.lockstep.sandbox.seed.Company;
import io.lockstep.sandbox.seed.GoogleBodies;
import io.lockstep.sandbox.seed.Meeting;
import io.lockstep.sandbox.seed.Person;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The simulated Google in the sandbox's hands. */
public final class GooglePart implements Part {
  /** What the label is called whose contacts are synced. */
  public static final String LABEL = "Salesforce Sync";

  private static final long SEED = 11;
  private static final String CLIENT_ID = "100000000001-sandbox.apps.googleusercontent.com";
  private static final String CLIENT_SECRET = "GOCSPX-sandbox-secret";
  private static final String KEY_ID = "sandboxkey1";
  private static final String ACCOUNT = "lockstep@sandbox-project.iam.gserviceaccount.com";
  private static final String ACCOUNT_NUMBER = "110000000000000000001";
  private static final Set<String> SCOPES =
      Set.of(
          "https://www.googleapis.com/auth/calendar",
          "https://www.googleapis.com/auth/calendar.events.owned",
          "https://www.googleapis.com/auth/calendar.events",
          "https://www.googleapis.com/auth/calendar.readonly",
          "https://www.googleapis.com/auth/contacts",
          "https://www.googleapis.com/auth/contacts.readonly",
          "https://www.googleapis.com/auth/userinfo.email",
          "openid");

  private final SimulatedGoogle google;
  private final GoogleService service;
  private final KeyMaterial key;
  private final List<String> redirectUris;
  private final Map<String, String> refreshTokens = new LinkedHashMap<>();

  /**
   * @param post carries meetings to people at other services
   * @param key the service account's
   * @param redirectUris where the OAuth client may be sent back to
   */
  public GooglePart(Shared shared, PostOffice post, KeyMaterial key, List<String> redirectUris) {
    this.key = key;
    this.redirectUris = List.copyOf(redirectUris);
    this.google = new SimulatedGoogle(shared.clock(), SEED);
    google.join(post);
    this.service = new GoogleService(google, shared.faults(), shared.requests(), shared.clock());
    google.addServiceAccount(
        new ServiceAccount(ACCOUNT, ACCOUNT_NUMBER, Map.of(KEY_ID, key.publicKey()), SCOPES));
    google.grants().register(new OAuthClient(CLIENT_ID, CLIENT_SECRET, Set.copyOf(redirectUris)));
  }

  /** For tests that reach behind the API. */
  public SimulatedGoogle google() {
    return google;
  }

  @Override
  public String name() {
    return "google";
  }

  @Override
  public HttpService.Handler handler() {
    return service;
  }

  @Override
  public PersonalView view() {
    return new GoogleView(google);
  }

  @Override
  public String account(Person person) {
    return person.email();
  }

  @Override
  public void enrol(Company company) {
    for (Person p : here(company)) {
      google.addUser(p.email(), p.fullName(), p.zone(), p.aliases());
      refreshTokens.put(p.name(), google.grants().refreshToken(p.email(), CLIENT_ID, SCOPES));
    }
  }

  private static List<Person> here(Company company) {
    return company.people().stream().filter(p -> p.provider().equals("google")).toList();
  }

  @Override
  public void plant(Company company) {
    GoogleSettings settings = google.settings();
    Duration least = settings.propagationMin;
    Duration most = settings.propagationMax;
    Duration postTime = settings.postTime;
    // What was there from the beginning has long spread to every index.
    settings.propagationMin = Duration.ZERO;
    settings.propagationMax = Duration.ZERO;
    settings.postTime = Duration.ZERO;
    try {
      here(company).forEach(p -> cards(company, p));
      here(company).forEach(p -> meetings(company, p));
    } finally {
      settings.propagationMin = least;
      settings.propagationMax = most;
      settings.postTime = postTime;
    }
  }

  private void cards(Company company, Person person) {
    String label = google.group(person.email(), LABEL);
    for (Card card : company.cards()) {
      if (card.place() == Card.Place.mailbox && card.owner().equals(person.name())) {
        ObjectNode made = google.createContact(person.email(), GoogleBodies.person(card));
        if (card.labelled()) {
          google.label(person.email(), made.path("resourceName").asText(), label);
        }
      }
    }
  }

  private void meetings(Company company, Person person) {
    for (Meeting meeting : company.meetings()) {
      if (!meeting.inSalesforce() && meeting.organizer().equals(person.name())) {
        google.createEvent(person.email(), GoogleBodies.event(meeting, company));
      }
    }
  }

  @Override
  public ObjectNode credentials(Company company, String url) {
    ObjectNode out = ControlJson.MAPPER.createObjectNode();
    out.putObject("serviceAccount")
        .put("type", "service_account")
        .put("project_id", "sandbox-project")
        .put("private_key_id", KEY_ID)
        .put("private_key", key.privatePem())
        .put("client_email", ACCOUNT)
        .put("client_id", ACCOUNT_NUMBER)
        .put("auth_uri", url + "/o/oauth2/v2/auth")
        .put("token_uri", url + "/token")
        .put("universe_domain", "googleapis.com");
    ObjectNode client =
        out.putObject("oauthClient").put("clientId", CLIENT_ID).put("clientSecret", CLIENT_SECRET);
    redirectUris.forEach(client.putArray("redirectUris")::add);
    SCOPES.stream().sorted().forEach(out.putArray("scopes")::add);
    ObjectNode tokens = out.putObject("refreshTokens");
    refreshTokens.forEach(tokens::put);
    return out;
  }

  @Override
  public List<?> mails() {
    return google.mails();
  }

  @Override
  public void forgetMails() {
    google.clearMails();
  }

  @Override
  public ObjectNode settings() {
    return ControlJson.MAPPER.valueToTree(google.settings());
  }

  @Override
  public void settings(ObjectNode changes) {
    ControlJson.update(google.settings(), changes);
  }

  @Override
  public void close() {
    google.close();
  }
}

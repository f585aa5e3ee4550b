package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.SalesforceService;
import io.lockstep.sandbox.salesforce.api.ClientApp;
import io.lockstep.sandbox.salesforce.api.SalesforceSettings;
import io.lockstep.sandbox.salesforce.nudge.CalloutToken;
import io.lockstep.sandbox.salesforce.nudge.Nudges;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgShape;
import io.lockstep.sandbox.salesforce.org.SimulatedOrg;
import io.lockstep.sandbox.salesforce.org.access.Grant;
import io.lockstep.sandbox.seed.Company;
import io.lockstep.sandbox.seed.Person;
import io.lockstep.sandbox.seed.SalesforceSeed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The simulated Salesforce org in the sandbox's hands. */
public final class SalesforcePart implements Part, ControlledOrg {
  private static final long SEED = 7;
  private static final Duration FEED_DELAY = Duration.ofSeconds(2);
  private static final String CLIENT_ID = "3MVG9sandboxConsumerKey";
  private static final String CLIENT_SECRET = "sandbox-consumer-secret";

  /**
   * What a reset keeps: how the next org is made, and how clients sign in.
   *
   * @param forceApp the folder of the installed package
   * @param key signs the client's bearer assertions
   * @param calloutKey the org's own, which signs its callouts
   */
  public record Blueprint(
      AtomicReference<OrgShape> shape,
      Path forceApp,
      KeyMaterial key,
      KeyMaterial calloutKey,
      List<String> redirectUris) {
    /** An org with the features most orgs have. */
    public static OrgShape usual() {
      return OrgShape.plain().withSharedActivities(true).withMultiDayEvents(true);
    }
  }

  private final Shared shared;
  private final Blueprint blueprint;
  private final Supplier<String> url;
  private final OrgShape shape;
  private final SimulatedOrg org;
  private final OrgSwitches switches;
  private final Nudges nudges;
  private volatile SalesforceSettings settings;
  private volatile SalesforceService service;

  public SalesforcePart(Shared shared, Blueprint blueprint, Supplier<String> url) {
    this.shared = shared;
    this.blueprint = blueprint;
    this.url = url;
    this.shape = Objects.requireNonNull(blueprint.shape().get());
    this.org =
        SimulatedOrg.builder(shared.clock())
            .faults(shared.faults())
            .seed(SEED)
            .shape(shape)
            .forceApp(blueprint.forceApp())
            .name(Company.NAME)
            .build();
    // Events have no object permission of their own: the feed needs to see all data.
    org.setup()
        .addPermissionSet(
            "View_All_Data", Grant.empty("View_All_Data").system("ViewAllData", true));
    org.setup().assign(org.integrationUserId(), "View_All_Data");
    this.settings = SalesforceSettings.of(app(Set.of())).withLogin(null, List.of());
    this.service = serve();
    this.switches = new OrgSwitches(org);
    this.nudges = nudges();
    org.onNudge(nudges::published);
  }

  private Nudges nudges() {
    String orgId = org.identity().id();
    CalloutToken token =
        org.installed().credentials().stream()
            .findFirst()
            .map(
                credential ->
                    new CalloutToken(
                        credential,
                        orgId,
                        blueprint.calloutKey().privateKey(),
                        shared.clock()::realNow))
            .orElse(null);
    return new Nudges(orgId, token, shared.clock(), new Random(SEED));
  }

  private ClientApp app(Set<String> people) {
    Set<String> usernames = new LinkedHashSet<>(people);
    usernames.add(username(org.integrationUserId()));
    usernames.add(username(org.adminId()));
    ClientApp app =
        new ClientApp(
            CLIENT_ID,
            CLIENT_SECRET,
            Set.copyOf(blueprint.redirectUris()),
            null,
            Set.of(),
            false,
            true,
            null,
            Set.of("api", "refresh_token", "offline_access", "id", "openid"));
    return app.withCertificate(blueprint.key().publicKey(), usernames);
  }

  private SalesforceService serve() {
    return new SalesforceService(org, shared.clock(), shared.faults(), settings, url);
  }

  private String username(String id) {
    Org.UserInfo user = org.userById(id);
    return user == null ? id : user.username();
  }

  /** For tests that reach behind the API. */
  public SimulatedOrg org() {
    return org;
  }

  /** What the org's changes send to the middleware, and the token that it carries. */
  public Nudges nudging() {
    return nudges;
  }

  /** Signs the org's callouts. */
  public KeyMaterial calloutKey() {
    return blueprint.calloutKey();
  }

  @Override
  public String name() {
    return "salesforce";
  }

  @Override
  public HttpService.Handler handler() {
    return new HttpService.Handler() {
      @Override
      public Response handle(Request request) throws Exception {
        return service.handle(request);
      }

      @Override
      public Response serverError(Request request) {
        return service.serverError(request);
      }

      @Override
      public String user(Request request) {
        return service.user(request);
      }
    };
  }

  @Override
  public PersonalView view() {
    return new SalesforceView(org);
  }

  @Override
  public String account(Person person) {
    return person.username();
  }

  @Override
  public void plant(Company company) {
    // What was there from the beginning is visible to every feed.
    org.setup().setFeedDelay(Duration.ZERO);
    new SalesforceSeed(org, shape).plant(company);
    org.setup().setFeedDelay(FEED_DELAY);
    Set<String> people = new LinkedHashSet<>();
    company.people().forEach(p -> people.add(p.username()));
    settings = SalesforceSettings.of(app(people)).withLogin(null, List.copyOf(people));
    renew();
  }

  private void renew() {
    SalesforceService before = service;
    service = serve();
    before.close();
  }

  @Override
  public ObjectNode credentials(Company company, String base) {
    ObjectNode out = ControlJson.MAPPER.createObjectNode();
    out.put("orgId", org.identity().id())
        .put("clientId", CLIENT_ID)
        .put("clientSecret", CLIENT_SECRET)
        .put("privateKey", blueprint.key().privatePem())
        .put("publicKey", blueprint.key().publicPem())
        .put("tokenUrl", base + "/services/oauth2/token")
        .put("authorizeUrl", base + "/services/oauth2/authorize")
        .put("audience", base)
        .put("calloutCertificate", SelfSigned.of(blueprint.calloutKey()).pem())
        .put("integrationUsername", username(org.integrationUserId()))
        .put("adminUsername", username(org.adminId()));
    String namespace = shape.namespace();
    if (namespace != null) {
      out.put("namespace", namespace);
    }
    blueprint.redirectUris().forEach(out.putArray("redirectUris")::add);
    ObjectNode users = out.putObject("users");
    for (Person p : company.people()) {
      Org.UserInfo user = org.userByName(p.username());
      if (user != null) {
        users.putObject(p.name()).put("username", p.username()).put("userId", user.id());
      }
    }
    return out;
  }

  @Override
  public ObjectNode settings() {
    ObjectNode out = ControlJson.MAPPER.createObjectNode();
    SalesforceSettings now = settings;
    out.put("sessionTimeout", now.sessionTimeout().toString());
    out.put("jwtMaxLifetime", now.jwtMaxLifetime().toString());
    out.put("refreshTokenRotation", now.refreshTokenRotation());
    out.put("dailyApiRequests", now.dailyApiRequests());
    out.put("dailyBulkBatches", now.dailyBulkBatches());
    out.put("bulkDelay", now.bulkDelay().toString());
    out.put("loginPassword", now.loginPassword());
    out.put("apiUsed", service.apiUsed());
    return out;
  }

  /** Takes effect at once and ends all sessions and grants, as a new policy of the app does. */
  @Override
  public void settings(ObjectNode changes) {
    SalesforceSettings now = settings;
    ObjectNode body = changes.deepCopy();
    body.remove("apiUsed");
    Changeable next =
        ControlJson.changed(
            new Changeable(
                now.sessionTimeout(),
                now.jwtMaxLifetime(),
                now.refreshTokenRotation(),
                now.dailyApiRequests(),
                now.dailyBulkBatches(),
                now.bulkDelay(),
                now.loginPassword()),
            body);
    settings =
        new SalesforceSettings(
            now.clients(),
            next.sessionTimeout(),
            next.jwtMaxLifetime(),
            next.refreshTokenRotation(),
            next.dailyApiRequests(),
            next.dailyBulkBatches(),
            next.bulkDelay(),
            next.loginPassword(),
            now.loginPageUsers());
    renew();
  }

  /** The settings that can be changed over HTTP. */
  record Changeable(
      Duration sessionTimeout,
      Duration jwtMaxLifetime,
      boolean refreshTokenRotation,
      int dailyApiRequests,
      int dailyBulkBatches,
      Duration bulkDelay,
      @org.jspecify.annotations.Nullable String loginPassword) {}

  @Override
  public JsonNode org(String what) {
    return switch (what) {
      case "shape" -> ControlJson.MAPPER.valueToTree(blueprint.shape().get());
      case "nudges" -> {
        ObjectNode out = ControlJson.MAPPER.valueToTree(nudges.settings());
        yield out.set("counts", ControlJson.MAPPER.valueToTree(nudges.counts()));
      }
      default -> switches.show(what);
    };
  }

  /** A new shape is that of the next org: the one that the next seed or reset makes. */
  @Override
  public void org(String what, ObjectNode changes) {
    switch (what) {
      case "shape" ->
          blueprint
              .shape()
              .set(ControlJson.changed(Objects.requireNonNull(blueprint.shape().get()), changes));
      case "nudges" -> {
        try {
          nudges.settings(ControlJson.changed(nudges.settings(), changes));
        } catch (IllegalArgumentException e) {
          throw ControlException.bad(e.getMessage() + ".");
        }
      }
      default -> switches.change(what, changes);
    }
  }

  @Override
  public void close() {
    nudges.close();
    service.close();
  }
}

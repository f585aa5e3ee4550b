package io.lockstep.salesforce;

import io.lockstep.port.Crm;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.salesforce.SalesforceService;
import io.lockstep.sandbox.salesforce.api.ClientApp;
import io.lockstep.sandbox.salesforce.api.SalesforceSettings;
import io.lockstep.sandbox.salesforce.org.OrgShape;
import io.lockstep.sandbox.salesforce.org.SimulatedOrg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The simulated org over HTTP with the package in it, two salespeople (Sue and Mia), and the
 * adapter before it. Its clock goes on by itself from a fixed day; {@link #pass} moves it.
 */
final class SandboxOrg implements AutoCloseable {
  static final String SUE = "sue@x.example";
  static final String MIA = "mia@x.example";
  static final String INTEGRATION = "integration@lockstep.example";

  final Faults faults = new Faults(7);
  final RequestLog log = new RequestLog();
  final SandboxClock clock = new SandboxClock(Instant::now);
  final SimulatedOrg org;
  final String sue;
  final String mia;
  final SalesforceOrg salesforce;
  private final SalesforceService service;
  private final HttpService http;

  SandboxOrg() {
    this(OrgShape.plain().withMultiDayEvents(true));
  }

  SandboxOrg(OrgShape shape) {
    this(shape, Duration.ofMillis(1), Sleeper.THREAD);
  }

  /**
   * @param bulkDelay how long a batch of the Bulk API takes, in real time
   * @param sleeper waits between looks at a job
   */
  SandboxOrg(OrgShape shape, Duration bulkDelay, Sleeper sleeper) {
    org =
        SimulatedOrg.builder(clock)
            .faults(faults)
            .seed(3)
            .shape(shape)
            .forceApp(Path.of(".."))
            .build();
    sue = org.setup().addUser(SUE, "Sue", "Sales", "Standard User", null, "Europe/Berlin");
    mia = org.setup().addUser(MIA, "Mia", "Sales", "Standard User", null, "UTC");
    org.setup().assign(sue, "Lockstep_User");
    org.setup().assign(mia, "Lockstep_User");
    ClientApp app =
        ClientApp.of("client", "secret", "http://localhost/callback")
            .withCertificate(FakeOrgServer.publicKey(), Set.of(SUE, MIA, INTEGRATION));
    AtomicReference<String> url = new AtomicReference<>("");
    service =
        new SalesforceService(
            org, clock, faults, SalesforceSettings.of(app).withBulkDelay(bulkDelay), url::get);
    try {
      http = new HttpService("salesforce", 0, service, faults, log, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    url.set(http.url());
    OrgSettings settings =
        new OrgSettings(
            URI.create(http.url()),
            "client",
            FakeOrgServer.privateKey(),
            INTEGRATION,
            "65.0",
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            null);
    salesforce = new SalesforceOrg(settings, clock::now, sleeper);
  }

  String url() {
    return http.url();
  }

  Crm as(String username) {
    return salesforce.actingAs(username);
  }

  /** Time goes by, so that late commits show. */
  void pass(Duration time) {
    clock.set(clock.now().plus(time));
  }

  @Override
  public void close() {
    http.close();
    service.close();
  }
}

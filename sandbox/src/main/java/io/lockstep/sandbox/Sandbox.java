package io.lockstep.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.ControlService;
import io.lockstep.sandbox.control.Services;
import io.lockstep.sandbox.control.Shared;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.frame.SandboxClock;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The whole sandbox: the simulated services and the service that controls them. Tests start it in
 * their own process; {@code scripts/sandbox} starts it as one of its own.
 */
public final class Sandbox implements AutoCloseable {
  private static final long FAULT_SEED = 1;

  private final Services services;
  private final HttpService control;

  private Sandbox(Services services, HttpService control) {
    this.services = services;
    this.control = control;
  }

  public static Sandbox start(SandboxOptions options) throws IOException {
    return start(options, Parts.makers(options));
  }

  static Sandbox start(SandboxOptions options, List<Services.Maker> makers) throws IOException {
    SandboxClock clock = new SandboxClock(options.machineTime());
    Shared shared = new Shared(clock, new Faults(FAULT_SEED), new RequestLog());
    int base = options.portBase();
    Map<String, Integer> ports =
        base == 0
            ? Map.of()
            : Map.of("salesforce", base + 1, "google", base + 2, "microsoft", base + 3);
    Services services = new Services(shared, makers, ports);
    try {
      if (options.seed() != null) {
        services.seed(options.seed());
      }
      // Faults and the log are of the services: control has its own, so that it never misbehaves.
      HttpService control =
          new HttpService(
              "control",
              base,
              new ControlService(services),
              new Faults(FAULT_SEED),
              new RequestLog(),
              clock);
      return new Sandbox(services, control);
    } catch (IOException | RuntimeException e) {
      services.close();
      throw e;
    }
  }

  public String controlUrl() {
    return control.url();
  }

  /**
   * @param service {@code salesforce}, {@code google} or {@code microsoft}
   */
  public String url(String service) {
    return services.url(service);
  }

  public Services services() {
    return services;
  }

  /** What the command prints when all is ready: the addresses and the credentials. */
  public ObjectNode ready() {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("control", controlUrl());
    services.names().forEach(name -> out.put(name, url(name)));
    out.set("credentials", services.credentials());
    return out;
  }

  @Override
  public void close() {
    control.close();
    services.close();
  }
}

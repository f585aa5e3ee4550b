package io.lockstep.cli;

import io.lockstep.microsoft.GraphConnection;
import io.lockstep.microsoft.GraphTransport;
import io.lockstep.microsoft.ScopeCheck;
import io.lockstep.port.PortException;
import io.lockstep.salesforce.OrgConfiguration;
import io.lockstep.salesforce.OrgInfo;
import io.lockstep.salesforce.OrgSettings;
import io.lockstep.salesforce.Preflight;
import io.lockstep.salesforce.SalesforceOrg;
import io.lockstep.sync.Kind;
import io.lockstep.vault.Connection;
import io.lockstep.vault.OrgEntry;
import io.lockstep.vault.Registry;
import io.lockstep.vault.VaultException;
import io.lockstep.worker.Admission;
import io.lockstep.worker.MicrosoftGate;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Looks at everything that an installation needs and says what is wrong and what to do; exit code 1
 * where something is.
 */
@Command(
    name = "doctor",
    description =
        "Checks settings, Redis, credentials, orgs and users; says what is wrong and what to do.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  CommandSpec spec;

  private boolean sound = true;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = SettingFlags.read(spec, System.getenv());
    ServeCommand.check(settings);
    good(out, "settings", "all usable");
    try (RedisAccess redis = RedisAccess.open(settings)) {
      if (!redis.answers()) {
        bad(
            out,
            "redis",
            "does not answer. Check LOCKSTEP_REDIS_URL, and that Redis runs and lets this machine in.");
        return 1;
      }
      good(
          out,
          "redis",
          redis.isEmbedded() ? "embedded, in " + settings.text(Setting.DATA_DIR) : "answers");
      Registry registry =
          ServeCommand.registry(settings, redis, Path.of(settings.text(Setting.DATA_DIR)));
      Optional<Enrolment> enrolment = Enrolment.of(settings, new SecureRandom());
      PrivateKeys keys = new PrivateKeys();
      if (enrolment.isPresent()) {
        enrolment.get().enrolInto(registry, keys);
      }
      if (registry.orgs().isEmpty()) {
        bad(out, "orgs", "none is enrolled. Give one in LOCKSTEP_ENROLMENT_FILE.");
      }
      for (String orgId : registry.orgs()) {
        registry.org(orgId).ifPresent(entry -> org(out, registry, entry, keys));
        scope(out, settings, registry.connections(orgId), orgId);
      }
    } catch (PortException e) {
      bad(out, "orgs", e.code() + ": " + e.advice());
    } catch (VaultException e) {
      bad(out, "vault", String.valueOf(e.getMessage()));
    }
    return sound ? 0 : 1;
  }

  private void org(PrintWriter out, Registry registry, OrgEntry entry, PrivateKeys keys) {
    String name = "org " + entry.orgId();
    SalesforceOrg org =
        new SalesforceOrg(
            new OrgSettings(
                URI.create(entry.loginUrl()),
                entry.clientId(),
                keys.read(entry.privateKey().reveal()),
                entry.integrationUsername()),
            Clock.systemUTC(),
            Thread::sleep);
    try {
      OrgInfo info = org.identity();
      if (!info.id().equals(entry.orgId()) || info.sandbox() != entry.sandbox()) {
        bad(out, name, "another org answers; it may be a refreshed sandbox. Enrol it anew.");
        return;
      }
      if (!info.packageInstalled()) {
        bad(
            out,
            name,
            "the Lockstep package is not seen. Install it, and assign Lockstep Integration to the integration user.");
        return;
      }
      OrgConfiguration configuration = org.configuration();
      good(out, name, info.name() + ", " + configuration.users().size() + " users sync");
      configuration.problems().forEach(problem -> bad(out, name, problem.advice()));
      for (OrgConfiguration.SyncConnection connection : configuration.connections().values()) {
        Optional<Connection> credentials = registry.connection(entry.orgId(), connection.id());
        if (credentials.isEmpty() && connection.active()) {
          bad(
              out,
              name,
              "the connection "
                  + connection.name()
                  + " has no credentials in the middleware. Enrol it.");
        }
      }
      for (OrgConfiguration.SyncUser user : configuration.users().values()) {
        Optional<PortException.AccessLost> refusal = Admission.refusal(entry, configuration, user);
        if (refusal.isPresent()) {
          bad(out, name, user.username() + ": " + refusal.get().advice());
        } else {
          user(out, name, org, user);
        }
      }
    } catch (PortException e) {
      bad(out, name, e.code() + ": " + e.advice());
    }
  }

  /** A mailbox that must be out of scope is asked for, if the operator names one. */
  private void scope(
      PrintWriter out, Settings settings, List<Connection> connections, String orgId) {
    String outside = settings.text(Setting.OUT_OF_SCOPE_MAILBOX);
    if (outside.isEmpty()) {
      return;
    }
    String name = "org " + orgId;
    try (GraphTransport transport = GraphTransport.standard()) {
      for (Connection connection : connections) {
        if (!(connection instanceof Connection.MicrosoftApp app)) {
          continue;
        }
        GraphConnection graph =
            MicrosoftGate.connection(
                transport, ServeCommand.microsoft(settings), app, Clock.systemUTC());
        try {
          Set<Kind> read = ScopeCheck.reads(graph, outside, time -> {}, new SecureRandom());
          if (!read.isEmpty()) {
            String rights =
                read.stream()
                    .map(kind -> kind == Kind.EVENT ? "Calendars.ReadWrite" : "Contacts.ReadWrite")
                    .collect(Collectors.joining(" and "));
            bad(
                out,
                name,
                "the Microsoft application can read the mailbox that should be out of its scope, by "
                    + rights
                    + ". Scope it by RBAC for Applications, and take the consent for "
                    + rights
                    + " out of Entra: grants add up.");
          } else {
            good(out, name, "the mailbox out of scope cannot be read");
          }
        } catch (PortException e) {
          bad(out, name, "the scope cannot be checked: " + e.code() + ": " + e.advice());
        }
      }
    }
  }

  private void user(
      PrintWriter out, String name, SalesforceOrg org, OrgConfiguration.SyncUser user) {
    Preflight preflight = org.check(user.username());
    if (preflight.passed()) {
      good(out, name, user.username() + " is ready");
    } else {
      preflight
          .findings()
          .forEach(reason -> bad(out, name, user.username() + ": " + reason.advice()));
    }
  }

  private void good(PrintWriter out, String what, String how) {
    out.printf("ok    %-24s %s%n", what, how);
  }

  private void bad(PrintWriter out, String what, String why) {
    sound = false;
    out.printf("WRONG %-24s %s%n", what, why);
  }
}

package io.lockstep.sandbox.control;

import static io.lockstep.sandbox.control.ControlJson.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.seed.SeedRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The HTTP face of the control service. Errors are {@code {"error": sentence}}. */
public final class ControlService implements HttpService.Handler {
  /** What the service can do, for {@code GET /}. */
  private static final Map<String, String> PATHS = new LinkedHashMap<>();

  static {
    PATHS.put("POST /seed", "fill the services with a company; the answer holds new credentials");
    PATHS.put("POST /reset", "forget everything");
    PATHS.put("GET|PUT /clock", "now, advance (PT5M), timeScale");
    PATHS.put("GET|DELETE /requests", "what was called; ?service= &user= &operation= &newest=");
    PATHS.put("GET|DELETE /mails", "what the services would have sent");
    PATHS.put("GET /people", "who there is");
    PATHS.put("GET /credentials", "what clients sign in with");
    PATHS.put("GET /records/{service}/{user}/{events|contacts|leads}", "what a person sees");
    PATHS.put("POST /people/{service}/{user}/{kind}", "create as a person");
    PATHS.put("PATCH|DELETE /people/{service}/{user}/{kind}/{id}", "change or delete as a person");
    PATHS.put("POST /people/{service}/{user}/{kind}/{id}/{action}", "undelete, clone, label …");
    PATHS.put("GET|POST|DELETE /faults[/{id}]", "service, kind, count, probability, match");
    PATHS.put("GET|PUT /settings/{service}", "how a service behaves");
    PATHS.put("POST /services/{service}/{action}", "what an administrator does, or befalls it");
    PATHS.put("GET|PUT /org/{what}", "shape, validationRules, flows … of the Salesforce org");
  }

  record SeedBody(
      SeedRequest.@Nullable Size company,
      @Nullable Long seed,
      @Nullable Integer people,
      @Nullable Integer contacts,
      @Nullable Integer events,
      @Nullable Integer microsoft,
      @Nullable Double microsoftShare,
      @Nullable String provider,
      @Nullable Double salesforceShare,
      @Nullable Boolean awkward,
      @Nullable LocalDate today) {
    SeedRequest request() {
      SeedRequest from =
          (company == null ? SeedRequest.Size.demo : company).request(seed == null ? 42 : seed);
      int number = people == null ? from.people() : people;
      return new SeedRequest(
          from.company(),
          from.seed(),
          number,
          contacts == null ? from.contacts() : contacts,
          events == null ? from.events() : events,
          microsoft(from, number),
          salesforceShare == null ? from.salesforceShare() : salesforceShare,
          awkward == null ? from.awkward() : awkward,
          today);
    }

    /** How many of the people are at Microsoft; named by number, by share or by provider. */
    private int microsoft(SeedRequest from, int number) {
      if (microsoft != null) {
        return microsoft;
      }
      if (microsoftShare != null) {
        if (!(microsoftShare >= 0 && microsoftShare <= 1)) {
          throw ControlException.bad("microsoftShare must be from 0 to 1.");
        }
        return (int) Math.round(number * microsoftShare);
      }
      return provider == null
          ? Math.min(from.microsoft(), number)
          : SeedRequest.microsoft(provider, number);
    }
  }

  record ClockBody(@Nullable Instant now, @Nullable Duration advance, @Nullable Double timeScale) {}

  record FaultBody(
      @Nullable String service,
      Fault.@Nullable Kind kind,
      @Nullable Integer count,
      @Nullable Double probability,
      @Nullable String match) {}

  private final Services services;

  public ControlService(Services services) {
    this.services = services;
  }

  @Override
  public Response handle(Request request) {
    try {
      return route(request);
    } catch (ControlException e) {
      return error(e.status(), String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return error(400, e.getMessage() + ".");
    } catch (IllegalStateException e) {
      return error(500, "The sandbox could not do that: " + e.getMessage() + ".");
    }
  }

  @Override
  public Response serverError(Request request) {
    return error(500, "The control service failed; its log says why.");
  }

  private static Response error(int status, String sentence) {
    return answer(status, Map.of("error", sentence));
  }

  private Response route(Request request) {
    List<String> path = request.segments();
    String[] at = path.toArray(String[]::new);
    return switch (path.isEmpty() ? "" : path.getFirst()) {
      case "" -> answer(200, Map.of("paths", PATHS, "services", services.names()));
      case "seed" -> seed(request);
      case "reset" -> reset(request);
      case "clock" -> clock(request);
      case "requests" -> requests(request);
      case "mails" -> mails(request);
      case "credentials" -> only(request, "GET", () -> answer(200, services.credentials()));
      case "records" -> only(request, "GET", () -> answer(200, view(at).list(user(at), kind(at))));
      case "people" -> at.length == 1 ? people(request) : act(request, at);
      case "faults" -> faults(request, at);
      case "settings" -> settings(request, services.part(part(at, 1)));
      case "services" ->
          only(
              request,
              "POST",
              () ->
                  answer(
                      200,
                      services.part(part(at, 1)).act(part(at, 2), ControlJson.object(request))));
      case "org" -> org(request, at);
      default ->
          throw ControlException.missing(
              "There is no " + request.path() + "; GET / lists what there is.");
    };
  }

  private Response seed(Request request) {
    return only(
        request,
        "POST",
        () -> {
          services.seed(ControlJson.read(ControlJson.object(request), SeedBody.class).request());
          return answer(200, Map.of("credentials", services.credentials()));
        });
  }

  private Response reset(Request request) {
    return only(
        request,
        "POST",
        () -> {
          services.reset();
          return answer(200, Map.of("credentials", services.credentials()));
        });
  }

  private Response clock(Request request) {
    SandboxClock clock = services.shared().clock();
    switch (request.method()) {
      case "GET" -> {
        // Answered below.
      }
      case "PUT" -> {
        ClockBody body = ControlJson.read(ControlJson.object(request), ClockBody.class);
        if (body.timeScale() != null) {
          clock.timeScale(body.timeScale());
        }
        if (body.now() != null) {
          clock.set(body.now());
        }
        if (body.advance() != null) {
          clock.set(clock.now().plus(body.advance()));
        }
      }
      default -> throw unknownMethod(request, "GET or PUT");
    }
    return answer(200, Map.of("now", clock.now(), "timeScale", clock.timeScale()));
  }

  private Response requests(Request request) {
    RequestLog log = services.shared().requests();
    if (request.method().equals("DELETE")) {
      log.clear();
      return Response.empty(204);
    }
    return only(
        request,
        "GET",
        () -> {
          int newest = number(request, "newest", 100);
          List<RequestLog.Entry> entries =
              log.newest().stream()
                  .filter(e -> matches(request, "service", e.service()))
                  .filter(e -> matches(request, "operation", e.operation()))
                  .filter(e -> matches(request, "user", String.valueOf(e.user())))
                  .toList();
          return answer(
              200,
              Map.of(
                  "counts",
                  log.counts().stream()
                      .filter(c -> matches(request, "service", c.service()))
                      .filter(c -> matches(request, "operation", c.operation()))
                      .toList(),
                  "newest",
                  entries.subList(Math.max(0, entries.size() - newest), entries.size())));
        });
  }

  private static boolean matches(Request request, String parameter, String value) {
    String wanted = request.param(parameter);
    return wanted == null || wanted.equals(value);
  }

  private static int number(Request request, String parameter, int otherwise) {
    String text = request.param(parameter);
    try {
      return text == null ? otherwise : Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw ControlException.bad(parameter + " must be a number, not " + text + ".");
    }
  }

  private Response mails(Request request) {
    if (request.method().equals("DELETE")) {
      services.forgetMails();
      return Response.empty(204);
    }
    return only(request, "GET", () -> answer(200, Map.of("mails", services.mails())));
  }

  private Response people(Request request) {
    return only(request, "GET", () -> answer(200, Map.of("people", services.people())));
  }

  private Response act(Request request, String[] at) {
    PersonalView view = view(at);
    String user = user(at);
    Kind kind = kind(at);
    ObjectNode body = ControlJson.object(request);
    String how = request.method() + " " + at.length;
    return switch (how) {
      case "POST 4" -> answer(201, view.create(user, kind, body));
      case "PATCH 5" -> answer(200, view.change(user, kind, at[4], body));
      case "DELETE 5" -> {
        view.delete(user, kind, at[4]);
        yield Response.empty(204);
      }
      case "POST 6" -> answer(200, view.act(user, kind, at[4], at[5], body));
      default ->
          throw ControlException.bad(
              "POST to /people/{service}/{user}/{kind} creates, PATCH and DELETE go to one with its"
                  + " id, POST to …/{id}/{action} does anything else.");
    };
  }

  private Response faults(Request request, String[] at) {
    var faults = services.shared().faults();
    return switch (request.method()) {
      case "GET" -> answer(200, Map.of("faults", faults.active()));
      case "POST" -> {
        FaultBody body = ControlJson.read(ControlJson.object(request), FaultBody.class);
        if (body.service() == null || body.kind() == null) {
          throw ControlException.bad(
              "A fault needs service ("
                  + String.join(", ", services.names())
                  + ") and kind ("
                  + Arrays.toString(Fault.Kind.values()).replaceAll("[\\[\\]]", "")
                  + ").");
        }
        services.part(body.service());
        double probability = body.probability() == null ? 1 : body.probability();
        if (!(probability > 0 && probability <= 1)) {
          throw ControlException.bad("probability must be over 0 and at most 1.");
        }
        if (body.count() != null && body.count() < 1) {
          throw ControlException.bad("count must be at least 1.");
        }
        try {
          yield answer(
              201,
              faults.add(body.service(), body.kind(), body.count(), probability, body.match()));
        } catch (PatternSyntaxException e) {
          throw new ControlException(
              400, "match is not a regular expression: " + e.getDescription() + ".");
        }
      }
      case "DELETE" -> {
        if (at.length == 1) {
          faults.clear();
        } else if (!faults.remove(at[1])) {
          throw ControlException.missing("There is no fault " + at[1] + " any more.");
        }
        yield Response.empty(204);
      }
      default -> throw unknownMethod(request, "GET, POST or DELETE");
    };
  }

  private static Response settings(Request request, Part part) {
    return switch (request.method()) {
      case "GET" -> answer(200, part.settings());
      case "PUT" -> {
        part.settings(ControlJson.object(request));
        yield answer(200, part.settings());
      }
      default -> throw unknownMethod(request, "GET or PUT");
    };
  }

  private Response org(Request request, String[] at) {
    if (services.part("salesforce") instanceof ControlledOrg org) {
      String what = part(at, 1);
      return switch (request.method()) {
        case "GET" -> answer(200, org.org(what));
        case "PUT" -> {
          org.org(what, ControlJson.object(request));
          yield answer(200, org.org(what));
        }
        default -> throw unknownMethod(request, "GET or PUT");
      };
    }
    throw ControlException.missing("There is no Salesforce org here.");
  }

  private PersonalView view(String[] at) {
    return services.part(part(at, 1)).view();
  }

  private String user(String[] at) {
    return services.account(part(at, 1), part(at, 2));
  }

  private static Kind kind(String[] at) {
    String text = part(at, 3);
    return Arrays.stream(Kind.values())
        .filter(k -> k.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                ControlException.missing(
                    "There are events, contacts and, in Salesforce, leads, but no " + text + "."));
  }

  private static String part(String[] at, int index) {
    if (index >= at.length) {
      throw ControlException.missing("The path is too short; GET / lists what there is.");
    }
    return at[index];
  }

  private interface Work {
    Response run();
  }

  private static Response only(Request request, String method, Work work) {
    if (!request.method().equals(method)) {
      throw unknownMethod(request, method);
    }
    return work.run();
  }

  private static ControlException unknownMethod(Request request, String known) {
    return new ControlException(
        405, request.path() + " takes " + known + ", not " + request.method() + ".");
  }
}

package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.itip.PostOffice;
import io.lockstep.sandbox.seed.Company;
import io.lockstep.sandbox.seed.Person;
import io.lockstep.sandbox.seed.SeedRequest;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The services that run, each on its own port, with what they hold at the moment. Seeding and
 * resetting replace what they hold; ports, addresses and clients' credentials stay.
 */
public final class Services implements AutoCloseable {
  /** Makes an empty service. */
  public interface Maker {
    /**
     * @param post carries meetings between the services
     * @param urls the address of a service by name; known once all services listen
     */
    Part make(Shared shared, PostOffice post, UnaryOperator<String> urls);
  }

  /** The parts that serve now, and the company in them; null = empty. */
  private record Holding(Map<String, Part> parts, PostOffice post, @Nullable Company company)
      implements AutoCloseable {
    Part part(String name) {
      Part part = parts.get(name);
      if (part == null) {
        throw ControlException.missing(
            "There is no service "
                + name
                + "; there are "
                + String.join(", ", parts.keySet())
                + ".");
      }
      return part;
    }

    @Override
    public void close() {
      post.close();
      parts.values().forEach(Part::close);
    }
  }

  private final Shared shared;
  private final List<Maker> makers;
  private final Map<String, HttpService> http = new LinkedHashMap<>();
  private volatile Holding holding;

  /**
   * @param ports by name of service; where none is named, a free one
   */
  public Services(Shared shared, List<Maker> makers, Map<String, Integer> ports)
      throws IOException {
    this.shared = shared;
    this.makers = List.copyOf(makers);
    this.holding = empty();
    try {
      for (String name : holding.parts().keySet()) {
        http.put(
            name,
            new HttpService(
                name,
                ports.getOrDefault(name, 0),
                handler(name),
                shared.faults(),
                shared.requests(),
                shared.clock()));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Answers with whatever part holds the name at the moment of the request. */
  private HttpService.Handler handler(String name) {
    return new HttpService.Handler() {
      @Override
      public Response handle(Request request) throws Exception {
        return part(name).handler().handle(request);
      }

      @Override
      public Response serverError(Request request) {
        return part(name).handler().serverError(request);
      }

      @Override
      public String user(Request request) {
        return part(name).handler().user(request);
      }
    };
  }

  private Holding empty() {
    Map<String, Part> parts = new LinkedHashMap<>();
    PostOffice post = new PostOffice();
    for (Maker maker : makers) {
      Part part = maker.make(shared, post, this::url);
      parts.put(part.name(), part);
    }
    return new Holding(parts, post, null);
  }

  /**
   * Forgets everything: what the services hold, faults, requests; the clock shows the machine's
   * time.
   */
  public synchronized void reset() {
    Holding before = holding;
    shared.faults().clear();
    shared.clock().set(shared.clock().realNow());
    shared.clock().timeScale(1);
    holding = empty();
    shared.requests().clear();
    before.close();
  }

  /** Replaces what the services hold by a company. Clock and faults stay as they are. */
  public synchronized Company seed(SeedRequest request) {
    LocalDate today = request.today();
    Company company =
        Company.of(
            request,
            today != null ? today : LocalDate.ofInstant(shared.clock().now(), ZoneOffset.UTC));
    for (Person p : company.people()) {
      if (!holding.parts().containsKey(p.provider())) {
        throw ControlException.bad("There is no " + p.provider() + " here to have mailboxes at.");
      }
    }
    Holding before = holding;
    Holding fresh = empty();
    Holding next = new Holding(fresh.parts(), fresh.post(), company);
    try {
      next.parts().values().forEach(part -> part.enrol(company));
      next.parts().values().forEach(part -> part.plant(company));
      next.post().settle();
    } catch (RuntimeException e) {
      next.close();
      throw e;
    }
    next.parts().values().forEach(Part::forgetMails);
    holding = next;
    shared.requests().clear();
    before.close();
    return company;
  }

  public Part part(String name) {
    return holding.part(name);
  }

  /** Names of the services, in the order of their ports. */
  public List<String> names() {
    return List.copyOf(holding.parts().keySet());
  }

  public String url(String name) {
    HttpService service = http.get(name);
    if (service == null) {
      throw ControlException.missing("There is no service " + name + ".");
    }
    return service.url();
  }

  public List<Person> people() {
    Company company = holding.company();
    return company == null ? List.of() : company.people();
  }

  /**
   * What a service calls a person: by the person's handle; another text is taken for the account
   * itself.
   */
  public String account(String service, String person) {
    return people().stream()
        .filter(p -> p.name().equals(person))
        .findFirst()
        .map(p -> part(service).account(p))
        .orElse(person);
  }

  /** Everything a client needs to sign in: an object for each service, and the people. */
  public ObjectNode credentials() {
    Holding now = holding;
    ObjectNode out = ControlJson.MAPPER.createObjectNode();
    Company company = now.company();
    if (company == null) {
      company = new Company("", LocalDate.EPOCH, List.of(), List.of(), List.of(), List.of());
    }
    for (Part part : now.parts().values()) {
      out.set(part.name(), part.credentials(company, url(part.name())));
    }
    out.set("people", ControlJson.MAPPER.valueToTree(company.people()));
    return out;
  }

  public List<Object> mails() {
    List<Object> all = new ArrayList<>();
    holding.parts().values().forEach(part -> all.addAll(part.mails()));
    return all;
  }

  public void forgetMails() {
    holding.parts().values().forEach(Part::forgetMails);
  }

  public Shared shared() {
    return shared;
  }

  @Override
  public void close() {
    http.values().forEach(HttpService::close);
    holding.close();
  }
}

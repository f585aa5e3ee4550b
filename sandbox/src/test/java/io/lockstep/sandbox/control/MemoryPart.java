package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.seed.Card;
import io.lockstep.sandbox.seed.Company;
import io.lockstep.sandbox.seed.Person;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A service that is nothing but lists of things by account. */
final class MemoryPart implements Part, PersonalView {
  private final Map<String, Map<String, ObjectNode>> things = new LinkedHashMap<>();
  private final List<Object> mails = new ArrayList<>();
  private int patience = 3;
  private int next = 1;

  @Override
  public String name() {
    return "google";
  }

  @Override
  public HttpService.Handler handler() {
    return new HttpService.Handler() {
      @Override
      public Response handle(Request request) {
        return Response.json(200, "{}").operation("memory.get");
      }

      @Override
      public Response serverError(Request request) {
        return Response.json(503, "{}").operation("memory.get");
      }
    };
  }

  @Override
  public PersonalView view() {
    return this;
  }

  @Override
  public String account(Person person) {
    return person.email();
  }

  @Override
  public void plant(Company company) {
    for (Card card : company.cards()) {
      create(
          company.person(card.owner()).email(),
          Kind.contacts,
          JsonNodeFactory.instance.objectNode().put("family", card.family()));
    }
    mails.add("seeding");
  }

  @Override
  public ObjectNode credentials(Company company, String url) {
    return JsonNodeFactory.instance.objectNode().put("url", url);
  }

  @Override
  public List<?> mails() {
    return mails;
  }

  @Override
  public void forgetMails() {
    mails.clear();
  }

  @Override
  public ObjectNode settings() {
    return JsonNodeFactory.instance.objectNode().put("patience", patience);
  }

  @Override
  public void settings(ObjectNode changes) {
    patience = changes.path("patience").asInt(patience);
  }

  @Override
  public List<ObjectNode> list(String user, Kind kind) {
    return List.copyOf(things.getOrDefault(user, Map.of()).values());
  }

  @Override
  public ObjectNode create(String user, Kind kind, ObjectNode body) {
    String id = "t" + next++;
    things.computeIfAbsent(user, u -> new LinkedHashMap<>()).put(id, body.put("id", id));
    mails.add("invitation " + id);
    return body;
  }

  @Override
  public ObjectNode change(String user, Kind kind, String id, ObjectNode body) {
    ObjectNode thing = things.getOrDefault(user, Map.of()).get(id);
    if (thing == null) {
      throw ControlException.missing(user + " has no " + id + ".");
    }
    return thing.setAll(body);
  }

  @Override
  public void delete(String user, Kind kind, String id) {
    things.getOrDefault(user, Map.of()).remove(id);
  }

  @Override
  public ObjectNode act(String user, Kind kind, String id, String action, ObjectNode body) {
    return change(user, kind, id, body.put("done", action));
  }
}

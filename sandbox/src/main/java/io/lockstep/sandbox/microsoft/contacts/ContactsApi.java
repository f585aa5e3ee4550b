package io.lockstep.sandbox.microsoft.contacts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.microsoft.GraphAnswer;
import io.lockstep.sandbox.microsoft.GraphApi;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import io.lockstep.sandbox.microsoft.StateTokens;
import io.lockstep.sandbox.microsoft.odata.Listing;
import io.lockstep.sandbox.microsoft.odata.Projection;
import io.lockstep.sandbox.microsoft.odata.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code contacts} and {@code contactFolders} of a mailbox. */
public final class ContactsApi implements GraphApi {
  private final ContactsEngine engine;
  private final Faults faults;
  private final DeltaRound delta;

  public ContactsApi(SimulatedMicrosoft microsoft, ContactsEngine engine, Faults faults) {
    this.engine = engine;
    this.faults = faults;
    this.delta = new DeltaRound(microsoft, faults, new StateTokens(microsoft.random()));
  }

  @Override
  public boolean answers(GraphCall call) {
    return call.mailbox() != null && (call.starts("contacts") || call.starts("contactFolders"));
  }

  @Override
  public String area(GraphCall call) {
    return "Contacts";
  }

  @Override
  public GraphAnswer answer(GraphCall call) {
    Target target = Target.of(call.path());
    if (target.contacts()) {
      return target.rest().isEmpty()
          ? collection(call, target.folder())
          : item(call, target.folder(), target.rest());
    }
    return folders(call, target);
  }

  /**
   * What a path is about.
   *
   * @param folder id or well-known name of the innermost folder; null = none named
   * @param contacts whether it goes on to the folder's contacts, else to its child folders
   * @param rest what is left of the path behind {@code contacts} or {@code childFolders}
   */
  private record Target(@Nullable String folder, boolean contacts, List<String> rest) {
    static Target of(List<String> path) {
      @Nullable String folder = null;
      int at = 0;
      while (at < path.size()) {
        String name = path.get(at);
        if (name.equalsIgnoreCase("contacts")) {
          return new Target(folder, true, path.subList(at + 1, path.size()));
        }
        boolean folders = name.equalsIgnoreCase(at == 0 ? "contactFolders" : "childFolders");
        if (!folders) {
          throw GraphError.noSuchSegment(name);
        }
        boolean last = at + 1 >= path.size() || path.get(at + 1).equals("delta");
        if (last) {
          return new Target(folder, false, path.subList(at + 1, path.size()));
        }
        folder = path.get(at + 1);
        at += 2;
      }
      return new Target(folder, false, List.of("$self"));
    }
  }

  private GraphAnswer collection(GraphCall call, @Nullable String folder) {
    boolean immutable = call.prefer().immutableIds();
    switch (call.method()) {
      case "GET" -> {
        List<ObjectNode> all = listed(call, engine.in(call.box(), folder, immutable));
        return GraphAnswer.ok(
                Listing.page(call, all, ContactShape.CONTACT, call.context(below(folder))))
            .operation("contacts.list");
      }
      case "POST" -> {
        ObjectNode made = engine.create(call.box(), folder, call.json(), immutable);
        String location =
            call.root()
                + "/users('"
                + call.box().user().id()
                + "')/contacts('"
                + GraphJson.text(made, "id", "")
                + "')";
        return GraphAnswer.created(one(call, made, folder))
            .with("Location", location)
            .operation("contacts.create");
      }
      default -> throw GraphError.methodNotAllowed();
    }
  }

  /** A listing with what faults make of it. */
  private List<ObjectNode> listed(GraphCall call, List<ObjectNode> all) {
    if (faults.strikes("microsoft", Fault.Kind.emptyListing, call.subject())) {
      return List.of();
    }
    if (!faults.strikes("microsoft", Fault.Kind.shortListing, call.subject())) {
      return all;
    }
    List<ObjectNode> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 2) {
      some.add(all.get(i));
    }
    return some;
  }

  private GraphAnswer item(GraphCall call, @Nullable String folder, List<String> rest) {
    boolean immutable = call.prefer().immutableIds();
    String id = rest.getFirst();
    if (rest.size() > 1) {
      return below(call, folder, id, rest.subList(1, rest.size()));
    }
    if (id.equals("delta")) {
      onlyGet(call);
      return GraphAnswer.ok(
              delta.page(
                  call,
                  engine.feed(call.box(), folder, immutable),
                  ContactShape.CONTACT,
                  "contact"))
          .operation("contacts.delta");
    }
    if (id.equals("$count")) {
      onlyGet(call);
      return Listing.count(call, engine.in(call.box(), folder, immutable), ContactShape.CONTACT)
          .operation("contacts.count");
    }
    return switch (call.method()) {
      case "GET" ->
          GraphAnswer.ok(one(call, engine.get(call.box(), folder, id, immutable), folder))
              .operation("contacts.get");
      case "PATCH" ->
          GraphAnswer.ok(
                  one(
                      call,
                      engine.edit(
                          call.box(), folder, id, call.json(), immutable, call::checkIfMatch),
                      folder))
              .operation("contacts.update");
      case "DELETE" -> {
        engine.delete(call.box(), folder, id, call::checkIfMatch);
        yield GraphAnswer.noContent().operation("contacts.delete");
      }
      default -> throw GraphError.methodNotAllowed();
    };
  }

  private GraphAnswer below(
      GraphCall call, @Nullable String folder, String id, List<String> segments) {
    String what = segments.getFirst();
    if (what.equalsIgnoreCase("permanentDelete") && call.is("POST")) {
      engine.delete(call.box(), folder, id, call::checkIfMatch);
      return GraphAnswer.noContent().operation("contacts.permanentDelete");
    }
    engine.get(call.box(), folder, id, true);
    if (what.equalsIgnoreCase("photo") && call.is("GET")) {
      throw new GraphError(404, "ImageNotFound", "The photo wasn't found.");
    }
    if (what.equalsIgnoreCase("photo") || what.equalsIgnoreCase("extensions")) {
      throw new GraphError(501, "NotImplemented", "The sandbox keeps no " + what + " of contacts.");
    }
    throw GraphError.noSuchSegment(what);
  }

  private GraphAnswer folders(GraphCall call, Target target) {
    List<String> rest = target.rest();
    if (rest.equals(List.of("delta"))) {
      onlyGet(call);
      return GraphAnswer.ok(
              delta.page(call, engine.folderFeed(call.box()), ContactShape.FOLDER, "contactFolder"))
          .operation("contactFolders.delta");
    }
    if (rest.equals(List.of("$self")) && target.folder() != null) {
      return folder(call, target.folder());
    }
    return switch (call.method()) {
      case "GET" ->
          GraphAnswer.ok(
                  Listing.page(
                      call,
                      listed(call, engine.folders(call.box(), target.folder())),
                      ContactShape.FOLDER,
                      call.context("contactFolders")))
              .operation("contactFolders.list");
      case "POST" ->
          GraphAnswer.created(
                  shown(
                      call,
                      engine.createFolder(call.box(), target.folder(), call.json()),
                      ContactShape.FOLDER,
                      "contactFolders/$entity"))
              .operation("contactFolders.create");
      default -> throw GraphError.methodNotAllowed();
    };
  }

  private GraphAnswer folder(GraphCall call, String id) {
    return switch (call.method()) {
      case "GET" ->
          GraphAnswer.ok(
                  shown(
                      call,
                      engine.getFolder(call.box(), id),
                      ContactShape.FOLDER,
                      "contactFolders/$entity"))
              .operation("contactFolders.get");
      case "PATCH" ->
          GraphAnswer.ok(
                  shown(
                      call,
                      engine.editFolder(call.box(), id, call.json()),
                      ContactShape.FOLDER,
                      "contactFolders/$entity"))
              .operation("contactFolders.update");
      case "DELETE" -> {
        engine.deleteFolder(call.box(), id);
        yield GraphAnswer.noContent().operation("contactFolders.delete");
      }
      default -> throw GraphError.methodNotAllowed();
    };
  }

  private static void onlyGet(GraphCall call) {
    if (!call.is("GET")) {
      throw GraphError.methodNotAllowed();
    }
  }

  private static ObjectNode one(GraphCall call, ObjectNode full, @Nullable String folder) {
    return shown(call, full, ContactShape.CONTACT, below(folder) + "/$entity");
  }

  private static ObjectNode shown(GraphCall call, ObjectNode full, Shape shape, String context) {
    ObjectNode out = GraphJson.object().put("@odata.context", call.context(context));
    out.setAll(Projection.of(call.query(), shape).apply(full));
    return out;
  }

  private static String below(@Nullable String folder) {
    return folder == null ? "contacts" : "contactFolders('" + folder + "')/contacts";
  }
}

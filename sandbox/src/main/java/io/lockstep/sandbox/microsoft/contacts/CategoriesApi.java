package io.lockstep.sandbox.microsoft.contacts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphAnswer;
import io.lockstep.sandbox.microsoft.GraphApi;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.contacts.ContactStore.Category;
import io.lockstep.sandbox.microsoft.odata.Listing;
import io.lockstep.sandbox.microsoft.odata.Shape;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code outlook/masterCategories}: the list of categories that gives each its colour. */
public final class CategoriesApi implements GraphApi {
  private static final Shape SHAPE =
      new Shape("microsoft.graph.outlookCategory")
          .texts("id", "displayName")
          .choice(
              "color",
              Stream.concat(Stream.of("none"), IntStream.range(0, 25).mapToObj(i -> "preset" + i))
                  .toArray(String[]::new))
          .readOnly("id");

  private final ContactsEngine engine;

  public CategoriesApi(ContactsEngine engine) {
    this.engine = engine;
  }

  @Override
  public boolean answers(GraphCall call) {
    return call.mailbox() != null && call.starts("outlook", "masterCategories");
  }

  @Override
  public String area(GraphCall call) {
    return "MailboxSettings";
  }

  @Override
  public GraphAnswer answer(GraphCall call) {
    ContactStore store = engine.store(call.box());
    synchronized (engine) {
      return switch (call.method() + " " + call.path().size()) {
        case "GET 2" ->
            GraphAnswer.ok(
                    Listing.page(
                        call,
                        store.categories.stream().map(CategoriesApi::document).toList(),
                        SHAPE,
                        call.context("outlook/masterCategories")))
                .operation("masterCategories.list");
        case "POST 2" ->
            GraphAnswer.created(document(create(store, SHAPE.writable(call.json()))))
                .operation("masterCategories.create");
        case "GET 3" ->
            GraphAnswer.ok(document(find(store, call.segment(2))))
                .operation("masterCategories.get");
        case "PATCH 3" ->
            GraphAnswer.ok(document(recolor(store, call.segment(2), SHAPE.writable(call.json()))))
                .operation("masterCategories.update");
        case "DELETE 3" -> {
          store.categories.remove(find(store, call.segment(2)));
          yield GraphAnswer.noContent().operation("masterCategories.delete");
        }
        default -> throw GraphError.methodNotAllowed();
      };
    }
  }

  private static Category create(ContactStore store, ObjectNode body) {
    String name = GraphJson.text(body, "displayName", "").strip();
    if (name.isEmpty() || name.length() > 255) {
      throw GraphError.badRequest(
          "ErrorInvalidRequest", "displayName must have from 1 to 255 characters.");
    }
    if (store.categories.stream().anyMatch(c -> c.displayName().equalsIgnoreCase(name))) {
      throw new GraphError(
          409, "CategoryNameDuplicate", "A category with the same name already exists.");
    }
    Category made =
        new Category(store.categoryId(name), name, GraphJson.text(body, "color", "none"));
    store.categories.add(made);
    return made;
  }

  private static Category recolor(ContactStore store, String id, ObjectNode body) {
    Category old = find(store, id);
    if (body.has("displayName")) {
      throw GraphError.badRequest(
          "ErrorInvalidRequest", "The display name of a category cannot be changed.");
    }
    Category changed =
        new Category(id, old.displayName(), GraphJson.text(body, "color", old.color()));
    store.categories.set(store.categories.indexOf(old), changed);
    return changed;
  }

  private static Category find(ContactStore store, String id) {
    return store.categories.stream()
        .filter(c -> c.id().equals(id))
        .findFirst()
        .orElseThrow(GraphError::itemNotFound);
  }

  private static ObjectNode document(Category c) {
    return GraphJson.object()
        .put("id", c.id())
        .put("displayName", c.displayName())
        .put("color", c.color());
  }
}

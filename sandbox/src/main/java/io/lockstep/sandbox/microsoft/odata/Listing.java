package io.lockstep.sandbox.microsoft.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphAnswer;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A listing that is no delta: filtered, ordered, cut by {@code $skip} and {@code $top}, each
 * document projected. Further pages are {@code $skip} links into what is there <em>then</em>: an
 * item removed between two pages shifts the rest.
 */
public final class Listing {
  private static final int USUAL = 10;
  private static final int MOST = 1000;

  private Listing() {}

  /**
   * @param items complete documents, in the service's own order
   * @param context for {@code @odata.context}
   */
  public static ObjectNode page(
      GraphCall call, List<ObjectNode> items, Shape shape, String context) {
    if (call.query().has("$search")) {
      throw GraphError.badRequest(
          "SearchWithUnsupportedResource", "This request does not support $search.");
    }
    for (String token : List.of("$skiptoken", "$deltatoken")) {
      if (call.query().has(token)) {
        throw GraphError.badSyncState();
      }
    }
    Projection projection = Projection.of(call.query(), shape);
    List<ObjectNode> passing = passing(call, items, shape);
    String order = call.query().get("$orderby");
    if (order != null && !order.isBlank()) {
      passing.sort(order(order, shape));
    }
    int size =
        call.query().has("$top")
            ? call.query().number("$top", USUAL, 0, MOST)
            : call.prefer().maxPageSize(USUAL, MOST);
    int skip = call.query().number("$skip", 0, 0, Integer.MAX_VALUE);
    int from = Math.min(skip, passing.size());
    int to = Math.min(from + size, passing.size());
    ObjectNode out = GraphJson.object().put("@odata.context", context);
    if (call.query().flag("$count")) {
      out.put("@odata.count", passing.size());
    }
    if (to < passing.size() && size > 0) {
      out.put("@odata.nextLink", next(call, to));
    }
    ArrayNode value = out.putArray("value");
    passing.subList(from, to).forEach(item -> value.add(projection.apply(item)));
    return out;
  }

  /** The plain number behind {@code /$count}. */
  public static GraphAnswer count(GraphCall call, List<ObjectNode> items, Shape shape) {
    return GraphAnswer.ok(IntNode.valueOf(passing(call, items, shape).size()))
        .with("Content-Type", "text/plain");
  }

  private static List<ObjectNode> passing(GraphCall call, List<ObjectNode> items, Shape shape) {
    List<ObjectNode> passing = new ArrayList<>(items);
    String filter = call.query().get("$filter");
    if (filter != null) {
      Filter parsed = Filter.parse(filter, shape);
      passing.removeIf(item -> !parsed.test(item));
    }
    return passing;
  }

  private static String next(GraphCall call, int skip) {
    StringBuilder url = new StringBuilder(call.url()).append("?");
    for (Map.Entry<String, String> e : call.query().all().entrySet()) {
      if (!e.getKey().equals("$skip")) {
        url.append(encoded(e.getKey())).append('=').append(encoded(e.getValue())).append('&');
      }
    }
    return url.append("%24skip=").append(skip).toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Comparator<ObjectNode> order(String clause, Shape shape) {
    Comparator<ObjectNode> all = null;
    for (String part : clause.split(",", -1)) {
      String[] words = part.strip().split("\\s+", -1);
      List<String> path = new ArrayList<>();
      Shape within = shape;
      for (String name : words[0].split("/", -1)) {
        Property property = within == null ? null : within.find(name);
        if (property == null || property.many()) {
          throw GraphError.badRequest(
              "RequestBroker--ParseUri",
              "Could not find a property named '" + name + "' on type '" + shape.type() + "'.");
        }
        path.add(property.name());
        within = property.shape();
      }
      if (within != null) {
        throw GraphError.badRequest(
            "BadRequest",
            "The $orderby expression must evaluate to a single value of primitive type.");
      }
      if (words.length > 2 || words.length == 2 && !Set.of("asc", "desc").contains(words[1])) {
        throw GraphError.badRequest("BadRequest", "Invalid orderby clause: '" + clause + "'.");
      }
      Comparator<ObjectNode> one = Comparator.comparing(item -> sortable(item, path));
      if (words.length == 2 && words[1].equals("desc")) {
        one = one.reversed();
      }
      all = all == null ? one : all.thenComparing(one);
    }
    return all == null ? Comparator.comparing(item -> "") : all;
  }

  private static String sortable(ObjectNode item, List<String> path) {
    JsonNode value = Filter.at(item, path);
    if (value == null || value.isNull()) {
      return "";
    }
    return value.isNumber()
        ? String.format(Locale.ROOT, "%020d", value.asLong())
        : value.asText().toLowerCase(Locale.ROOT);
  }
}

package io.lockstep.sandbox.microsoft.odata;

import io.lockstep.sandbox.microsoft.GraphError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code $filter}: or, and, not, comparisons, any, all, startswith, endswith, contains. */
final class FilterParser {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:('(?:[^']|'')*')|(\\d{4}-\\d{2}-\\d{2}(?:T[0-9:.]+(?:Z|[+-]\\d{2}:\\d{2})?)?)"
              + "|(-?\\d+(?:\\.\\d+)?)|([A-Za-z_@][A-Za-z0-9_.]*)|([():,/]))");
  private static final Set<String> COMPARISONS = Set.of("eq", "ne", "gt", "ge", "lt", "le");
  private static final Set<String> TEXT_FUNCTIONS = Set.of("startswith", "endswith", "contains");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int at;
  private @Nullable Shape shape;
  private String variable = "";

  FilterParser(String text, Shape shape) {
    this.text = text;
    this.shape = shape;
    Matcher m = TOKEN.matcher(text.stripTrailing());
    int end = 0;
    while (m.lookingAt()) {
      tokens.add(m.group().strip());
      end = m.end();
      m.region(end, m.regionEnd());
    }
    if (end < text.stripTrailing().length()) {
      throw invalid("Syntax error at position " + end + " in '" + text + "'.");
    }
  }

  Filter whole() {
    Filter filter = or();
    if (at < tokens.size()) {
      throw invalid("Syntax error at '" + tokens.get(at) + "' in '" + text + "'.");
    }
    return filter;
  }

  private Filter or() {
    Filter left = and();
    while (takeWord("or")) {
      left = new Filter.Or(left, and());
    }
    return left;
  }

  private Filter and() {
    Filter left = not();
    while (takeWord("and")) {
      left = new Filter.And(left, not());
    }
    return left;
  }

  private Filter not() {
    return takeWord("not") ? new Filter.Not(not()) : term();
  }

  private Filter term() {
    if (take("(")) {
      Filter inner = or();
      expect(")");
      return inner;
    }
    String word = word();
    String function = word.toLowerCase(Locale.ROOT);
    if (TEXT_FUNCTIONS.contains(function) && take("(")) {
      List<String> path = path(word());
      expect(",");
      String part = unquoted(next());
      expect(")");
      FilterTypes.check(property(shape, path), new Literal.Quoted(part), function);
      return new Filter.Text(function, path, part);
    }
    return onPath(word);
  }

  private Filter onPath(String first) {
    List<String> names = new ArrayList<>(List.of(first));
    while (take("/")) {
      String name = word();
      boolean all = name.equalsIgnoreCase("all");
      if ((all || name.equalsIgnoreCase("any")) && take("(")) {
        return lambda(names, all);
      }
      names.add(name);
    }
    List<String> path = resolved(names);
    String operator = at < tokens.size() ? tokens.get(at).toLowerCase(Locale.ROOT) : "";
    if (!COMPARISONS.contains(operator)) {
      FilterTypes.check(property(shape, path), new Literal.Truth(true), "eq");
      return new Filter.Flag(path);
    }
    at++;
    Literal literal = literal(next());
    FilterTypes.check(property(shape, path), literal, operator);
    boolean extended = shape == ExtendedProperties.SHAPE && path.equals(List.of("id"));
    if (path.equals(List.of("id")) && !extended) {
      throw GraphError.badRequest(
          "ErrorInvalidProperty", "The property 'Id' does not support filtering.");
    }
    return new Filter.Compare(
        path,
        operator,
        extended && literal instanceof Literal.Quoted id
            ? new Literal.Quoted(ExtendedProperties.id(id.text()))
            : literal);
  }

  private Filter lambda(List<String> names, boolean all) {
    List<String> path = resolved(names);
    Shape outer = shape;
    String outerVariable = variable;
    variable = word();
    expect(":");
    Property collection = property(outer, path);
    shape = collection == null ? null : collection.shape();
    Filter element = or();
    expect(")");
    shape = outer;
    variable = outerVariable;
    return new Filter.Any(path, all, element);
  }

  private List<String> path(String first) {
    List<String> names = new ArrayList<>(List.of(first));
    while (take("/")) {
      names.add(word());
    }
    return resolved(names);
  }

  /** The names as they are declared, without the variable of a lambda. */
  private List<String> resolved(List<String> names) {
    List<String> path = new ArrayList<>(names);
    if (!variable.isEmpty() && path.getFirst().equals(variable)) {
      path.removeFirst();
      if (path.isEmpty()) {
        return List.of();
      }
    }
    Shape within = shape;
    for (int i = 0; i < path.size(); i++) {
      Property property = within == null ? null : within.find(path.get(i));
      if (property == null) {
        throw GraphError.badRequest(
            "RequestBroker--ParseUri",
            "Could not find a property named '"
                + path.get(i)
                + "' on type '"
                + (within == null ? "Edm.String" : within.type())
                + "'.");
      }
      path.set(i, property.name());
      within = property.shape();
    }
    return List.copyOf(path);
  }

  private static @Nullable Property property(@Nullable Shape within, List<String> path) {
    Property found = null;
    Shape shape = within;
    for (String name : path) {
      found = shape == null ? null : shape.find(name);
      shape = found == null ? null : found.shape();
    }
    return found;
  }

  private Literal literal(String token) {
    if (token.startsWith("'")) {
      return new Literal.Quoted(unquoted(token));
    }
    if (token.matches("\\d{4}-\\d{2}-\\d{2}.*")) {
      Instant instant = Literal.instant(token);
      if (instant != null) {
        return new Literal.Moment(instant);
      }
    } else if (token.matches("-?\\d+(\\.\\d+)?")) {
      return new Literal.Numeric(new BigDecimal(token));
    } else if (token.equals("null")) {
      return new Literal.Nothing();
    } else if (token.equalsIgnoreCase("true") || token.equalsIgnoreCase("false")) {
      return new Literal.Truth(token.equalsIgnoreCase("true"));
    }
    throw invalid("'" + token + "' is no literal.");
  }

  private String unquoted(String token) {
    if (!token.startsWith("'")) {
      throw invalid("'" + token + "' should stand in quotes.");
    }
    return token.substring(1, token.length() - 1).replace("''", "'");
  }

  private String word() {
    String token = next();
    if (!token.matches("[A-Za-z_@].*")) {
      throw invalid("Syntax error at '" + token + "' in '" + text + "'.");
    }
    return token;
  }

  private String next() {
    if (at >= tokens.size()) {
      throw invalid("Expression expected at position " + text.length() + " in '" + text + "'.");
    }
    return tokens.get(at++);
  }

  private boolean take(String token) {
    boolean there = at < tokens.size() && tokens.get(at).equals(token);
    at += there ? 1 : 0;
    return there;
  }

  private boolean takeWord(String word) {
    boolean there = at < tokens.size() && tokens.get(at).equals(word);
    at += there ? 1 : 0;
    return there;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw invalid("'" + token + "' expected in '" + text + "'.");
    }
  }

  private static GraphError invalid(String why) {
    return GraphError.badRequest("BadRequest", "Invalid filter clause: " + why);
  }
}

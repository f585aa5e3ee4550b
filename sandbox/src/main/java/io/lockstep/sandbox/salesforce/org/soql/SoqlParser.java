package io.lockstep.sandbox.salesforce.org.soql;

import io.github.apexdevtools.apexparser.ApexErrorListener;
import io.github.apexdevtools.apexparser.ApexLexer;
import io.github.apexdevtools.apexparser.ApexParser;
import io.github.apexdevtools.apexparser.ApexParser.*;
import io.github.apexdevtools.apexparser.ApexParserFactory;
import io.lockstep.sandbox.salesforce.org.OrgException;
import io.lockstep.sandbox.salesforce.org.soql.Query.Condition;
import io.lockstep.sandbox.salesforce.org.soql.Query.Literal;
import io.lockstep.sandbox.salesforce.org.soql.Query.Operand;
import io.lockstep.sandbox.salesforce.org.soql.Query.Operator;
import io.lockstep.sandbox.salesforce.org.soql.Query.Order;
import io.lockstep.sandbox.salesforce.org.soql.Query.Path;
import io.lockstep.sandbox.salesforce.org.soql.Query.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/**
 * Parses SOQL with the Apex grammar, which knows a little more than the API allows (bind
 * variables), and turns its tree into a {@link Query}.
 */
public final class SoqlParser {
  /** The API's limit for a query's text. */
  private static final int MAX_LENGTH = 100_000;

  /**
   * Stands before a wildcard that is meant as a character, in the texts of literals: {@code \%} and
   * {@code \_}, which the Apex grammar does not know.
   */
  static final char ESCAPED = '\uE000';

  private static final Set<String> KEYWORDS =
      Set.of(
          "WHERE", "ORDER", "GROUP", "LIMIT", "OFFSET", "HAVING", "WITH", "FOR", "USING", "FROM");

  private final String text;

  private SoqlParser(String text) {
    this.text = text;
  }

  /**
   * @throws OrgException {@code MALFORMED_QUERY} with row and column
   */
  public static Query parse(String text) {
    return new SoqlParser(text).parse();
  }

  private Query parse() {
    if (text.length() > MAX_LENGTH) {
      throw new OrgException(
          "QUERY_TOO_COMPLICATED", "SOQL statements cannot exceed 100000 characters");
    }
    ApexErrorListener listener =
        new ApexErrorListener() {
          @Override
          public void apexSyntaxError(int line, int column, String message) {
            throw malformed(offset(line, column), unexpected(line, column, message));
          }
        };
    ApexLexer lexer = ApexParserFactory.createLexer(CharStreams.fromString(readable(text)));
    lexer.removeErrorListeners();
    lexer.addErrorListener(listener);
    ApexParser parser = ApexParserFactory.createParser(new CommonTokenStream(lexer));
    parser.removeErrorListeners();
    parser.addErrorListener(listener);
    QueryContext tree = parser.query();
    Token rest = parser.getCurrentToken();
    if (rest.getType() != Token.EOF) {
      throw malformed(rest.getStartIndex(), "unexpected token: '" + rest.getText() + "'");
    }
    return query(tree);
  }

  /** The text with the same length in which the Apex grammar finds all escapes of SOQL. */
  private static String readable(String text) {
    StringBuilder out = new StringBuilder(text);
    for (int i = 0; i + 1 < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        char next = text.charAt(i + 1);
        if (next == '_' || next == '%') {
          out.setCharAt(i, ESCAPED);
        } else if ("NRTBF".indexOf(next) >= 0) {
          out.setCharAt(i + 1, Character.toLowerCase(next));
        }
        i++;
      }
    }
    return out.toString();
  }

  private int offset(int line, int column) {
    int at = 0;
    for (int l = 1; l < line; l++) {
      at = text.indexOf('\n', at) + 1;
    }
    return at + column;
  }

  private String unexpected(int line, int column, String message) {
    int at = offset(line, column);
    if (at >= text.length()) {
      return "unexpected token: '<EOF>'";
    }
    String rest = text.substring(at);
    String word = rest.split("[\\s,()]", 2)[0];
    return "unexpected token: '"
        + (word.isEmpty() ? rest.substring(0, 1) : word)
        + "'"
        + (message.contains("token recognition") ? " (invalid character)" : "");
  }

  private OrgException malformed(int column, String message) {
    return Positioned.error("MALFORMED_QUERY", text, column, message);
  }

  private Query query(QueryContext q) {
    List<Select> select = new ArrayList<>();
    for (SelectEntryContext e : q.selectList().selectEntry()) {
      select.add(select(e, e.fieldName(), e.soqlFunction(), e.subQuery(), e.typeOf(), e.soqlId()));
    }
    List<Operand> groupBy = new ArrayList<>();
    Condition having = null;
    GroupByClauseContext group = q.groupByClause();
    if (group != null) {
      if (group.ROLLUP() != null || group.CUBE() != null) {
        throw malformed(start(group), "GROUP BY ROLLUP and CUBE are not supported here");
      }
      for (SelectEntryContext e : group.selectList().selectEntry()) {
        groupBy.add(
            e.fieldName() != null
                ? new Operand(null, path(e.fieldName()))
                : function(e.soqlFunction()));
      }
      having = group.logicalExpression() == null ? null : logical(group.logicalExpression());
    }
    FromNameListContext from = q.fromNameList();
    String alias = alias(from);
    OffsetClauseContext offset = q.offsetClause();
    return new Query(
        select,
        from.fieldName(0).getText(),
        start(from),
        alias,
        q.whereClause() == null ? null : logical(q.whereClause().logicalExpression()),
        groupBy,
        having,
        orders(q.orderByClause()),
        limit(q.limitClause()),
        offset == null ? 0 : integer(offset, offset.IntegerLiteral()),
        q.allRowsClause() != null,
        q.usingScope() == null ? null : q.usingScope().soqlId().getText());
  }

  private Query query(SubQueryContext q) {
    List<Select> select = new ArrayList<>();
    for (SubFieldEntryContext e : q.subFieldList().subFieldEntry()) {
      select.add(select(e, e.fieldName(), e.soqlFunction(), e.subQuery(), e.typeOf(), e.soqlId()));
    }
    FromNameListContext from = q.fromNameList();
    return new Query(
        select,
        from.fieldName(0).getText(),
        start(from),
        alias(from),
        q.whereClause() == null ? null : logical(q.whereClause().logicalExpression()),
        List.of(),
        null,
        orders(q.orderByClause()),
        limit(q.limitClause()),
        0,
        false,
        null);
  }

  private Select select(
      ParserRuleContext entry,
      @Nullable FieldNameContext field,
      @Nullable SoqlFunctionContext function,
      @Nullable SubQueryContext sub,
      @Nullable TypeOfContext typeOf,
      @Nullable SoqlIdContext alias) {
    String name = alias == null ? null : alias.getText();
    if (field != null) {
      return new Select.Value(new Operand(null, path(field)), name);
    }
    if (sub != null) {
      return new Select.Children(query(sub));
    }
    if (function != null) {
      if (function.FIELDS() != null) {
        return new Select.Fields(
            function.soqlFieldsParameter().getText().toUpperCase(Locale.ROOT), start(function));
      }
      return new Select.Value(function(function), name);
    }
    if (typeOf != null) {
      List<Select.When> whens = new ArrayList<>();
      for (WhenClauseContext w : typeOf.whenClause()) {
        whens.add(new Select.When(w.fieldName().getText(), paths(w.fieldNameList())));
      }
      return new Select.TypeOf(
          path(typeOf.fieldName()),
          whens,
          typeOf.elseClause() == null ? List.of() : paths(typeOf.elseClause().fieldNameList()));
    }
    throw malformed(start(entry), "unexpected token: '" + entry.getText() + "'");
  }

  /** The grammar takes a keyword that nothing follows for an alias; the platform does not. */
  private @Nullable String alias(FromNameListContext from) {
    if (from.soqlId().isEmpty()) {
      return null;
    }
    String alias = from.soqlId(0).getText();
    if (KEYWORDS.contains(alias.toUpperCase(Locale.ROOT))) {
      throw malformed(text.length(), "unexpected token: '<EOF>'");
    }
    return alias;
  }

  private static List<Path> paths(FieldNameListContext list) {
    return list.fieldName().stream().map(SoqlParser::path).toList();
  }

  private Operand function(SoqlFunctionContext f) {
    String name = f.getStart().getText().toUpperCase(Locale.ROOT);
    if (f.dateFieldName() != null) {
      FieldNameContext field = f.dateFieldName().fieldName();
      // convertTimezone(x) inside a date function names the caller's zone, which is ours anyway
      return new Operand(name, path(field));
    }
    if (f.soqlFunction() != null) {
      return function(f.soqlFunction());
    }
    if (f.DISTANCE() != null || f.GROUPING() != null || f.CONVERT_CURRENCY() != null) {
      throw malformed(start(f), "the function " + name + " is not supported here");
    }
    return new Operand(name, f.fieldName() == null ? null : path(f.fieldName()));
  }

  private static Path path(FieldNameContext f) {
    return new Path(f.soqlId().stream().map(ParserRuleContext::getText).toList(), start(f));
  }

  private static int start(ParserRuleContext c) {
    return c.getStart().getStartIndex();
  }

  private Condition logical(LogicalExpressionContext e) {
    List<Condition> parts =
        new ArrayList<>(e.conditionalExpression().stream().map(this::conditional).toList());
    if (e.NOT() != null) {
      return new Condition.Not(parts.get(0));
    }
    if (parts.size() == 1) {
      return parts.get(0);
    }
    return e.SOQLAND().isEmpty() ? new Condition.Or(parts) : new Condition.And(parts);
  }

  private Condition conditional(ConditionalExpressionContext c) {
    if (c.logicalExpression() != null) {
      return logical(c.logicalExpression());
    }
    FieldExpressionContext f = c.fieldExpression();
    Operand operand =
        f.fieldName() != null ? new Operand(null, path(f.fieldName())) : function(f.soqlFunction());
    return new Condition.Compare(operand, operator(f.comparisonOperator()), value(f.value()));
  }

  private static Operator operator(ComparisonOperatorContext c) {
    boolean equal = c.ASSIGN() != null;
    if (c.LT() != null) {
      return equal ? Operator.LE : Operator.LT;
    }
    if (c.GT() != null) {
      return equal ? Operator.GE : Operator.GT;
    }
    if (c.NOTEQUAL() != null || c.LESSANDGREATER() != null) {
      return Operator.NE;
    }
    if (c.LIKE() != null) {
      return Operator.LIKE;
    }
    if (c.IN() != null) {
      return c.NOT() != null ? Operator.NOT_IN : Operator.IN;
    }
    if (c.INCLUDES() != null) {
      return Operator.INCLUDES;
    }
    return c.EXCLUDES() != null ? Operator.EXCLUDES : Operator.EQ;
  }

  private Literal value(ValueContext v) {
    if (v.NULL() != null) {
      return new Literal.Null();
    }
    if (v.BooleanLiteral() != null) {
      return new Literal.Bool(v.BooleanLiteral().getText().equalsIgnoreCase("true"));
    }
    if (v.signedNumber() != null) {
      return new Literal.Number(Double.parseDouble(v.signedNumber().getText()));
    }
    if (v.StringLiteral() != null) {
      return new Literal.Text(unescape(v.StringLiteral().getText()));
    }
    if (v.DateLiteral() != null) {
      return new Literal.Date(v.DateLiteral().getText());
    }
    if (v.DateTimeLiteral() != null) {
      return new Literal.DateTime(v.DateTimeLiteral().getText());
    }
    if (v.TimeLiteral() != null) {
      return new Literal.Time(v.TimeLiteral().getText());
    }
    if (v.dateFormula() != null) {
      DateFormulaContext f = v.dateFormula();
      int n = f.signedInteger() == null ? 0 : Integer.parseInt(f.signedInteger().getText());
      return new Literal.Range(f.getStart().getText().toUpperCase(Locale.ROOT), n);
    }
    if (v.subQuery() != null) {
      return new Literal.SemiJoin(query(v.subQuery()));
    }
    if (v.valueList() != null) {
      return new Literal.Many(v.valueList().value().stream().map(this::value).toList());
    }
    if (v.getStart().getText().startsWith(":")) {
      throw malformed(start(v), "Bind variables only allowed in Apex code");
    }
    throw malformed(start(v), "unexpected token: '" + v.getStart().getText() + "'");
  }

  private List<Order> orders(@Nullable OrderByClauseContext o) {
    List<Order> orders = new ArrayList<>();
    if (o != null) {
      for (FieldOrderContext f : o.fieldOrderList().fieldOrder()) {
        Operand operand =
            f.fieldName() != null
                ? new Operand(null, path(f.fieldName()))
                : function(f.soqlFunction());
        orders.add(new Order(operand, f.DESC() != null, f.LAST() != null));
      }
    }
    return orders;
  }

  private @Nullable Integer limit(@Nullable LimitClauseContext l) {
    return l == null ? null : integer(l, l.IntegerLiteral());
  }

  private int integer(ParserRuleContext clause, @Nullable TerminalNode number) {
    if (number == null) {
      throw malformed(start(clause), "Bind variables only allowed in Apex code");
    }
    return Integer.parseInt(number.getText());
  }

  private static String unescape(String quoted) {
    String raw = quoted.substring(1, quoted.length() - 1);
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\' || i + 1 == raw.length()) {
        plain.append(c);
        continue;
      }
      char next = raw.charAt(++i);
      switch (next) {
        case 'n' -> plain.append('\n');
        case 'r' -> plain.append('\r');
        case 't' -> plain.append('\t');
        case 'b' -> plain.append('\b');
        case 'f' -> plain.append('\f');
        case 'u' -> {
          plain.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> plain.append(next);
      }
    }
    return plain.toString();
  }
}

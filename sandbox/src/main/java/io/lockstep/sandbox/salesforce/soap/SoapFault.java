package io.lockstep.sandbox.salesforce.soap;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A SOAP fault, always HTTP 500.
 *
 * @param code an exception code of the API ({@code faultcode} is then {@code sf:CODE} and a detail
 *     names it); null for a fault of the protocol itself ({@code soapenv:Client}, no detail)
 */
record SoapFault(@Nullable String code, String message) {
  private static final Pattern POSITION = Pattern.compile("Row:(\\d+):Column:(\\d+)");

  /** The element in {@code detail}, by the operation's declared faults. */
  String element() {
    return switch (code == null ? "" : code) {
      case "INVALID_FIELD" -> "InvalidFieldFault";
      case "MALFORMED_QUERY" -> "MalformedQueryFault";
      case "INVALID_TYPE" -> "InvalidSObjectFault";
      case "INVALID_QUERY_LOCATOR" -> "InvalidQueryLocatorFault";
      case "MALFORMED_ID", "INVALID_ID_FIELD" -> "InvalidIdFault";
      case "INVALID_LOGIN", "LOGIN_MUST_USE_SECURITY_TOKEN" -> "LoginFault";
      default -> "UnexpectedErrorFault";
    };
  }

  /** Whether the fault says where in a query the error is. */
  boolean positioned() {
    return element().matches("InvalidFieldFault|MalformedQueryFault|InvalidSObjectFault");
  }

  int row() {
    return position(1);
  }

  int column() {
    return position(2);
  }

  private int position(int group) {
    Matcher matcher = POSITION.matcher(message);
    return matcher.find() ? Integer.parseInt(matcher.group(group)) : -1;
  }
}

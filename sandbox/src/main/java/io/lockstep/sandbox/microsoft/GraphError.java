package io.lockstep.sandbox.microsoft;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal in Graph's own words: {@code {"error":{"code","message","innerError":{…}}}}. The frame
 * adds the inner error with date and ids (reference/microsoft.md E1).
 */
public final class GraphError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final transient Map<String, String> headers;

  public GraphError(int status, String code, String message) {
    this(status, code, message, Map.of());
  }

  private GraphError(int status, String code, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  public static GraphError badRequest(String code, String message) {
    return new GraphError(400, code, message);
  }

  /** 400, a value that Exchange does not take. */
  public static GraphError invalidProperty(String message) {
    return new GraphError(400, "ErrorPropertyValidationFailure", message);
  }

  /** 400, an id that no mailbox could have given. */
  public static GraphError malformedId() {
    return new GraphError(400, "ErrorInvalidIdMalformed", "Id is malformed.");
  }

  public static GraphError accessDenied() {
    return new GraphError(
        403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
  }

  /** 404 for an item or a folder. */
  public static GraphError itemNotFound() {
    return new GraphError(
        404, "ErrorItemNotFound", "The specified object was not found in the store.");
  }

  /** 404 for a path that names nothing of Graph. */
  public static GraphError noSuchSegment(String segment) {
    return new GraphError(
        400, "BadRequest", "Resource not found for the segment '" + segment + "'.");
  }

  public static GraphError methodNotAllowed() {
    return new GraphError(405, "ErrorInvalidRequest", "The OData request is not supported.");
  }

  /** 412, {@code If-Match} names another change key. */
  public static GraphError irresolvableConflict() {
    return new GraphError(
        412,
        "ErrorIrresolvableConflict",
        "The send or update operation could not be performed because the change key passed in the"
            + " request does not match the current change key for the item.");
  }

  /** 410, a delta or skip token that the mailbox no longer knows. */
  public static GraphError syncStateNotFound(long generation, long highest) {
    return new GraphError(
        410,
        "SyncStateNotFound",
        "The sync state generation is not found; generation="
            + generation
            + ";[highest="
            + highest
            + "]["
            + highest
            + "].");
  }

  /** 400, a token that was never given. */
  public static GraphError badSyncState() {
    return new GraphError(400, "ErrorInvalidUrlQuery", "Badly formed token.");
  }

  public GraphError with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new GraphError(status, code, message(), more);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  public Map<String, String> headers() {
    return headers;
  }
}

package io.lockstep.sandbox.salesforce.api;

import java.util.List;

/** A request was refused by the wire layer, with the platform's exception code. */
public final class ApiException extends RuntimeException {
  private final int status;
  private final String code;
  private final transient List<String> fields;

  /**
   * @param status the HTTP status of the REST and Bulk APIs; SOAP answers 500 to every fault
   */
  public ApiException(int status, String code, String message, List<String> fields) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = List.copyOf(fields);
  }

  public ApiException(int status, String code, String message) {
    this(status, code, message, List.of());
  }

  /** What the sandbox does not simulate is refused in its own words. */
  public static ApiException unsupported(String what) {
    return new ApiException(404, "NOT_FOUND", "The sandbox does not simulate " + what + ".");
  }

  public static ApiException notFound() {
    return new ApiException(404, "NOT_FOUND", "The requested resource does not exist");
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public List<String> fields() {
    return fields;
  }
}

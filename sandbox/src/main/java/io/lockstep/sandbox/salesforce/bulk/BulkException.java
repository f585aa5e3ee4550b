package io.lockstep.sandbox.salesforce.bulk;

/**
 * A refused request or a failed batch, with the Bulk API's own code such as {@code InvalidBatch}.
 */
final class BulkException extends RuntimeException {
  private final String code;

  BulkException(String code, String message) {
    super(message);
    this.code = code;
  }

  String code() {
    return code;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  /** As {@code stateMessage} and {@code errorMessage} show it. */
  String stateMessage() {
    return code + " : " + message();
  }
}

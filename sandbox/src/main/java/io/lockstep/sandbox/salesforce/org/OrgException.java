package io.lockstep.sandbox.salesforce.org;

/**
 * A call was refused as a whole. {@link #code} is Salesforce's exception code, for instance {@code
 * INVALID_FIELD}.
 */
public final class OrgException extends RuntimeException {
  private final String code;

  public OrgException(String code, String message) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }
}

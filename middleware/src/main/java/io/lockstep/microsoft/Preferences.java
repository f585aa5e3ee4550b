package io.lockstep.microsoft;

import com.microsoft.kiota.RequestInformation;

/**
 * The {@code Prefer} header. Tokens of a delta do not remember it: it goes with each page and each
 * item of a batch (reference/microsoft.md B2, B8).
 */
final class Preferences {
  private static final String ALWAYS = "IdType=\"ImmutableId\", outlook.timezone=\"UTC\"";

  private Preferences() {}

  static RequestInformation on(RequestInformation request) {
    request.headers.add("Prefer", ALWAYS);
    return request;
  }

  /** For a page of a delta with at most so many entries. */
  static RequestInformation paged(RequestInformation request, int size) {
    request.headers.add("Prefer", ALWAYS + ", odata.maxpagesize=" + size);
    return request;
  }
}

package io.lockstep.sandbox.salesforce.rest;

import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.org.Org;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code If-Unmodified-Since} and {@code If-Modified-Since} on rows, compared in whole seconds. An
 * unreadable date is an error when writing and ignored when reading.
 */
final class Conditions {
  private final Org org;

  Conditions(Org org) {
    this.org = org;
  }

  static ApiException failed() {
    return new ApiException(
        412,
        "PRECONDITION_FAILED",
        "One or more of the preconditions in the request headers was not satisfied");
  }

  /** 0 where the conditions hold, else the status to answer. */
  int unmet(RestCall rest, String object, String id) {
    Instant unmodifiedSince = header(rest, "if-unmodified-since");
    Instant modifiedSince = header(rest, "if-modified-since");
    if (unmodifiedSince == null && modifiedSince == null) {
      return 0;
    }
    List<Org.@Nullable Row> rows =
        org.retrieve(rest.call(), object, List.of("LastModifiedDate"), List.of(id));
    Org.Row row = rows.getFirst();
    if (row == null || !(row.fields().get("LastModifiedDate") instanceof Instant modified)) {
      return 0;
    }
    Instant stamp = modified.truncatedTo(ChronoUnit.SECONDS);
    if (unmodifiedSince != null && stamp.isAfter(unmodifiedSince)) {
      return 412;
    }
    if (modifiedSince != null && !stamp.isAfter(modifiedSince)) {
      return rest.method().equals("GET") || rest.method().equals("HEAD") ? 304 : 412;
    }
    return 0;
  }

  private static @Nullable Instant header(RestCall rest, String name) {
    String text = rest.request().header(name);
    if (text == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      if (rest.method().equals("GET") || rest.method().equals("HEAD")) {
        return null;
      }
      throw new ApiException(400, "INVALID_HEADER", "The header " + name + " holds no valid date");
    }
  }
}

package io.lockstep.microsoft;

import com.microsoft.kiota.ApiException;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.port.PortException.AccessLost.Mender;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Reads what went wrong from Graph's answers, by code and status, never by message. */
final class GraphFailures {
  static final String ITEM_NOT_FOUND = "ErrorItemNotFound";

  /** {@code Retry-After} was constantly 1 at times, and refused calls count too. */
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(2);

  private static final Duration WAIT = Duration.ofSeconds(15);

  private static final String[] EXPIRED = {
    "SyncStateNotFound", "SyncStateInvalid", "resyncRequired", "ErrorInvalidSyncStateData"
  };

  private static final String NO_MAILBOX_ADVICE =
      "Microsoft 365 has no cloud mailbox under this address. Correct the user's mailbox address, or"
          + " give the user an Exchange Online licence; mailboxes on an own Exchange server cannot be"
          + " synced.";
  private static final String OUT_OF_SCOPE_ADVICE =
      "Microsoft 365 refuses this mailbox: put it into the scope of the application (RBAC for"
          + " Applications, or the application access policy), or grant the application admin"
          + " consent for Calendars.ReadWrite and Contacts.ReadWrite. Nothing is lost; syncing goes"
          + " on by itself once access is back.";

  private final GraphGrant.Kind grant;
  private final RandomGenerator random;

  GraphFailures(GraphGrant.Kind grant, RandomGenerator random) {
    this.grant = grant;
    this.random = random;
  }

  /** A call that threw: an error answer, a token that could not be had, or no answer at all. */
  Failure read(RuntimeException thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof CallFailed failed) {
        return failed.failure();
      }
      if (t instanceof ApiException answer && answer.getResponseStatusCode() >= 400) {
        return read(
                answer.getResponseStatusCode(),
                ErrorBody.of(answer),
                first(answer.getResponseHeaders().get("retry-after")))
            // The SDK's exception has Graph's sentence for a message, which may quote content.
            .causedBy(null);
      }
      if (t instanceof IOException) {
        return Failure.unavailable("noAnswer", t);
      }
    }
    // How the SDK takes a cut or wrong-shaped body.
    return Failure.unavailable("unreadableAnswer", thrown);
  }

  private static @Nullable String first(java.util.@Nullable Set<String> values) {
    return values == null || values.isEmpty() ? null : values.iterator().next();
  }

  /**
   * @param retryAfter the header, seconds; null or a date is ignored
   */
  Failure read(int status, ErrorBody body, @Nullable String retryAfter) {
    String code = body.code().isEmpty() ? "http" + status : body.code();
    return classify(status, code, body, retryAfter).saying(body.target(), body.message());
  }

  private Failure classify(int status, String code, ErrorBody body, @Nullable String retryAfter) {
    if (status == 410 || ((status == 400 || status == 404) && body.is(EXPIRED))) {
      return Failure.of(FailureKind.CURSOR_EXPIRED, code);
    }
    return switch (status) {
      case 401 -> signInLost(code);
      case 403 -> forbidden(code, body);
      case 404 -> notFound(code, body);
      case 409 ->
          body.is("ErrorIrresolvableConflict")
              ? Failure.of(FailureKind.STALE, code)
              : Failure.of(FailureKind.DUPLICATE, code);
      case 412 -> Failure.of(FailureKind.STALE, code);
      case 423 -> Failure.of(FailureKind.CONFLICT, code);
      case 424 -> Failure.of(FailureKind.CONFLICT, code);
      case 429 -> Failure.rateLimited(code, waitFor(retryAfter));
      case 408 -> Failure.unavailable(code, null);
      case 507 -> Failure.of(FailureKind.REFUSED, code);
      default ->
          status >= 500 ? Failure.unavailable(code, null) : Failure.of(FailureKind.REFUSED, code);
    };
  }

  private Duration waitFor(@Nullable String retryAfter) {
    Duration told = seconds(retryAfter, WAIT);
    Duration wait = told.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : told;
    // Not all at the same second again.
    return wait.plusMillis(random.nextLong(1_000));
  }

  static Duration seconds(@Nullable String header, Duration otherwise) {
    return header != null && header.strip().matches("[0-9]{1,6}")
        ? Duration.ofSeconds(Long.parseLong(header.strip()))
        : otherwise;
  }

  private Failure signInLost(String code) {
    return grant == GraphGrant.Kind.USER
        ? Failure.accessLost(code, Mender.USER, "Connect your Microsoft account again.")
        : Failure.accessLost(code, Mender.ADMINISTRATOR, TokenFailures.CONSENT_ADVICE);
  }

  private Failure forbidden(String code, ErrorBody body) {
    if (body.is("ErrorQuotaExceeded")) {
      return Failure.of(FailureKind.REFUSED, code);
    }
    return grant == GraphGrant.Kind.USER
        ? Failure.accessLost(
            code,
            Mender.USER,
            "Connect your Microsoft account again, and accept both calendars and contacts.")
        : Failure.accessLost(code, Mender.ADMINISTRATOR, OUT_OF_SCOPE_ADVICE);
  }

  /** Only {@code ErrorItemNotFound} says that a thing is gone; all else says nothing about it. */
  private static Failure notFound(String code, ErrorBody body) {
    if (body.is(ITEM_NOT_FOUND)) {
      return Failure.of(FailureKind.ABSENT, ITEM_NOT_FOUND);
    }
    if (body.is(
        "MailboxNotEnabledForRESTAPI",
        "MailboxNotHostedInExchangeOnline",
        "ErrorInvalidUser",
        "Request_ResourceNotFound",
        "ResourceNotFound",
        "ErrorNonExistentMailbox")) {
      return Failure.accessLost(code, Mender.ADMINISTRATOR, NO_MAILBOX_ADVICE);
    }
    return Failure.of(FailureKind.REFUSED, code);
  }
}

package io.lockstep.google;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.port.PortException;
import io.lockstep.port.PortException.AccessLost.Mender;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureReaderTest {
  private final FailureReader user = new FailureReader(GoogleGrant.Kind.USER, new Random(1));
  private final FailureReader delegation =
      new FailureReader(GoogleGrant.Kind.DELEGATION, new Random(1));

  private static String classic(String domain, String reason, int code, String message) {
    return ("{'error':{'errors':[{'domain':'%s','reason':'%s','message':'%s'}],'code':%d,"
            + "'message':'%s'}}")
        .formatted(domain, reason, message, code, message)
        .replace('\'', '"');
  }

  private static String grpc(int code, String status, String message, String details) {
    return "{'error':{'code':%d,'message':'%s','status':'%s','details':[%s]}}"
        .formatted(code, message, status, details)
        .replace('\'', '"');
  }

  private static String info(String reason) {
    return "{'@type':'type.googleapis.com/google.rpc.ErrorInfo','reason':'%s'}".formatted(reason);
  }

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource({
    "400, timeRangeEmpty, REFUSED",
    "400, invalid, REFUSED",
    "401, authError, ACCESS_LOST",
    "403, userRateLimitExceeded, RATE_LIMITED",
    "403, rateLimitExceeded, RATE_LIMITED",
    "429, rateLimitExceeded, RATE_LIMITED",
    "403, quotaExceeded, RATE_LIMITED",
    "403, dailyLimitExceeded, RATE_LIMITED",
    "403, forbiddenForNonOrganizer, REFUSED",
    "403, forbiddenForServiceAccounts, REFUSED",
    "403, insufficientPermissions, ACCESS_LOST",
    "403, accessNotConfigured, ACCESS_LOST",
    "403, notACalendarUser, ACCESS_LOST",
    "404, notFound, ABSENT",
    "408, requestTimeout, UNAVAILABLE",
    "409, duplicate, DUPLICATE",
    "409, conflict, CONFLICT",
    "410, fullSyncRequired, CURSOR_EXPIRED",
    "410, updatedMinTooLongAgo, CURSOR_EXPIRED",
    "410, deleted, ABSENT",
    "412, conditionNotMet, STALE",
    "500, backendError, UNAVAILABLE",
    "503, backendError, UNAVAILABLE",
  })
  void classicBody_isReadByReason(int status, String reason, FailureKind kind) {
    Failure failure = user.read(status, classic("global", reason, status, "Said."), null);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.code()).isEqualTo(reason);
    assertThat(failure.detail()).isEqualTo("Said.");
  }

  @Test
  void permissionDeniedForARateLimit_isAWaitNotALostGrant() {
    String body =
        "{'error':{'code':403,'message':'Quota exceeded','errors':[{'domain':'usageLimits','reason':"
            + "'rateLimitExceeded','message':'Quota exceeded'}],'status':'PERMISSION_DENIED',"
            + "'details':["
            + info("RATE_LIMIT_EXCEEDED")
            + "]}}";
    Failure failure = user.read(403, body.replace('\'', '"'), null);
    assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(failure.delay()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
  }

  @Test
  void usageLimitsOfAUser_waitForHours() {
    Failure failure =
        user.read(403, classic("usageLimits", "quotaExceeded", 403, "Calendar usage limits"), null);
    assertThat(failure.delay()).isGreaterThanOrEqualTo(Duration.ofHours(3));
  }

  @Test
  void retryAfter_isObeyed() {
    Failure failure = user.read(429, grpc(429, "RESOURCE_EXHAUSTED", "Slow down", ""), "17");
    assertThat(failure.delay()).isEqualTo(Duration.ofSeconds(17));
    assertThat(failure.code()).isEqualTo("RESOURCE_EXHAUSTED");
  }

  @Test
  void expiredContactToken_isAnExpiredCursorThoughItComesAs400() {
    String body =
        grpc(
            400,
            "FAILED_PRECONDITION",
            "Sync token is expired. Clear local cache and retry call without the sync token.",
            info("EXPIRED_SYNC_TOKEN"));
    assertThat(user.read(400, body, null).asException())
        .isInstanceOf(PortException.CursorExpired.class)
        .hasMessage("EXPIRED_SYNC_TOKEN");
  }

  @Test
  void otherEtag_isStaleThoughItComesAs400() {
    String body =
        grpc(
            400,
            "FAILED_PRECONDITION",
            "Request person.etag is different than the current person.etag. Clear local cache and"
                + " get the latest person.",
            "");
    assertThat(user.read(400, body, null).kind()).isEqualTo(FailureKind.STALE);
  }

  @Test
  void fullAddressBook_isRefusedWithItsOwnCode() {
    Failure failure =
        user.read(400, grpc(400, "FAILED_PRECONDITION", "MY_CONTACTS_OVERFLOW_COUNT", ""), null);
    assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
    assertThat(failure.code()).isEqualTo("MY_CONTACTS_OVERFLOW_COUNT");
  }

  @ParameterizedTest
  @CsvSource({
    "502, <html>Bad Gateway</html>, UNAVAILABLE",
    "403, <html>Blocked by the proxy</html>, REFUSED",
    "404, not json, ABSENT",
    "500, [], UNAVAILABLE",
    "400, '{\"error\":\"text\"}', REFUSED",
    "410, '', ABSENT",
  })
  void wrongShapedBody_isJudgedByItsStatus(int status, String body, FailureKind kind) {
    assertThat(user.read(status, body, null).kind()).isEqualTo(kind);
  }

  @Test
  void missingScope_isMendedByWhoGaveTheGrant() {
    String body =
        "{'error':{'code':403,'message':'Request had insufficient authentication scopes.','errors':"
            + "[{'message':'Insufficient Permission','domain':'global','reason':"
            + "'insufficientPermissions'}],'status':'PERMISSION_DENIED','details':["
            + info("ACCESS_TOKEN_SCOPE_INSUFFICIENT")
            + "]}}";
    assertThat(user.read(403, body.replace('\'', '"'), null).mender()).isEqualTo(Mender.USER);
    Failure failure = delegation.read(403, body.replace('\'', '"'), null);
    assertThat(failure.mender()).isEqualTo(Mender.ADMINISTRATOR);
    assertThat(failure.advice()).contains(GoogleScope.EVENTS).contains(GoogleScope.CONTACTS);
  }

  @Test
  void batchOfContacts_namesTheRefusedOnes() {
    String body =
        grpc(
            400,
            "INVALID_ARGUMENT",
            "Batch failed",
            "{'@type':'type.googleapis.com/google.people.v1.BatchUpdateContactsErrorDetails',"
                + "'contactErrors':{'people/c1':{'code':9,'message':'person.etag is different'},"
                + "'people/c2':{'code':3,'message':'Bad'}}}");
    Failure failure = user.read(400, body, null);
    assertThat(failure.items()).containsOnlyKeys("people/c1", "people/c2");
    assertThat(failure.items().values())
        .extracting(Failure::kind)
        .containsExactly(FailureKind.STALE, FailureKind.REFUSED);
  }
}

package io.lockstep.sandbox.microsoft;

import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.microsoft.entra.EntraToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may call, and what for: bearer tokens, delegated scopes, roles, scope of mailboxes. */
final class Gate {
  private static final String CODE = "InvalidAuthenticationToken";

  private final SimulatedMicrosoft microsoft;
  private final Faults faults;

  Gate(SimulatedMicrosoft microsoft, Faults faults) {
    this.microsoft = microsoft;
    this.faults = faults;
  }

  /** The living or expired token of an {@code Authorization} header; null where there is none. */
  @Nullable EntraToken bearer(@Nullable String header) {
    return header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)
        ? null
        : microsoft.grants().find(header.substring(7).strip());
  }

  /**
   * @param subject what the faults' patterns are matched against
   * @throws GraphError 401
   */
  GraphSession session(@Nullable String authorization, String subject) {
    if (authorization == null || authorization.strip().matches("(?i)(bearer)?")) {
      throw unauthorized("Access token is empty.");
    }
    EntraToken token = bearer(authorization);
    if (token == null) {
      throw unauthorized("IDX14100: JWT is not well formed.");
    }
    if (microsoft.grants().isExpired(token)) {
      throw unauthorized("Lifetime validation failed, the token is expired.");
    }
    if (faults.strikes("microsoft", Fault.Kind.expireSessions, subject)) {
      microsoft.grants().end(token.value());
      throw microsoft.settings().continuousAccessEvaluation
          ? insufficientClaims(token)
          : unauthorized("Lifetime validation failed, the token is expired.");
    }
    String userId = token.userId();
    GraphMailbox mailbox = userId == null ? null : microsoft.find(userId);
    String name = mailbox == null ? token.appId() : mailbox.user().mail();
    if (faults.strikes("microsoft", Fault.Kind.revokeGrant, name)) {
      microsoft.grants().end(token.value());
      if (userId == null) {
        microsoft.grants().consents().withdrawForAll(token.appId());
      } else {
        microsoft.grants().revokeSessions(userId);
      }
      throw unauthorized("Lifetime validation failed, the token is expired.");
    }
    if (userId != null && microsoft.grants().consents().isDisabled(userId)) {
      if (microsoft.settings().continuousAccessEvaluation) {
        throw insufficientClaims(token);
      }
    }
    return new GraphSession(
        token.appId(),
        microsoft.tenant().id(),
        mailbox == null ? null : mailbox.user(),
        userId == null ? rolesNow(token) : token.permissions());
  }

  /** A token keeps the roles it was issued with; what was taken back since does not count. */
  private Set<String> rolesNow(EntraToken token) {
    Set<String> roles = new HashSet<>(token.permissions());
    roles.retainAll(microsoft.grants().consents().roles(token.appId()));
    return roles;
  }

  private GraphError unauthorized(String message) {
    return new GraphError(401, CODE, message)
        .with(
            "WWW-Authenticate",
            "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\","
                + " client_id=\"00000003-0000-0000-c000-000000000000\"");
  }

  private GraphError insufficientClaims(EntraToken token) {
    String claims =
        "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\""
            + microsoft.clock().realNow().getEpochSecond()
            + "\"}}}";
    microsoft.grants().end(token.value());
    return new GraphError(
            401,
            CODE,
            "Continuous access evaluation resulted in challenge with result: InteractionRequired and"
                + " code: TokenIssuedBeforeRevocationTimestamp")
        .with(
            "WWW-Authenticate",
            "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\","
                + " client_id=\"00000003-0000-0000-c000-000000000000\","
                + " error=\"insufficient_claims\", claims=\""
                + Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + "\"");
  }

  /**
   * Whether the caller may do this in this mailbox.
   *
   * @param area {@code Calendars}
   * @throws GraphError 403
   */
  void check(GraphCall call, String area, GraphApi api) {
    GraphSession session = call.session();
    boolean write = call.writes();
    if (session.appOnly()) {
      if (call.mailbox() == null ? session.grants(area, write) : mayApply(call, area, write)) {
        return;
      }
      throw GraphError.accessDenied();
    }
    GraphUser user = Objects.requireNonNull(session.user());
    boolean own = call.mailbox() == null || call.mailbox().user().id().equals(user.id());
    if (own
        ? session.grants(area, write)
        : grantsShared(session, area, write) && api.shared(call)) {
      return;
    }
    throw GraphError.accessDenied();
  }

  private static boolean grantsShared(GraphSession session, String area, boolean write) {
    return session.permissions().contains(area + ".ReadWrite.Shared")
        || (!write && session.permissions().contains(area + ".Read.Shared"));
  }

  /** Roles of the tenant within the access policy, or roles of Exchange within their scope. */
  private boolean mayApply(GraphCall call, String area, boolean write) {
    GraphUser owner = call.box().user();
    MicrosoftSettings settings = microsoft.settings();
    Set<String> rbac = settings.rbacRoles;
    boolean covered =
        microsoft.grants().consents().isPresent(call.session().appId())
            && settings.rbacMailboxes.stream().anyMatch(owner::owns)
            && (rbac.contains(area + ".ReadWrite") || !write && rbac.contains(area + ".Read"));
    if (covered) {
      return true;
    }
    if (!call.session().grants(area, write)) {
      return false;
    }
    Set<String> policy = settings.applicationAccessPolicy;
    if (!policy.isEmpty() && policy.stream().noneMatch(owner::owns)) {
      throw new GraphError(403, "ErrorAccessDenied", "Access to OData is disabled.");
    }
    return true;
  }
}

package io.lockstep.sandbox.microsoft.subscription;

import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphSession;
import io.lockstep.sandbox.microsoft.GraphUser;
import io.lockstep.sandbox.microsoft.MicrosoftSettings;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import java.util.Set;

/** Who may subscribe to what: reading is needed, in a mailbox that the caller reaches. */
final class SubscriptionAccess {
  private final SimulatedMicrosoft microsoft;

  SubscriptionAccess(SimulatedMicrosoft microsoft) {
    this.microsoft = microsoft;
  }

  /**
   * @throws GraphError 403
   */
  void check(GraphSession session, Watched.Resource resource) {
    String area = resource.watched().area();
    GraphUser owner = resource.mailbox().user();
    GraphUser user = session.user();
    boolean allowed =
        user == null
            ? inScope(owner) && session.grants(area, false) || rbac(session.appId(), area, owner)
            : user.id().equals(owner.id()) && session.grants(area, false);
    if (!allowed) {
      throw GraphError.accessDenied();
    }
  }

  /** Whether an application may still read this by the consents that hold now. */
  boolean applies(String appId, String area, GraphUser owner) {
    Set<String> roles = microsoft.grants().consents().roles(appId);
    boolean consented = roles.contains(area + ".Read") || roles.contains(area + ".ReadWrite");
    return consented && inScope(owner) || rbac(appId, area, owner);
  }

  private boolean inScope(GraphUser owner) {
    Set<String> policy = microsoft.settings().applicationAccessPolicy;
    return policy.isEmpty() || policy.stream().anyMatch(owner::owns);
  }

  private boolean rbac(String appId, String area, GraphUser owner) {
    MicrosoftSettings settings = microsoft.settings();
    Set<String> roles = settings.rbacRoles;
    return microsoft.grants().consents().isPresent(appId)
        && settings.rbacMailboxes.stream().anyMatch(owner::owns)
        && (roles.contains(area + ".ReadWrite") || roles.contains(area + ".Read"));
  }
}

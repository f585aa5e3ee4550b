package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import io.lockstep.sandbox.microsoft.entra.Consents;
import io.lockstep.sandbox.microsoft.entra.EntraApp;
import io.lockstep.sandbox.microsoft.subscription.Subscriptions;
import java.util.Arrays;
import java.util.List;

/** What an administrator of the Microsoft tenant does. */
record TenantActions(SimulatedMicrosoft microsoft, Subscriptions subscriptions) {
  private static final String KNOWN =
      "giveConsent, withdrawConsent, removeApplication, addApplication, revokeSessions,"
          + " disableUser, enableUser or expireDeltaLinks; the service itself can lifecycle";

  ObjectNode act(String action, ObjectNode body) {
    Consents consents = microsoft.grants().consents();
    switch (action) {
      case "giveConsent" -> apps().forEach(app -> give(consents, app, body));
      case "withdrawConsent" -> apps().forEach(app -> withdraw(consents, app, body));
      case "removeApplication" -> apps().forEach(app -> consents.present(app.id(), false));
      case "addApplication" -> apps().forEach(app -> consents.present(app.id(), true));
      case "revokeSessions" -> microsoft.grants().revokeSessions(user(body).user().id());
      case "disableUser" -> consents.disabled(user(body).user().id(), true);
      case "enableUser" -> consents.disabled(user(body).user().id(), false);
      case "expireDeltaLinks" -> user(body).expireTokens();
      case "lifecycle" -> lifecycle(body);
      default ->
          throw ControlException.missing(
              "A Microsoft administrator can " + KNOWN + ", not " + action + ".");
    }
    return ControlJson.MAPPER.createObjectNode();
  }

  /** {@code event} happens to the subscriptions on the mailbox of {@code user}. */
  private void lifecycle(ObjectNode body) {
    String named = body.path("event").asText();
    Subscriptions.Lifecycle event =
        Arrays.stream(Subscriptions.Lifecycle.values())
            .filter(e -> e.name().equals(named))
            .findFirst()
            .orElseThrow(
                () ->
                    ControlException.bad(
                        "The body must name event: reauthorizationRequired, subscriptionRemoved or"
                            + " missed."));
    int unused = subscriptions.lifecycle(user(body).user().mail(), event);
  }

  private List<EntraApp> apps() {
    return microsoft.grants().apps();
  }

  /** For the person that the body names, or else as an administrator for all. */
  private void give(Consents consents, EntraApp app, ObjectNode body) {
    if (body.has("user")) {
      consents.give(user(body).user().id(), app.id(), app.scopes());
    } else {
      consents.giveForAll(app);
    }
  }

  private void withdraw(Consents consents, EntraApp app, ObjectNode body) {
    if (body.has("user")) {
      consents.withdraw(user(body).user().id(), app.id());
    } else {
      consents.withdrawForAll(app.id());
    }
  }

  private GraphMailbox user(ObjectNode body) {
    GraphMailbox found = microsoft.find(body.path("user").asText());
    if (found == null) {
      throw ControlException.bad("The body must name user, by address.");
    }
    return found;
  }
}

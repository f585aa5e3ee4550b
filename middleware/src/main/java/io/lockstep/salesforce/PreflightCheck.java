package io.lockstep.salesforce;

import io.lockstep.calendar.EventField;
import io.lockstep.contact.PersonField;
import io.lockstep.port.PortException;
import io.lockstep.port.PortException.AccessLost.Mender;
import io.lockstep.sync.Kind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Looks for everything that keeps a user from syncing, without writing anything. */
final class PreflightCheck {
  private static final List<String> MARKS =
      List.of("LockstepKey__c", "LockstepSeen__c", "LockstepStamp__c");

  private final SoapUser user;
  private final SoapUser integration;
  private final UserViews views;
  private final InstantSource clock;
  private final List<Preflight.Finding> findings = new ArrayList<>();

  PreflightCheck(SoapUser user, SoapUser integration, UserViews views, InstantSource clock) {
    this.user = user;
    this.integration = integration;
    this.views = views;
    this.clock = clock;
  }

  /**
   * @throws PortException where Salesforce cannot be asked now
   */
  Preflight run() {
    account();
    if (!findings.isEmpty()) {
      return new Preflight(findings);
    }
    UserView view;
    try {
      views.forget(user);
      view = views.of(user);
    } catch (PortException.AccessLost e) {
      found(e.code(), e.mender(), e.advice());
      return new Preflight(findings);
    }
    rights(view, view.event(), Kind.EVENT);
    rights(view, view.contact(), Kind.CONTACT);
    if (!view.accounts()) {
      found(
          "NO_ACCOUNTS",
          Mender.ADMINISTRATOR,
          "The user may not read accounts, so companies are not synced. Grant read access to Account if they should be.");
    }
    return new Preflight(findings);
  }

  /** The token endpoint does not tell a frozen user from others, so the user's row is asked. */
  private void account() {
    List<Row> rows =
        new RecordQueries(integration)
            .all(
                "SELECT Id, IsActive FROM User WHERE Username = " + Soql.text(user.username()),
                false);
    if (rows.isEmpty()) {
      found(
          "NO_SUCH_USER",
          Mender.ADMINISTRATOR,
          "There is no user with this username in the org. Check the assignment.");
      return;
    }
    if (!rows.getFirst().flag("IsActive")) {
      found(
          "inactive_user",
          Mender.USER,
          "This user is not active in Salesforce. The sync of this user waits until the user is active again.");
      return;
    }
    if (frozen(rows.getFirst().id())) {
      found(
          "user_frozen",
          Mender.USER,
          "This user is frozen in Salesforce. The sync of this user waits until an administrator unfreezes the user.");
    }
  }

  private boolean frozen(String userId) {
    try {
      return !new RecordQueries(integration)
          .all(
              "SELECT Id FROM UserLogin WHERE IsFrozen = true AND UserId = " + Soql.text(userId),
              false)
          .isEmpty();
    } catch (PortException.AccessLost e) {
      // UserLogin needs the right to manage users; without it the sign-in itself will tell.
      return false;
    }
  }

  private void rights(UserView view, ObjectShape shape, Kind kind) {
    String object = shape.name();
    if (shape.fields().isEmpty()) {
      found(
          "NO_OBJECT_" + object,
          Mender.ADMINISTRATOR,
          "The user may not see " + object + ". Grant read, create, edit and delete.");
      return;
    }
    if (!shape.createable() || !shape.updateable() || !shape.deletable()) {
      found(
          "OBJECT_RIGHTS_" + object,
          Mender.ADMINISTRATOR,
          "The user may not create, edit and delete " + object + " records. Grant these rights.");
    }
    List<String> missing = MARKS.stream().filter(mark -> !shape.edits(mark)).toList();
    if (!missing.isEmpty()) {
      found(
          "FIELD_RIGHTS_" + object,
          Mender.ADMINISTRATOR,
          "The user may not edit "
              + String.join(" and ", missing)
              + " on "
              + object
              + ". Assign the permission set Lockstep User.");
    }
    if (!essential(view, kind)) {
      found(
          "FIELD_RIGHTS_" + object + "_CORE",
          Mender.ADMINISTRATOR,
          kind == Kind.EVENT
              ? "The user may not edit an event's start and end. Grant field access to them."
              : "The user may not edit a contact's last name. Grant field access to it.");
    }
  }

  private boolean essential(UserView view, Kind kind) {
    String field = kind == Kind.EVENT ? EventField.TIME : PersonField.LAST_NAME;
    return view.mapping(kind, clock, FieldChoices.NONE).fields().contains(field);
  }

  private void found(String code, Mender mender, String advice) {
    findings.add(new Preflight.Finding(code, mender, advice));
  }
}

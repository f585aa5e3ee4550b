package io.lockstep.sandbox.salesforce.org;

import static io.lockstep.sandbox.salesforce.org.TestOrg.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.sandbox.salesforce.org.Org.Call;
import io.lockstep.sandbox.salesforce.org.access.Sharing;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Who sees and writes what. */
@NullUnmarked // a missing value fails the test by itself
class SharingTest {
  private final TestOrg t = new TestOrg();

  private int seen(String user, String object) {
    return t.query(user, "SELECT Id FROM " + object).rows().size();
  }

  @Test
  void contacts_areSeenByOwnerRolesAboveAndWhoeverSeesAll() {
    String id = t.contact(t.mia, "Doe");

    assertThat(seen(t.mia, "Contact")).isEqualTo(1);
    assertThat(seen(t.max, "Contact")).isEqualTo(1);
    assertThat(seen(t.admin, "Contact")).isEqualTo(1);
    assertThat(seen(t.sue, "Contact")).isZero();
    assertThat(t.updateRefusal(t.sue, row("Contact", "Id", id, "Title", "x")))
        .isEqualTo("INVALID_CROSS_REFERENCE_KEY");
  }

  @Test
  void contacts_publicRead_canBeReadNotWritten_exceptThoseWithoutAccount() {
    t.org.setup().setSharing("Contact", Sharing.Model.Read);
    String id = t.contact(t.mia, "Doe");
    t.create(t.mia, row("Contact", "LastName", "Private"));

    assertThat(t.column(t.sue, "SELECT LastName FROM Contact")).containsExactly("Doe");
    assertThat(t.updateRefusal(t.sue, row("Contact", "Id", id, "Title", "x")))
        .isEqualTo("INSUFFICIENT_ACCESS_OR_READONLY");
  }

  @Test
  void share_byHand_comesAndGoes() {
    String id = t.contact(t.mia, "Doe");

    t.org.setup().share(id, t.sue, true);
    assertThat(t.updateRefusal(t.sue, row("Contact", "Id", id, "Title", "x"))).isEqualTo("saved");
    t.org.setup().unshare(id, t.sue);
    assertThat(seen(t.sue, "Contact")).isZero();
  }

  @Test
  void reference_toAHiddenRow_isRefused() {
    String hidden = t.org.setup().addAccount("Hidden", t.mia);

    assertThat(t.refusal(t.sue, row("Contact", "LastName", "A", "AccountId", hidden)))
        .isEqualTo("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY");
  }

  @Test
  void privateEvents_areHiddenFromManagers_orBusyWhereTheOrgShowsThem() {
    t.create(
        t.mia,
        row(
            "Event",
            "Subject",
            "Doctor",
            "IsPrivate",
            true,
            "StartDateTime",
            "2026-06-10T09:00:00Z",
            "DurationInMinutes",
            5));

    assertThat(seen(t.max, "Event")).isZero();
    assertThat(t.column(t.org.integrationUserId(), "SELECT Subject FROM Event"))
        .containsExactly("Doctor");
    t.org.setup().setPrivateAsBusy(true);
    assertThat(t.column(t.max, "SELECT Subject FROM Event")).containsExactly("Busy");
    assertThat(t.column(t.mia, "SELECT Subject FROM Event")).containsExactly("Doctor");
  }

  @Test
  void userRecordAccess_tellsReadAndEdit() {
    String id = t.contact(t.mia, "Doe");
    t.org.setup().setSharing("Contact", Sharing.Model.Read);

    Map<String, Object> access =
        t.query(
                t.admin,
                "SELECT RecordId, HasReadAccess, HasEditAccess, MaxAccessLevel FROM UserRecordAccess"
                    + " WHERE UserId = '"
                    + t.sue
                    + "' AND RecordId = '"
                    + id
                    + "'")
            .rows()
            .get(0)
            .fields();

    assertThat(access)
        .containsEntry("RecordId", id)
        .containsEntry("HasReadAccess", true)
        .containsEntry("HasEditAccess", false)
        .containsEntry("MaxAccessLevel", "Read");
  }

  @Test
  void objectRight_revoked_makesTheObjectUnknown() {
    t.org.setup().revokeObjectRight("Standard User", "Lead");

    assertThatThrownBy(() -> t.query(t.sue, "SELECT Id FROM Lead"))
        .isInstanceOfSatisfying(
            OrgException.class, e -> assertThat(e.code()).isEqualTo("INVALID_TYPE"));
    t.org.setup().setObjectRight("Standard User", "Lead", "r");
    assertThat(t.refusal(t.sue, row("Lead", "LastName", "A", "Company", "C")))
        .isEqualTo("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY");
  }

  @Test
  void fieldRight_readOnly_canBeReadNotWritten() {
    t.org.setup().setFieldRight("Standard User", "Contact.Title", "r");
    String id = t.contact(t.sue, "Doe");

    assertThat(t.updateRefusal(t.sue, row("Contact", "Id", id, "Title", "x")))
        .isEqualTo("INVALID_FIELD_FOR_INSERT_UPDATE");
    t.org.setup().setFieldRight("Standard User", "Contact.Title", "");
    assertThatThrownBy(() -> t.query(t.sue, "SELECT Title FROM Contact"))
        .hasMessageContaining("No such column 'Title'");
  }

  @Test
  void users_inactiveOrWithoutApi_cannotCall() {
    t.org.setup().setActive(t.mia, false);
    assertThatThrownBy(() -> seen(t.mia, "Contact"))
        .isInstanceOfSatisfying(
            OrgException.class, e -> assertThat(e.code()).isEqualTo("INVALID_SESSION_ID"));
    assertThat(t.refusal(t.sue, row("Contact", "LastName", "A", "OwnerId", t.mia)))
        .isEqualTo("INACTIVE_OWNER_OR_USER");

    t.org.setup().unassign(t.sue, "Lockstep_User");
    t.org.setup().setSystemPermission("Standard User", "ApiEnabled", false);
    assertThatThrownBy(() -> seen(t.sue, "Contact"))
        .isInstanceOfSatisfying(
            OrgException.class, e -> assertThat(e.code()).isEqualTo("API_CURRENTLY_DISABLED"));
    t.org.setup().setFrozen(t.sue, true);
    assertThat(t.org.userById(t.sue).frozen()).isTrue();
  }

  @Test
  void sees_givesWhatAPersonWouldSee() {
    t.contact(t.mia, "Doe");

    assertThat(t.org.people().sees(t.max, "Contact")).hasSize(1);
    assertThat(t.org.people().sees(t.sue, "Contact")).isEmpty();
    assertThat(t.org.setup().dump("Contact")).hasSize(1);
  }

  @Test
  void usersMadeThroughTheApi_canBeFrozenAndAssigned() {
    String profile =
        (String) t.column(t.admin, "SELECT Id FROM Profile WHERE Name = 'Standard User'").get(0);
    String set =
        (String)
            t.column(t.admin, "SELECT Id FROM PermissionSet WHERE Name = 'Lockstep_User'").get(0);
    String user =
        t.create(
            t.admin,
            row(
                "User",
                "Username",
                "Neo@x.example",
                "LastName",
                "Neo",
                "Email",
                "neo@x.example",
                "ProfileId",
                profile));
    t.create(t.admin, row("PermissionSetAssignment", "AssigneeId", user, "PermissionSetId", set));

    assertThat(t.org.userByName("NEO@X.example").id()).isEqualTo(user);
    assertThat(t.query(user, "SELECT LockstepKey__c FROM Contact").rows()).isEmpty();
    assertThat(t.org.create(Call.as(t.sue), List.of(row("User", "LastName", "X"))).get(0).success())
        .isFalse();
  }
}

package io.lockstep.sandbox.salesforce.org;

import io.lockstep.sandbox.salesforce.org.access.Grant;
import io.lockstep.sandbox.salesforce.org.access.Rights;
import io.lockstep.sandbox.salesforce.org.access.Sharing;
import io.lockstep.sandbox.salesforce.org.rules.Save;
import io.lockstep.sandbox.salesforce.org.rules.Saver;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.PermissionSetDef;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The people of the org: users, profiles, permission sets, roles, groups, and what they may do. */
final class Directory {
  private final OrgState org;
  private final Map<String, Grant> grants = new LinkedHashMap<>();
  private final Map<String, String> idsByName = new LinkedHashMap<>();
  String systemUserId = "005000000000000AAA";

  Directory(OrgState org) {
    this.org = org;
  }

  /** Saves an administrative row as the platform; the feed shows it at once. */
  Rec save(String object, Map<String, @Nullable Object> values) {
    ObjectDef type = org.schema.get(object);
    Saver.Transaction tx = system();
    Rec rec = new Saver(org.world, tx).insert(type, values, systemUserId);
    org.rows.commit();
    return rec;
  }

  void change(Rec rec, Map<String, @Nullable Object> values) {
    new Saver(org.world, system()).update(rec, values, systemUserId, Save.Origin.PLATFORM, true);
    org.rows.commit();
  }

  private Saver.Transaction system() {
    java.time.Instant now = org.now();
    return new Saver.Transaction(
        now, now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS), now, systemViewer());
  }

  private Sharing.Viewer systemViewer() {
    return org.sharing.viewer(new Rights(systemUserId, null, "UTC", List.of(), true));
  }

  String addProfile(String name, Grant grant) {
    Rec profile = save("Profile", values("Name", name));
    Rec shadow =
        save(
            "PermissionSet",
            values(
                "Name",
                "X" + profile.id(),
                "Label",
                name,
                "IsOwnedByProfile",
                true,
                "ProfileId",
                profile.id()));
    grants.put(profile.id(), grant);
    idsByName.put("profile " + name, profile.id());
    showPermissions(profile, grant);
    showPermissions(shadow, grant);
    return profile.id();
  }

  String addPermissionSet(String name, String label, Grant grant, boolean packaged) {
    Rec set =
        save(
            "PermissionSet",
            values(
                "Name",
                name,
                "Label",
                label,
                "NamespacePrefix",
                packaged ? org.shape.namespace() : null));
    grants.put(set.id(), grant);
    idsByName.put("permission set " + name, set.id());
    showPermissions(set, grant);
    return set.id();
  }

  void addPermissionSets(List<PermissionSetDef> defs) {
    defs.forEach(d -> addPermissionSet(d.name(), d.label(), Grant.of(d), true));
  }

  /** After a change of the grant, what queries of profiles and permission sets answer. */
  void showPermissions(Rec holder, Grant grant) {
    Rights alone = new Rights("", null, "UTC", List.of(grant), false);
    Rec now = Objects.requireNonNullElse(org.find(holder.id()), holder);
    org.rows.putQuietly(
        now.with(
            Map.of(
                "PermissionsApiEnabled", alone.has("ApiEnabled"),
                "PermissionsViewAllData", alone.viewAllData(),
                "PermissionsModifyAllData", alone.modifyAllData())));
    org.rows.commit();
  }

  /** The grant of a profile or permission set, by its name or id. */
  Grant grant(String nameOrId) {
    String id = idOf(nameOrId);
    Grant g = grants.get(id);
    if (g == null) {
      throw new IllegalArgumentException("no profile or permission set " + nameOrId);
    }
    return g;
  }

  String idOf(String nameOrId) {
    String profile = idsByName.get("profile " + nameOrId);
    String set = idsByName.get("permission set " + nameOrId);
    return profile != null ? profile : set != null ? set : nameOrId;
  }

  boolean hasPermissionSet(String name) {
    return idsByName.containsKey("permission set " + name);
  }

  void assign(String userId, String permissionSet) {
    save(
        "PermissionSetAssignment",
        values("AssigneeId", userId, "PermissionSetId", idOf(permissionSet)));
  }

  void unassign(String userId, String permissionSet) {
    String set = idOf(permissionSet);
    ObjectDef type = org.schema.get("PermissionSetAssignment");
    for (Rec r : org.rows.where(type, "AssigneeId", userId)) {
      if (set.equals(r.text("PermissionSetId"))) {
        org.rows.remove(type, r.id());
      }
    }
    org.rows.commit();
  }

  Rights rights(String userId) {
    Rec user = org.find(userId);
    if (user == null || !user.type().name().equals("User")) {
      throw new OrgException("INVALID_SESSION_ID", "no user " + userId);
    }
    List<Grant> own = new ArrayList<>();
    Grant profile = grants.get(String.valueOf(user.text("ProfileId")));
    if (profile != null) {
      own.add(profile);
    }
    for (Rec a :
        org.rows.where(org.schema.get("PermissionSetAssignment"), "AssigneeId", user.id())) {
      Grant g = grants.get(String.valueOf(a.text("PermissionSetId")));
      if (g != null && !a.deleted()) {
        own.add(g);
      }
    }
    String zone = user.text("TimeZoneSidKey");
    return new Rights(
        user.id(), user.text("UserRoleId"), zone == null ? "UTC" : zone, List.copyOf(own), false);
  }

  Org.@Nullable UserInfo info(@Nullable Rec user) {
    if (user == null || !user.type().name().equals("User")) {
      return null;
    }
    boolean frozen =
        org.rows.where(org.schema.get("UserLogin"), "UserId", user.id()).stream()
            .anyMatch(l -> l.flag("IsFrozen"));
    return new Org.UserInfo(
        user.id(),
        text(user, "Username"),
        text(user, "Email"),
        text(user, "Name"),
        text(user, "ProfileId"),
        text(user, "TimeZoneSidKey"),
        text(user, "LocaleSidKey"),
        text(user, "LanguageLocaleKey"),
        user.flag("IsActive"),
        frozen,
        rights(user.id()).has("ApiEnabled"));
  }

  @Nullable Rec byUsername(String username) {
    return org
        .rows
        .where(org.schema.get("User"), "Username", username.toLowerCase(Locale.ROOT))
        .stream()
        .findFirst()
        .orElse(null);
  }

  private static String text(Rec rec, String field) {
    return Objects.requireNonNullElse(rec.text(field), "");
  }

  /** Names and values in turn. */
  static Map<String, @Nullable Object> values(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return values;
  }
}

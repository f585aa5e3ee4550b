package io.lockstep.salesforce;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Who syncs by which configuration. An assignment of the user beats one of a permission set, group
 * or role, that beats one of the profile; between equals the lower priority number wins, then the
 * configuration's id.
 */
final class AssignedUsers {
  private static final int IDS_A_QUERY = 2_000;
  private static final List<String> NEARNESS =
      List.of("User", "PermissionSet", "PublicGroup", "Role", "Profile");

  private final CountedRows counted;
  private final Map<String, SyncRules> rules;

  AssignedUsers(CountedRows counted, Map<String, SyncRules> rules) {
    this.counted = counted;
    this.rules = rules;
  }

  private record Reach(int nearness, SyncRules rules) {
    static final Comparator<Reach> ORDER =
        Comparator.comparingInt(Reach::nearness)
            .thenComparing(reach -> reach.rules().priority())
            .thenComparing(reach -> reach.rules().id());
  }

  Map<String, OrgConfiguration.SyncUser> of(List<Map<String, String>> assignments) {
    Map<String, Map<String, List<Reach>>> byType = new HashMap<>();
    for (Map<String, String> row : assignments) {
      SyncRules assigned = rules.get(row.getOrDefault("Configuration__c", ""));
      String type = row.getOrDefault("AssigneeType__c", "");
      String assignee = row.getOrDefault("AssigneeId__c", "");
      if (assigned != null && NEARNESS.contains(type) && RecordIds.isId(assignee)) {
        byType
            .computeIfAbsent(type, any -> new HashMap<>())
            .computeIfAbsent(RecordIds.full(assignee), any -> new ArrayList<>())
            .add(new Reach(NEARNESS.indexOf(type), assigned));
      }
    }
    Map<String, List<Reach>> direct = new HashMap<>(byType.getOrDefault("User", Map.of()));
    members(
        byType.get("PermissionSet"),
        "PermissionSetAssignment",
        "AssigneeId",
        "PermissionSetId",
        direct);
    members(byType.get("PublicGroup"), "GroupMember", "UserOrGroupId", "GroupId", direct);
    return users(
        direct, byType.getOrDefault("Role", Map.of()), byType.getOrDefault("Profile", Map.of()));
  }

  /** Adds the users behind permission sets or groups; a group inside a group is not followed. */
  private void members(
      @org.jspecify.annotations.Nullable Map<String, List<Reach>> owners,
      String object,
      String memberField,
      String ownerField,
      Map<String, List<Reach>> direct) {
    if (owners == null) {
      return;
    }
    for (List<String> ids : Soql.groups(owners.keySet(), IDS_A_QUERY)) {
      for (Map<String, String> row :
          counted.read(
              object, List.of("Id", memberField, ownerField), ownerField + " IN " + Soql.in(ids))) {
        direct
            .computeIfAbsent(row.getOrDefault(memberField, ""), any -> new ArrayList<>())
            .addAll(owners.getOrDefault(row.getOrDefault(ownerField, ""), List.of()));
      }
    }
  }

  private Map<String, OrgConfiguration.SyncUser> users(
      Map<String, List<Reach>> direct,
      Map<String, List<Reach>> roles,
      Map<String, List<Reach>> profiles) {
    Map<String, OrgConfiguration.SyncUser> users = new HashMap<>();
    Set<Map<String, String>> rows = new LinkedHashSet<>();
    rows.addAll(active("Id", direct.keySet()));
    rows.addAll(active("UserRoleId", roles.keySet()));
    rows.addAll(active("ProfileId", profiles.keySet()));
    for (Map<String, String> row : rows) {
      List<Reach> reached = new ArrayList<>();
      reached.addAll(direct.getOrDefault(row.getOrDefault("Id", ""), List.of()));
      reached.addAll(roles.getOrDefault(row.getOrDefault("UserRoleId", ""), List.of()));
      reached.addAll(profiles.getOrDefault(row.getOrDefault("ProfileId", ""), List.of()));
      reached.stream()
          .min(Reach.ORDER)
          .ifPresent(nearest -> users.put(row.getOrDefault("Id", ""), user(row, nearest.rules())));
    }
    return users;
  }

  private List<Map<String, String>> active(String field, Collection<String> ids) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> group : Soql.groups(new HashSet<>(ids), IDS_A_QUERY)) {
      rows.addAll(
          counted.read(
              "User",
              List.of("Id", "Username", "Email", "TimeZoneSidKey", "ProfileId", "UserRoleId"),
              "IsActive = true AND " + field + " IN " + Soql.in(group)));
    }
    return rows;
  }

  private static OrgConfiguration.SyncUser user(Map<String, String> row, SyncRules rules) {
    return new OrgConfiguration.SyncUser(
        row.getOrDefault("Id", ""),
        row.getOrDefault("Username", ""),
        row.getOrDefault("Email", "").toLowerCase(Locale.ROOT),
        row.getOrDefault("TimeZoneSidKey", ""),
        rules);
  }
}

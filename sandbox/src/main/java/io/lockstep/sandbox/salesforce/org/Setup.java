package io.lockstep.sandbox.salesforce.org;

import io.lockstep.sandbox.salesforce.org.access.Grant;
import io.lockstep.sandbox.salesforce.org.access.Sharing;
import io.lockstep.sandbox.salesforce.org.rules.OrgSettings;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an administrator sets up, without going through rights or the API. */
public final class Setup {
  private final SimulatedOrg org;
  private final OrgState state;
  private final Feeds feeds;
  private final Reads reads;
  private final Writes writes;

  Setup(SimulatedOrg org, OrgState state, Feeds feeds, Reads reads, Writes writes) {
    this.org = org;
    this.state = state;
    this.feeds = feeds;
    this.reads = reads;
    this.writes = writes;
  }

  static Map<String, @Nullable Object> user(
      String username,
      String first,
      String last,
      String profileId,
      @Nullable String roleId,
      String timeZone) {
    String alias = (first.substring(0, 1) + last).toLowerCase(java.util.Locale.ROOT);
    return Directory.values(
        "Username", username,
        "Email", username,
        "FirstName", first,
        "LastName", last,
        "Alias", alias.substring(0, Math.min(8, alias.length())),
        "ProfileId", profileId,
        "UserRoleId", roleId,
        "TimeZoneSidKey", timeZone);
  }

  private <T> T with(Function<Directory, T> work) {
    return org.locked(() -> work.apply(state.directory));
  }

  private void run(Runnable work) {
    org.locked(
        () -> {
          work.run();
          return true;
        });
  }

  /**
   * Adds an active user.
   *
   * @param profile its name, for instance "Standard User"
   * @param roleId null = without a role
   * @param timeZone an IANA name
   * @return the user's id
   */
  public String addUser(
      String username,
      String firstName,
      String lastName,
      String profile,
      @Nullable String roleId,
      String timeZone) {
    return with(
        d -> {
          Rec user =
              d.save(
                  "User", user(username, firstName, lastName, d.idOf(profile), roleId, timeZone));
          return user.id();
        });
  }

  /** Changes any row as the platform, past rights and validation rules; null empties a field. */
  public void change(String id, Map<String, @Nullable Object> values) {
    run(() -> state.directory.change(row(id), values));
  }

  /** Adds any row as the platform, for instance a RecordType or a public calendar. */
  public String add(String object, Map<String, @Nullable Object> values) {
    return with(d -> d.save(object, values).id());
  }

  private Rec row(String id) {
    return Objects.requireNonNull(state.find(id), () -> "no row " + id);
  }

  public void setActive(String userId, boolean active) {
    change(userId, Directory.values("IsActive", active));
  }

  public void setFrozen(String userId, boolean frozen) {
    run(
        () -> {
          ObjectDef login = state.schema.get("UserLogin");
          for (Rec r : state.rows.where(login, "UserId", userId)) {
            state.rows.putQuietly(r.with("IsFrozen", frozen));
          }
          state.rows.commit();
        });
  }

  public String addRole(String name, @Nullable String parentRoleId) {
    return add("UserRole", Directory.values("Name", name, "ParentRoleId", parentRoleId));
  }

  public String addAccount(String name, String ownerId) {
    return add("Account", Directory.values("Name", name, "OwnerId", ownerId));
  }

  public String addGroup(String name, List<String> memberIds) {
    String id = add("Group", Directory.values("Name", name));
    memberIds.forEach(m -> add("GroupMember", Directory.values("GroupId", id, "UserOrGroupId", m)));
    return id;
  }

  public String addProfile(String name, Grant grant) {
    return with(d -> d.addProfile(name, grant));
  }

  public String addPermissionSet(String name, Grant grant) {
    return with(d -> d.addPermissionSet(name, name, grant, false));
  }

  /** By name or id. */
  public void assign(String userId, String permissionSet) {
    run(() -> state.directory.assign(userId, permissionSet));
  }

  public void unassign(String userId, String permissionSet) {
    run(() -> state.directory.unassign(userId, permissionSet));
  }

  /** The letters {@code c r u d V M} on an object, in a profile or permission set. */
  public void setObjectRight(String holder, String object, String letters) {
    run(() -> state.directory.grant(holder).object(object, letters));
  }

  public void revokeObjectRight(String holder, String object) {
    setObjectRight(holder, object, "");
  }

  /** {@code path} is {@code Object.Field}; letters "", "r" or "re". */
  public void setFieldRight(String holder, String path, String letters) {
    run(() -> state.directory.grant(holder).field(path, letters));
  }

  public void setSystemPermission(String holder, String permission, boolean on) {
    run(
        () -> {
          Grant grant = state.directory.grant(holder).system(permission, on);
          state.directory.showPermissions(row(state.directory.idOf(holder)), grant);
        });
  }

  public void setSharing(String object, Sharing.Model model) {
    run(() -> state.sharing.setDefault(object, model));
  }

  public void share(String recordId, String userId, boolean edit) {
    run(() -> state.sharing.share(recordId, userId, edit));
  }

  public void unshare(String recordId, String userId) {
    run(() -> state.sharing.unshare(recordId, userId));
  }

  /** Rows for which {@code refuses} is true cannot be saved; values by field name. */
  public void setValidationRule(
      String name,
      String object,
      Predicate<Map<String, Object>> refuses,
      String message,
      @Nullable String field) {
    run(
        () ->
            state.settings.set(
                new OrgSettings.ValidationRule(name, object, refuses, message, field)));
  }

  public void setFlow(OrgSettings.Flow flow) {
    run(() -> state.settings.set(flow));
  }

  public void setDuplicateRule(String name, String object, List<String> fields, boolean block) {
    run(() -> state.settings.set(new OrgSettings.DuplicateRule(name, object, fields, block)));
  }

  /** Removes a validation rule, flow or duplicate rule. */
  public void removeRule(String name) {
    run(() -> state.settings.remove(name));
  }

  /** The next saves of the row, or of rows below it, find it locked. */
  public void lockRow(String id, int times) {
    run(() -> state.settings.lock(id, times));
  }

  public void setDefaultReminder(@Nullable Duration before) {
    run(() -> state.settings.defaultReminder(before));
  }

  public void setContactTakesEventsAlong(boolean on) {
    run(() -> state.settings.contactTakesEventsAlong(on));
  }

  public void setAcceptsIsRecurrence2(boolean on) {
    run(() -> state.settings.acceptsIsRecurrence2(on));
  }

  /** Private events show as "Busy" to whom the row is shared; else they do not show at all. */
  public void setPrivateAsBusy(boolean on) {
    run(
        () -> {
          state.privateAsBusy = on;
          state.sharing.privateAsBusy(on);
        });
  }

  /** How late, at most, a commit shows in the feed; shortened by the clock's scale. */
  public void setFeedDelay(Duration atMost) {
    run(() -> state.feedDelay = atMost);
  }

  /** Holds {@code latestDateCovered} back; null lets go. */
  public void holdBackLatestDateCovered(@Nullable Instant to) {
    run(() -> feeds.holdBack(to));
  }

  public void expireCursors() {
    run(reads::expireCursors);
  }

  public void purgeDeleteLog(Instant before) {
    run(() -> state.deleteLog.purgeBefore(before));
  }

  /** Empties the recycle bin of these rows. */
  public void hardDelete(List<String> ids) {
    run(() -> writes.hardDelete(ids));
  }

  /** All rows of an object with all values, deleted ones too. */
  public List<Org.Row> dump(String object) {
    return org.locked(
        () -> state.rows.all(state.schema.get(object).name()).stream().map(Setup::plain).toList());
  }

  private static Org.Row plain(Rec rec) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    rec.values()
        .forEach(
            (k, v) -> {
              if (!k.startsWith("$")) {
                values.put(k, v);
              }
            });
    return new Org.Row(rec.type().name(), values, List.of());
  }

  /** Living rows by object; the platform counts about 2 KB for each. */
  public Map<String, Integer> storage() {
    return org.locked(
        () -> {
          Map<String, Integer> counts = new LinkedHashMap<>();
          for (ObjectDef o : state.schema.objects()) {
            int n = state.rows.count(o.name());
            if (n > 0 && !o.isSetup()) {
              counts.put(o.name(), n);
            }
          }
          return counts;
        });
  }

  /** The API name of something of the package, with the namespace where the org has one. */
  public String packaged(String bareName) {
    return state.schema.packaged(bareName);
  }
}

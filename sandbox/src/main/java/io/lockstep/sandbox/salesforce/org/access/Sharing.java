package io.lockstep.sandbox.salesforce.org.access;

import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.Schema;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import io.lockstep.sandbox.salesforce.org.store.Rows;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who sees and edits which rows: organization-wide defaults, ownership, the roles above the owner,
 * queues, manual shares, and the special rules of private events and contacts without an account.
 */
public final class Sharing {
  /** How the rows of others are shared by default. */
  public enum Model {
    Private,
    Read,
    ReadWrite,
    ControlledByParent
  }

  private final Schema schema;
  private final Rows rows;
  private final Map<String, Model> defaults = new HashMap<>();
  private final Map<String, Map<String, Boolean>> shares = new HashMap<>();

  private boolean privateAsBusy;

  public Sharing(Schema schema, Rows rows) {
    this.schema = schema;
    this.rows = rows;
    for (ObjectDef o : schema.objects()) {
      defaults.put(o.name().toLowerCase(Locale.ROOT), model(o.sharingModel()));
    }
  }

  private static Model model(String metadata) {
    return switch (metadata) {
      case "Read" -> Model.Read;
      case "ReadWrite", "ReadWriteTransfer", "FullAccess" -> Model.ReadWrite;
      case "ControlledByParent" -> Model.ControlledByParent;
      default -> Model.Private;
    };
  }

  public void setDefault(String object, Model model) {
    defaults.put(object.toLowerCase(Locale.ROOT), model);
  }

  /** Whether private events keep their place in a calendar that is shared. */
  public void privateAsBusy(boolean on) {
    privateAsBusy = on;
  }

  /** Shares one row with one user by hand. */
  public void share(String recordId, String userId, boolean edit) {
    shares.computeIfAbsent(recordId, k -> new HashMap<>()).put(userId, edit);
  }

  public void unshare(String recordId, String userId) {
    shares.getOrDefault(recordId, new HashMap<>()).remove(userId);
  }

  /** What one user sees; valid while roles and groups stay as they are. */
  public Viewer viewer(Rights rights) {
    return new Viewer(rights);
  }

  /** The eyes of one user. */
  public final class Viewer {
    private final Rights rights;
    private @Nullable Set<String> subordinates;

    private Viewer(Rights rights) {
      this.rights = rights;
    }

    public Rights rights() {
      return rights;
    }

    public boolean canRead(Rec rec) {
      ObjectDef type = rec.type();
      if (rights.system() || type.isSetup() || rights.viewAllData() || rights.on(type, 'V')) {
        return true;
      }
      if (hiddenAsPrivate(rec) && !privateAsBusy) {
        return false;
      }
      return owns(rec)
          || shared(rec, false)
          || byDefault(rec, false)
          || invited(rec)
          || parentOfOwn(rec);
    }

    public boolean canEdit(Rec rec) {
      ObjectDef type = rec.type();
      if (rights.system() || rights.modifyAllData() || rights.on(type, 'M')) {
        return true;
      }
      if (type.isSetup()) {
        return rights.has("ManageUsers");
      }
      if (hiddenAsPrivate(rec)) {
        return false;
      }
      return owns(rec) || shared(rec, true) || byDefault(rec, true);
    }

    /** Deleting takes the owner, someone above the owner, or the right to modify all. */
    public boolean canDelete(Rec rec) {
      ObjectDef type = rec.type();
      if (rights.system() || rights.modifyAllData() || rights.on(type, 'M')) {
        return true;
      }
      if (type.isSetup()) {
        return rights.has("ManageUsers");
      }
      boolean byParent = model(type) == Model.ControlledByParent && byDefault(rec, true);
      return !hiddenAsPrivate(rec) && (owns(rec) || byParent);
    }

    /** Private events are nobody's business but the owner's. */
    private boolean hiddenAsPrivate(Rec rec) {
      return rec.type().name().equals("Event")
          && rec.flag("IsPrivate")
          && !rights.userId().equals(rec.text("OwnerId"));
    }

    private boolean owns(Rec rec) {
      String owner = rec.text("OwnerId");
      if (owner == null) {
        return !rec.type().isOwned() && rights.userId().equals(rec.text("CreatedById"));
      }
      if (owner.equals(rights.userId())) {
        return true;
      }
      if (owner.startsWith("00G")) {
        return rows.where(schema.get("GroupMember"), "GroupId", owner).stream()
            .anyMatch(m -> rights.userId().equals(m.text("UserOrGroupId")));
      }
      return !isPrivateContact(rec) && subordinates().contains(owner);
    }

    private boolean shared(Rec rec, boolean edit) {
      Boolean level = shares.getOrDefault(rec.id(), Map.of()).get(rights.userId());
      return level != null && (level || !edit);
    }

    private boolean byDefault(Rec rec, boolean edit) {
      return switch (model(rec.type())) {
        case Private -> false;
        case Read -> !edit && !isPrivateContact(rec);
        case ReadWrite -> !isPrivateContact(rec);
        case ControlledByParent -> byParent(rec, edit);
      };
    }

    private boolean byParent(Rec rec, boolean edit) {
      for (FieldDef f : rec.type().fields()) {
        boolean parent =
            f.masterDetail()
                || (rec.type().name().equals("EventRelation") && f.name().equals("EventId"))
                || (rec.type().name().equals("Contact") && f.name().equals("AccountId"));
        String id = parent ? rec.text(f.name()) : null;
        ObjectDef type = id == null ? null : schema.byId(id);
        Rec master = type == null || id == null ? null : rows.find(type.name(), id);
        if (master != null) {
          return edit ? canEdit(master) : canRead(master);
        }
      }
      return false;
    }

    private boolean invited(Rec rec) {
      return rec.type().name().equals("Event")
          && rows.where(schema.get("EventRelation"), "EventId", rec.id()).stream()
              .anyMatch(r -> !r.deleted() && rights.userId().equals(r.text("RelationId")));
    }

    /** Whoever owns a contact, opportunity or case of an account may read the account. */
    private boolean parentOfOwn(Rec rec) {
      if (!rec.type().name().equals("Account")) {
        return false;
      }
      for (String child : List.of("Contact", "Opportunity", "Case")) {
        for (Rec r : rows.where(schema.get(child), "AccountId", rec.id())) {
          if (!r.deleted() && owns(r)) {
            return true;
          }
        }
      }
      return false;
    }

    /** A contact without an account is its owner's alone, whatever the defaults say. */
    private boolean isPrivateContact(Rec rec) {
      return rec.type().name().equals("Contact") && rec.get("AccountId") == null;
    }

    /** The users whose role is somewhere below this user's. */
    private Set<String> subordinates() {
      if (subordinates == null) {
        subordinates = findSubordinates();
      }
      return subordinates;
    }

    private Set<String> findSubordinates() {
      String role = rights.roleId();
      Set<String> users = new HashSet<>();
      if (role == null) {
        return users;
      }
      Set<String> below = new HashSet<>();
      Set<String> frontier = Set.of(role);
      while (!frontier.isEmpty()) {
        Set<String> next = new HashSet<>();
        for (String r : frontier) {
          for (Rec child : rows.where(schema.get("UserRole"), "ParentRoleId", r)) {
            if (below.add(child.id())) {
              next.add(child.id());
            }
          }
        }
        frontier = next;
      }
      for (String r : below) {
        rows.where(schema.get("User"), "UserRoleId", r).forEach(u -> users.add(u.id()));
      }
      return users;
    }
  }

  private Model model(ObjectDef type) {
    return defaults.getOrDefault(type.name().toLowerCase(Locale.ROOT), Model.Private);
  }
}

package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.ChangedId;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgShape;
import io.lockstep.sandbox.salesforce.org.access.Sharing;
import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.Schema;
import io.lockstep.sandbox.salesforce.org.schema.TriggerContract;
import io.lockstep.sandbox.salesforce.org.schema.TriggerContract.Step;
import io.lockstep.sandbox.salesforce.org.store.Ids;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import io.lockstep.sandbox.salesforce.org.store.Rows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Saves rows in the platform's order: platform rules, flows before the save, triggers, field
 * checks, validation rules, duplicate rules, the row itself, what follows from it, flows after the
 * save. One object per transaction.
 */
public final class Saver implements Engine {
  /** What stays the same from one transaction to the next. */
  public record World(
      Schema schema,
      OrgShape shape,
      OrgSettings settings,
      Rows rows,
      Ids ids,
      TriggerContract triggers,
      Map<String, ObjectRules> rules) {}

  /**
   * One transaction.
   *
   * @param stamp its moment, in whole seconds
   * @param feedFrom when the change feed shows it
   */
  public record Transaction(Instant now, Instant stamp, Instant feedFrom, Sharing.Viewer viewer) {}

  private static final ObjectRules NO_RULES = new ObjectRules() {};

  /** What stands for no stamp in {@code RefuseUnlessSeen}. */
  private static final String UNSTAMPED = "unstamped";

  private final World world;
  private final Transaction tx;
  private final List<ChangedId> nudges = new ArrayList<>();
  private final List<Rec> deletions = new ArrayList<>();
  private final List<Rec> restorations = new ArrayList<>();
  private int flowDepth;

  public Saver(World world, Transaction tx) {
    this.world = world;
    this.tx = tx;
  }

  /** What the listeners are to be told after the commit. */
  public List<ChangedId> nudges() {
    return nudges;
  }

  /** The rows deleted by this transaction, in order. */
  public List<Rec> deletions() {
    return deletions;
  }

  /** The rows taken out of the recycle bin by this transaction. */
  public List<Rec> restorations() {
    return restorations;
  }

  /** A point to which one row's part of the transaction can be rolled back. */
  public record Mark(int rows, int nudges, int deletions, int restorations) {}

  public Mark mark() {
    return new Mark(rows().mark(), nudges.size(), deletions.size(), restorations.size());
  }

  public void rollbackTo(Mark mark) {
    rows().rollbackTo(mark.rows());
    nudges.subList(mark.nudges(), nudges.size()).clear();
    deletions.subList(mark.deletions(), deletions.size()).clear();
    restorations.subList(mark.restorations(), restorations.size()).clear();
    flowDepth = 0;
  }

  static String unableToWrite(String fields) {
    return "Unable to create/update fields: "
        + fields
        + ". Please check the security settings of this field and verify that it is read/write for"
        + " your profile or permission set.";
  }

  @Override
  public Schema schema() {
    return world.schema();
  }

  @Override
  public OrgShape shape() {
    return world.shape();
  }

  @Override
  public OrgSettings settings() {
    return world.settings();
  }

  @Override
  public Rows rows() {
    return world.rows();
  }

  @Override
  public Instant stamp() {
    return tx.stamp();
  }

  /** When the change feed shows this transaction. */
  public Instant feedFrom() {
    return tx.feedFrom();
  }

  @Override
  public @Nullable Rec find(String id) {
    ObjectDef type = world.schema().byId(id);
    return type == null ? null : rows().find(type.name(), id);
  }

  @Override
  public Rec insert(ObjectDef type, Map<String, @Nullable Object> values, String userId) {
    return insert(type, values, userId, Save.Origin.PLATFORM, false);
  }

  @Override
  public Rec update(Rec rec, Map<String, @Nullable Object> changes, String userId) {
    Rec now = rows().find(rec.type().name(), rec.id());
    return update(now == null ? rec : now, changes, userId, Save.Origin.PLATFORM, false);
  }

  /** Saves a new row; throws {@link RowFailure} and leaves the rollback to the caller. */
  public Rec insert(
      ObjectDef type,
      Map<String, @Nullable Object> sent,
      String userId,
      Save.Origin origin,
      boolean allowDuplicates) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(sent);
    String id = world.ids().next(type.prefix());
    Save save = new Save(type, id, null, values, origin, userId, allowDuplicates);
    applyDefaults(save);
    return save(save);
  }

  public Rec update(
      Rec old,
      Map<String, @Nullable Object> sent,
      String userId,
      Save.Origin origin,
      boolean allowDuplicates) {
    return save(new Save(old.type(), old.id(), old, sent, origin, userId, allowDuplicates));
  }

  private void applyDefaults(Save save) {
    for (FieldDef f : save.type().fields()) {
      if (save.get(f.name()) != null) {
        continue;
      }
      String text = f.defaultValue();
      if (f.type().equals("boolean")) {
        save.set(f.name(), "true".equals(text));
      } else if (text != null && f.isText() && !save.sent(f.name())) {
        boolean numbered = f.name().equals("Name") && text.contains("{0");
        save.set(f.name(), numbered ? number(save, text) : text);
      } else if (text != null && !f.isText() && !save.sent(f.name())) {
        save.set(f.name(), Values.coerce(f, text, false));
      }
    }
    if (save.type().isOwned() && save.get("OwnerId") == null) {
      save.set("OwnerId", save.userId());
    }
    boolean named = save.type().custom() && save.type().has("Name") && !save.type().isEvent();
    if (named && save.get("Name") == null) {
      save.set("Name", save.id());
    }
  }

  private String number(Save save, String format) {
    long n = world.ids().nextNumber(save.type().name());
    int zeros = (int) format.chars().filter(c -> c == '0').count();
    return format.replaceAll(
        "\\{0+\\}", String.format(Locale.ROOT, "%0" + Math.max(1, zeros) + "d", n));
  }

  private Rec save(Save save) {
    checkLock(save);
    ObjectRules rules = rulesOf(save.type());
    rules.before(save, this);
    for (OrgSettings.Flow flow : settings().flows(save.type().name(), false)) {
      rewrite(flow, save.text(flow.field())).forEach(save::set);
    }
    runBeforeTriggers(save);
    FieldChecks.check(save, this, tx.viewer());
    if (save.origin() != Save.Origin.PLATFORM) {
      runValidationRules(save);
      DuplicateCheck.run(save, this);
    }
    stampRow(save);
    Rec saved = save.rec();
    rows().put(saved, tx.now(), tx.feedFrom());
    nudge(saved, save.insert() ? "create" : "update", save.userId());
    rules.after(save, saved, this);
    return runAfterFlows(save, Objects.requireNonNullElse(find(saved.id()), saved));
  }

  private void checkLock(Save save) {
    if (save.origin() == Save.Origin.PLATFORM) {
      return;
    }
    List<String> touched = new ArrayList<>();
    touched.add(save.id());
    for (String f : List.of("AccountId", "WhoId", "WhatId")) {
      String parent = save.text(f);
      if (parent != null) {
        touched.add(parent);
      }
    }
    String locked = settings().lockedAmong(touched);
    if (locked != null) {
      throw new RowFailure(
          "UNABLE_TO_LOCK_ROW",
          "unable to obtain exclusive access to this record or 1 records: "
              + locked.substring(0, 15));
    }
  }

  private void runBeforeTriggers(Save save) {
    TriggerContract.Steps steps = world.triggers().of(save.type().name());
    for (Step step : save.insert() ? steps.beforeInsert() : steps.beforeUpdate()) {
      switch (step) {
        case Step.Blank b -> {
          if (!b.clonesOnly() || save.origin() == Save.Origin.CLONE) {
            b.fields().forEach(f -> save.set(f, null));
          }
        }
        case Step.RefuseUnlessSeen r -> refuseUnlessSeen(save, r);
        case Step.RenewUnlessSet r -> {
          if (save.text(r.field()) == null || !save.changed(r.field())) {
            save.set(r.field(), freshStamp());
          }
        }
        case Step.Nudge n -> throw new IllegalStateException("a nudge before the save: " + n);
      }
    }
  }

  /** Like the package's UUIDs, but the same in each run. */
  private String freshStamp() {
    String number = "save " + world.ids().nextNumber("stamps");
    return UUID.nameUUIDFromBytes(number.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static void refuseUnlessSeen(Save save, Step.RefuseUnlessSeen step) {
    String seen = save.changed(step.seen()) ? save.text(step.seen()) : null;
    Object there = save.old() == null ? null : save.old().get(step.field());
    save.set(step.seen(), null);
    if (seen != null && !seen.equals(there == null ? UNSTAMPED : there)) {
      throw new RowFailure(
          "FIELD_CUSTOM_VALIDATION_EXCEPTION",
          "LOCKSTEP_STALE: The record was changed since it was read.");
    }
  }

  private void runValidationRules(Save save) {
    for (OrgSettings.ValidationRule rule : settings().validationRules(save.type().name())) {
      if (rule.refuses().test(save.rec().values())) {
        String field = rule.field();
        throw new RowFailure(
            new Org.RowError(
                "FIELD_CUSTOM_VALIDATION_EXCEPTION",
                rule.message(),
                field == null ? List.of() : List.of(field),
                null));
      }
    }
  }

  private void stampRow(Save save) {
    boolean setup = !save.type().has("CreatedById");
    if (save.insert()) {
      save.set("Id", save.id());
      if (!setup) {
        save.set("CreatedDate", tx.stamp());
        save.set("CreatedById", save.userId());
      }
    }
    if (save.type().has("LastModifiedDate")) {
      save.set("LastModifiedDate", tx.stamp());
      save.set("LastModifiedById", save.userId());
    }
    if (save.type().has("SystemModstamp")) {
      save.set("SystemModstamp", tx.stamp());
    }
  }

  private Rec runAfterFlows(Save save, Rec saved) {
    if (save.origin() == Save.Origin.FLOW
        || save.origin() == Save.Origin.PLATFORM
        || flowDepth > 0) {
      return saved;
    }
    Rec at = saved;
    flowDepth++;
    try {
      for (OrgSettings.Flow flow : settings().flows(save.type().name(), true)) {
        Map<String, @Nullable Object> changes = rewrite(flow, at.text(flow.field()));
        Rec before = at;
        boolean differs =
            changes.entrySet().stream()
                .anyMatch(e -> !Objects.equals(before.get(e.getKey()), e.getValue()));
        if (differs) {
          at = update(at, changes, save.userId(), Save.Origin.FLOW, true);
        }
      }
    } finally {
      flowDepth--;
    }
    return at;
  }

  private static Map<String, @Nullable Object> rewrite(
      OrgSettings.Flow flow, @Nullable String text) {
    Map<String, @Nullable Object> change = new HashMap<>();
    if (flow.rewrite() == OrgSettings.Rewrite.set) {
      change.put(flow.field(), flow.text());
    } else if (text != null) {
      change.put(
          flow.field(),
          switch (flow.rewrite()) {
            case upperCase -> text.toUpperCase(Locale.ROOT);
            case trim -> text.strip().replaceAll("\\s+", " ");
            default -> text.startsWith(flow.text()) ? text : flow.text() + text;
          });
    }
    return change;
  }

  private void nudge(Rec rec, String change, String userId) {
    for (Step s : world.triggers().of(rec.type().name()).afterChange()) {
      if (s instanceof Step.Nudge) {
        nudges.add(new ChangedId(rec.type().name(), rec.id(), change, userId));
      }
    }
  }

  private ObjectRules rulesOf(ObjectDef type) {
    return world.rules().getOrDefault(type.name(), NO_RULES);
  }

  @Override
  public void delete(Rec rec, String userId, String cause) {
    Rec now = Objects.requireNonNullElse(rows().find(rec.type().name(), rec.id()), rec);
    if (now.deleted()) {
      return;
    }
    Map<String, Object> changes = new HashMap<>();
    changes.put("IsDeleted", true);
    changes.put("$deletedWith", cause);
    changes.put("$deletedAt", tx.stamp());
    changes.putAll(stamps(now, userId));
    Rec deleted = now.with(changes);
    rows().put(deleted, tx.now(), tx.feedFrom());
    deletions.add(deleted);
    nudge(deleted, "delete", userId);
    rulesOf(rec.type()).deleted(deleted, userId, this);
    deleteDetails(deleted, userId, cause);
  }

  /** Detail rows of a custom master go with it; other custom lookups are emptied unseen. */
  private void deleteDetails(Rec rec, String userId, String cause) {
    for (ObjectDef child : schema().objects()) {
      for (FieldDef f : child.fields()) {
        if (!f.isReference()
            || !f.field().custom()
            || !f.field().referenceTo().contains(rec.type().name())) {
          continue;
        }
        for (Rec r : rows().where(child, f.name(), rec.id())) {
          if (!r.deleted() && f.masterDetail()) {
            delete(r, userId, cause);
          } else if (!r.deleted()) {
            rows().putQuietly(r.with(f.name(), null));
          }
        }
      }
    }
  }

  /** Takes a row out of the recycle bin, with all that was deleted together with it. */
  public void undelete(Rec rec, String userId) {
    restore(rec, userId);
    for (ObjectDef type : schema().objects()) {
      for (Rec r : rows().all(type.name())) {
        if (r.deleted() && rec.id().equals(r.text("$deletedWith")) && !r.id().equals(rec.id())) {
          restore(r, userId);
        }
      }
    }
  }

  private void restore(Rec rec, String userId) {
    for (FieldDef f : rec.type().fields()) {
      Object value = rec.get(f.name());
      if (f.field().unique() && value != null) {
        for (Rec other : rows().where(rec.type(), f.name(), value)) {
          if (!other.deleted()) {
            throw new RowFailure(
                "DUPLICATE_VALUE",
                "duplicate value found: "
                    + f.name()
                    + " duplicates value on record with id: "
                    + other.id().substring(0, 15),
                f.name());
          }
        }
      }
    }
    Map<String, @Nullable Object> changes = new HashMap<>(stamps(rec, userId));
    changes.put("IsDeleted", false);
    changes.put("$deletedWith", null);
    changes.put("$deletedAt", null);
    changes.put("MasterRecordId", null);
    Rec restored = rec.with(changes);
    rows().put(restored, tx.now(), tx.feedFrom());
    restorations.add(restored);
    nudge(restored, "undelete", userId);
  }

  private Map<String, Object> stamps(Rec rec, String userId) {
    Map<String, Object> stamps = new HashMap<>();
    if (rec.type().has("LastModifiedDate")) {
      stamps.put("LastModifiedDate", tx.stamp());
      stamps.put("LastModifiedById", userId);
    }
    if (rec.type().has("SystemModstamp")) {
      stamps.put("SystemModstamp", tx.stamp());
    }
    return stamps;
  }
}

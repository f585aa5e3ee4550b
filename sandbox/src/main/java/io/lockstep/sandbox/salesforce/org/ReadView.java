package io.lockstep.sandbox.salesforce.org;

import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.salesforce.org.access.Rights;
import io.lockstep.sandbox.salesforce.org.access.Sharing;
import io.lockstep.sandbox.salesforce.org.rules.Saver;
import io.lockstep.sandbox.salesforce.org.rules.SharedActivities;
import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.Schema;
import io.lockstep.sandbox.salesforce.org.soql.Query;
import io.lockstep.sandbox.salesforce.org.soql.RowSource;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The org as one user reads it. */
final class ReadView implements RowSource {
  private static final int ARCHIVED_AFTER_DAYS = 365;

  /** What everybody may know of a private event that shows as "Busy". */
  private static final Set<String> OF_BUSY =
      Set.of(
          "StartDateTime",
          "EndDateTime",
          "DurationInMinutes",
          "ActivityDate",
          "ActivityDateTime",
          "EndDate",
          "IsAllDayEvent",
          "ShowAs",
          "IsPrivate",
          "OwnerId",
          "Id",
          "IsDeleted",
          "CreatedDate",
          "CreatedById",
          "LastModifiedDate",
          "LastModifiedById",
          "SystemModstamp",
          "IsArchived",
          "IsChild",
          "IsGroupEvent",
          "IsRecurrence",
          "IsRecurrence2",
          "GroupEventType");

  private final OrgState org;
  private final Sharing.Viewer viewer;
  private final @Nullable String defaultNamespace;
  private final String subject;

  ReadView(OrgState org, Sharing.Viewer viewer, @Nullable String defaultNamespace, String subject) {
    this.org = org;
    this.viewer = viewer;
    this.defaultNamespace = defaultNamespace;
    this.subject = subject;
  }

  @Override
  public Schema schema() {
    return org.schema;
  }

  @Override
  public Rights rights() {
    return viewer.rights();
  }

  @Override
  public @Nullable String defaultNamespace() {
    return defaultNamespace;
  }

  @Override
  public Instant now() {
    return org.now();
  }

  @Override
  public Collection<Rec> scan(ObjectDef type, boolean feed, Query query) {
    if (type.name().equals("UserRecordAccess")) {
      return new RecordAccess(org).rows(type, query);
    }
    return feed ? org.rows.feed(type.name(), now()) : org.rows.all(type.name());
  }

  @Override
  public List<Rec> where(ObjectDef type, String field, Object value) {
    return org.rows.where(type, field, value);
  }

  @Override
  public boolean visible(Rec rec, boolean all) {
    if (!all && (rec.deleted() || archived(rec))) {
      return false;
    }
    if (rec.deleted() && purged(rec)) {
      return false;
    }
    return viewer.canRead(rec);
  }

  /** Past its 15 days in the recycle bin. */
  private boolean purged(Rec rec) {
    Instant at = rec.get("$deletedAt") instanceof Instant i ? i : null;
    return at != null && at.isBefore(now().minus(15, ChronoUnit.DAYS));
  }

  private boolean archived(Rec rec) {
    boolean activity = rec.type().name().equals("Event");
    return activity
        && rec.get("ActivityDate") instanceof LocalDate day
        && day.isBefore(
            now().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(ARCHIVED_AFTER_DAYS));
  }

  @Override
  public @Nullable Rec target(String id) {
    return org.find(id);
  }

  @Override
  public @Nullable Object value(Rec rec, FieldDef field) {
    if (busy(rec) && !OF_BUSY.contains(field.name())) {
      return field.name().equals("Subject")
          ? "Busy"
          : field.type().equals("boolean") ? Boolean.FALSE : null;
    }
    return switch (field.type()) {
      case "address" -> address(rec, field.name().replaceAll("Address$", ""));
      case "JunctionIdList" -> SharedActivities.list(rec, field.name(), saver());
      default ->
          switch (field.name()) {
            case "IsArchived" -> archived(rec);
            case "WhoCount" -> SharedActivities.list(rec, "EventWhoIds", saver()).size();
            case "WhatCount" -> rec.get("WhatId") == null ? 0 : 1;
            default -> rec.get(field.name());
          };
    };
  }

  private Saver saver() {
    return new Saver(org.world, org.quiet(viewer));
  }

  private boolean busy(Rec rec) {
    return org.privateAsBusy
        && rec.type().name().equals("Event")
        && rec.flag("IsPrivate")
        && !rights().viewAllData()
        && !rights().system()
        && !rights().userId().equals(rec.text("OwnerId"));
  }

  private static Org.@Nullable Row address(Rec rec, String prefix) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    boolean any = false;
    for (String part :
        List.of("Street", "City", "State", "StateCode", "PostalCode", "Country", "CountryCode")) {
      if (rec.type().has(prefix + part)) {
        Object value = rec.get(prefix + part);
        any |= value != null;
        values.put(Character.toLowerCase(part.charAt(0)) + part.substring(1), value);
      }
    }
    return any ? new Org.Row("Address", values, List.of()) : null;
  }

  @Override
  public List<Rec> listing(ObjectDef type, List<Rec> rows) {
    if (type.isSetup()) {
      return rows;
    }
    if (org.faults.strikes(OrgState.SERVICE, Fault.Kind.emptyListing, subject)) {
      return List.of();
    }
    if (org.faults.strikes(OrgState.SERVICE, Fault.Kind.shortListing, subject)) {
      List<Rec> some = new ArrayList<>();
      for (Rec r : rows) {
        if (org.random.nextInt(3) > 0) {
          some.add(r);
        }
      }
      return some.size() == rows.size() && !rows.isEmpty() ? rows.subList(1, rows.size()) : some;
    }
    return rows;
  }
}

package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row on its way through a save: what it was, what it is going to be, and what was asked. */
public final class Save {
  /** Where a save comes from; it decides what is checked. */
  public enum Origin {
    API,
    /** A person at the screen. */
    SCREEN,
    /** A person's "Clone" button. */
    CLONE,
    /** A flow that runs within another save. */
    FLOW,
    /** The platform itself. */
    PLATFORM
  }

  private final ObjectDef type;
  private final String id;
  private final @Nullable Rec old;
  private final Map<String, Object> values;
  private final Map<String, @Nullable Object> sent;
  private final Origin origin;
  private final String userId;
  private final boolean allowDuplicates;

  Save(
      ObjectDef type,
      String id,
      @Nullable Rec old,
      Map<String, @Nullable Object> sent,
      Origin origin,
      String userId,
      boolean allowDuplicates) {
    this.type = type;
    this.id = id;
    this.old = old;
    this.sent = sent;
    this.origin = origin;
    this.userId = userId;
    this.allowDuplicates = allowDuplicates;
    this.values = new LinkedHashMap<>(old == null ? Map.of() : old.values());
    sent.forEach(this::set);
  }

  public ObjectDef type() {
    return type;
  }

  public String id() {
    return id;
  }

  public boolean insert() {
    return old == null;
  }

  public @Nullable Rec old() {
    return old;
  }

  public Origin origin() {
    return origin;
  }

  public String userId() {
    return userId;
  }

  public boolean allowDuplicates() {
    return allowDuplicates;
  }

  /** The names of the fields the caller sent, emptied ones too. */
  public Set<String> sentFields() {
    return sent.keySet();
  }

  public boolean sent(String field) {
    return sent.containsKey(field);
  }

  public @Nullable Object sentValue(String field) {
    return sent.get(field);
  }

  public @Nullable Object get(String field) {
    return values.get(field);
  }

  public @Nullable String text(String field) {
    Object v = values.get(field);
    return v == null ? null : v.toString();
  }

  public boolean flag(String field) {
    return Boolean.TRUE.equals(values.get(field));
  }

  public void set(String field, @Nullable Object value) {
    if (value == null) {
      values.remove(field);
    } else {
      values.put(field, value);
    }
  }

  /** Whether the field will differ from what it was; on insert, whether it has a value. */
  public boolean changed(String field) {
    return !Objects.equals(old == null ? null : old.get(field), values.get(field));
  }

  public Rec rec() {
    return new Rec(type, id, values);
  }
}

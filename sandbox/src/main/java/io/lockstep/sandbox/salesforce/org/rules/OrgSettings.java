package io.lockstep.sandbox.salesforce.org.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an administrator of the org has set up: rules, flows, and switches of the platform. */
public final class OrgSettings {
  /** A validation rule: rows for which it is true are refused. Values by field name. */
  public record ValidationRule(
      String name,
      String object,
      Predicate<Map<String, Object>> refuses,
      String message,
      @Nullable String field) {}

  /** How a flow rewrites a text field. */
  public enum Rewrite {
    upperCase,
    trim,
    prefix,
    /** Sets the field to the flow's text. */
    set
  }

  /**
   * A record-triggered flow that rewrites one field.
   *
   * @param afterSave it saves the row once more, as a save of its own; else it works on the row
   *     before it is saved
   */
  public record Flow(
      String name, String object, String field, Rewrite rewrite, String text, boolean afterSave) {}

  /**
   * A duplicate rule: rows whose fields all equal those of another, in any case, none empty.
   *
   * @param block refuse always; else an alert, that a caller may override
   */
  public record DuplicateRule(String name, String object, List<String> fields, boolean block) {}

  private final Map<String, ValidationRule> validationRules = new LinkedHashMap<>();
  private final Map<String, Flow> flows = new LinkedHashMap<>();
  private final Map<String, DuplicateRule> duplicateRules = new LinkedHashMap<>();
  private final Map<String, Integer> locks = new LinkedHashMap<>();
  private @Nullable Duration defaultReminder = Duration.ofMinutes(15);
  private boolean contactTakesEventsAlong = true;
  private boolean acceptsIsRecurrence2;

  public void set(ValidationRule rule) {
    validationRules.put(rule.name(), rule);
  }

  public void set(Flow flow) {
    flows.put(flow.name(), flow);
  }

  public void set(DuplicateRule rule) {
    duplicateRules.put(rule.name(), rule);
  }

  /** Removes a rule or flow of this name. */
  public void remove(String name) {
    validationRules.remove(name);
    flows.remove(name);
    duplicateRules.remove(name);
  }

  List<ValidationRule> validationRules(String object) {
    return validationRules.values().stream().filter(r -> r.object().equals(object)).toList();
  }

  List<Flow> flows(String object, boolean afterSave) {
    return flows.values().stream()
        .filter(f -> f.object().equals(object) && f.afterSave() == afterSave)
        .toList();
  }

  List<DuplicateRule> duplicateRules(String object) {
    return duplicateRules.values().stream().filter(r -> r.object().equals(object)).toList();
  }

  /** The next {@code times} saves of this row, or of rows below it, find it locked. */
  public void lock(String id, int times) {
    locks.put(id, times);
  }

  /** Whether a save that touches these rows meets a lock; uses it up. */
  @Nullable String lockedAmong(List<String> ids) {
    for (String id : new ArrayList<>(ids)) {
      Integer left = locks.get(id);
      if (left != null) {
        if (left <= 1) {
          locks.remove(id);
        } else {
          locks.put(id, left - 1);
        }
        return id;
      }
    }
    return null;
  }

  /** The reminder a new event gets when the caller says nothing; null = none. */
  public @Nullable Duration defaultReminder() {
    return defaultReminder;
  }

  public void defaultReminder(@Nullable Duration before) {
    defaultReminder = before;
  }

  /** Whether deleting a contact deletes the events that are related to nothing else. */
  public boolean contactTakesEventsAlong() {
    return contactTakesEventsAlong;
  }

  public void contactTakesEventsAlong(boolean on) {
    contactTakesEventsAlong = on;
  }

  /** Whether IsRecurrence2 may be sent beside the pattern: the documents disagree. */
  public boolean acceptsIsRecurrence2() {
    return acceptsIsRecurrence2;
  }

  public void acceptsIsRecurrence2(boolean on) {
    acceptsIsRecurrence2 = on;
  }
}

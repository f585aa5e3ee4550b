package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.salesforce.org.SimulatedOrg;
import io.lockstep.sandbox.salesforce.org.access.Sharing;
import io.lockstep.sandbox.salesforce.org.rules.OrgSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an administrator switches in the running org, as JSON; and what was switched so far. */
final class OrgSwitches {
  private static final String KNOWN =
      "shape, nudges, validationRules, flows, duplicateRules, removedRules, sharing, rights, users,"
          + " platform, locks, storage";

  /** How a validation rule looks at a field. */
  enum Test {
    isEmpty,
    equals,
    contains,
    longerThan
  }

  /**
   * A row is refused if the field passes the test.
   *
   * @param when the field that is looked at
   * @param value what it is compared with; not needed for {@code isEmpty}
   * @param field where the error shows; null = on the page
   */
  record ValidationRule(
      String name,
      String object,
      String when,
      Test test,
      @Nullable String value,
      String message,
      @Nullable String field) {
    Predicate<Map<String, Object>> predicate() {
      return row -> {
        Object found = row.get(when);
        String text = found == null ? "" : found.toString();
        String wanted = value == null ? "" : value;
        return switch (test) {
          case isEmpty -> text.isEmpty();
          case equals -> text.equals(wanted);
          case contains -> text.contains(wanted);
          case longerThan -> text.length() > Integer.parseInt(wanted);
        };
      };
    }
  }

  record RemovedRule(String name) {}

  record SharingModel(String object, Sharing.Model model) {}

  /**
   * A right that a profile or permission set gives.
   *
   * @param object API name, with {@code letters} of {@code crudVM}
   * @param field {@code Object.Field}, with letters of {@code re}
   * @param system a system permission, with {@code on}
   */
  record Right(
      String holder,
      @Nullable String object,
      @Nullable String field,
      @Nullable String letters,
      @Nullable String system,
      @Nullable Boolean on) {}

  record User(String username, @Nullable Boolean active, @Nullable Boolean frozen) {}

  record Platform(
      @Nullable Duration defaultReminder,
      @Nullable Boolean noDefaultReminder,
      @Nullable Boolean contactTakesEventsAlong,
      @Nullable Boolean acceptsIsRecurrence2,
      @Nullable Boolean privateAsBusy,
      @Nullable Duration feedDelay,
      @Nullable Instant latestDateCovered,
      @Nullable Boolean releaseLatestDateCovered,
      @Nullable Boolean expireCursors) {}

  record Lock(String id, int times) {}

  private final SimulatedOrg org;
  private final Map<String, Map<String, Object>> done = new LinkedHashMap<>();

  OrgSwitches(SimulatedOrg org) {
    this.org = org;
  }

  synchronized JsonNode show(String what) {
    if (what.equals("storage")) {
      return ControlJson.MAPPER.valueToTree(org.setup().storage());
    }
    if (!List.of(KNOWN.split(", ")).contains(what)) {
      throw unknown(what);
    }
    return ControlJson.MAPPER.valueToTree(done.getOrDefault(what, Map.of()).values());
  }

  synchronized void change(String what, ObjectNode body) {
    switch (what) {
      case "validationRules" -> {
        ValidationRule rule = ControlJson.read(body, ValidationRule.class);
        org.setup()
            .setValidationRule(
                rule.name(), rule.object(), rule.predicate(), rule.message(), rule.field());
        note(what, rule.name(), rule);
      }
      case "flows" -> {
        OrgSettings.Flow flow = ControlJson.read(body, OrgSettings.Flow.class);
        org.setup().setFlow(flow);
        note(what, flow.name(), flow);
      }
      case "duplicateRules" -> {
        OrgSettings.DuplicateRule rule = ControlJson.read(body, OrgSettings.DuplicateRule.class);
        org.setup().setDuplicateRule(rule.name(), rule.object(), rule.fields(), rule.block());
        note(what, rule.name(), rule);
      }
      case "removedRules" -> {
        RemovedRule rule = ControlJson.read(body, RemovedRule.class);
        org.setup().removeRule(rule.name());
        done.values().forEach(named -> named.remove(rule.name()));
      }
      case "sharing" -> {
        SharingModel sharing = ControlJson.read(body, SharingModel.class);
        org.setup().setSharing(sharing.object(), sharing.model());
        note(what, sharing.object(), sharing);
      }
      case "rights" -> right(ControlJson.read(body, Right.class));
      case "users" -> user(ControlJson.read(body, User.class));
      case "platform" -> platform(ControlJson.read(body, Platform.class));
      case "locks" -> {
        Lock lock = ControlJson.read(body, Lock.class);
        org.setup().lockRow(lock.id(), lock.times());
      }
      default -> throw unknown(what);
    }
  }

  private void right(Right right) {
    String letters = right.letters() == null ? "" : right.letters();
    String subject;
    if (right.object() != null) {
      org.setup().setObjectRight(right.holder(), right.object(), letters);
      subject = right.object();
    } else if (right.field() != null) {
      org.setup().setFieldRight(right.holder(), right.field(), letters);
      subject = right.field();
    } else if (right.system() != null && right.on() != null) {
      org.setup().setSystemPermission(right.holder(), right.system(), right.on());
      subject = right.system();
    } else {
      throw ControlException.bad(
          "A right needs holder, and object or field with letters, or system with on.");
    }
    note("rights", right.holder() + " " + subject, right);
  }

  private void user(User user) {
    var found = org.userByName(user.username());
    if (found == null) {
      throw ControlException.missing("The org has no user " + user.username() + ".");
    }
    if (user.active() != null) {
      org.setup().setActive(found.id(), user.active());
    }
    if (user.frozen() != null) {
      org.setup().setFrozen(found.id(), user.frozen());
    }
    note("users", user.username(), user);
  }

  private void platform(Platform p) {
    if (p.defaultReminder() != null) {
      org.setup().setDefaultReminder(p.defaultReminder());
    }
    if (Boolean.TRUE.equals(p.noDefaultReminder())) {
      org.setup().setDefaultReminder(null);
    }
    if (p.contactTakesEventsAlong() != null) {
      org.setup().setContactTakesEventsAlong(p.contactTakesEventsAlong());
    }
    if (p.acceptsIsRecurrence2() != null) {
      org.setup().setAcceptsIsRecurrence2(p.acceptsIsRecurrence2());
    }
    if (p.privateAsBusy() != null) {
      org.setup().setPrivateAsBusy(p.privateAsBusy());
    }
    if (p.feedDelay() != null) {
      org.setup().setFeedDelay(p.feedDelay());
    }
    if (p.latestDateCovered() != null) {
      org.setup().holdBackLatestDateCovered(p.latestDateCovered());
    }
    if (Boolean.TRUE.equals(p.releaseLatestDateCovered())) {
      org.setup().holdBackLatestDateCovered(null);
    }
    if (Boolean.TRUE.equals(p.expireCursors())) {
      org.setup().expireCursors();
    }
    note("platform", String.valueOf(done.getOrDefault("platform", Map.of()).size()), p);
  }

  private void note(String what, String name, Object value) {
    done.computeIfAbsent(what, w -> new LinkedHashMap<>()).put(name, value);
  }

  private static ControlException unknown(String what) {
    return ControlException.missing("An org has " + KNOWN + ", but no " + what + ".");
  }
}

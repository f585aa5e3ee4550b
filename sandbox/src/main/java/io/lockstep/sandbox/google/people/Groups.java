package io.lockstep.sandbox.google.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.GoogleError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One user's contact groups ("labels"). Guarded by the engine's lock. */
final class Groups {
  private static final List<String> SYSTEM =
      List.of(
          "myContacts",
          "all",
          "friends",
          "family",
          "coworkers",
          "chatBuddies",
          "starred",
          "blocked");

  /** A group. */
  static final class Group {
    final String resourceName;
    final boolean system;
    String name;
    @Nullable JsonNode clientData;
    long order;
    Instant updated;
    boolean deleted;

    Group(String resourceName, boolean system, String name, Instant updated) {
      this.resourceName = resourceName;
      this.system = system;
      this.name = name;
      this.updated = updated;
    }

    String etag() {
      return java.util.Base64.getEncoder()
          .encodeToString(("group" + order).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  private final SandboxClock clock;
  private final RandomGenerator random;
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private long order;

  Groups(SandboxClock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
    for (String name : SYSTEM) {
      touch(new Group("contactGroups/" + name, true, name, clock.now()));
    }
  }

  List<Group> all() {
    return new ArrayList<>(groups.values());
  }

  long newest() {
    return order;
  }

  @Nullable Group find(String resourceName) {
    Group group = groups.get(resourceName);
    return group == null || group.deleted ? null : group;
  }

  Group get(String resourceName) {
    Group group = find(resourceName);
    if (group == null) {
      throw GoogleError.of(404, "global", "notFound", "Requested entity was not found.");
    }
    return group;
  }

  Group create(String name, @Nullable JsonNode clientData) {
    checkName(name, null);
    Group group =
        new Group(
            "contactGroups/" + Long.toHexString(random.nextLong() & Long.MAX_VALUE),
            false,
            name.strip(),
            clock.now());
    group.clientData = clientData;
    touch(group);
    return group;
  }

  void rename(Group group, String name) {
    if (group.system) {
      throw GoogleError.argument("System contact groups cannot be changed.");
    }
    checkName(name, group);
    group.name = name.strip();
    touch(group);
  }

  void remove(Group group) {
    if (group.system) {
      throw GoogleError.argument("System contact groups cannot be deleted.");
    }
    group.deleted = true;
    touch(group);
  }

  void touch(Group group) {
    group.order = ++order;
    group.updated = clock.now();
    groups.put(group.resourceName, group);
  }

  private void checkName(String name, @Nullable Group except) {
    if (name.isBlank()) {
      throw GoogleError.argument("Contact group name must be set.");
    }
    for (Group group : groups.values()) {
      if (group != except && !group.deleted && group.name.equalsIgnoreCase(name.strip())) {
        throw GoogleError.grpc(409, "ALREADY_EXISTS", "Contact group name already exists.");
      }
    }
  }

  /** Contacts can be put into the user's own groups, "My Contacts" and "Starred" only. */
  void checkAssignable(String resourceName) {
    Group group = find(resourceName);
    if (group == null) {
      throw GoogleError.argument("Contact group " + resourceName + " does not exist.");
    }
    if (group.system
        && !resourceName.endsWith("/myContacts")
        && !resourceName.endsWith("/starred")) {
      throw GoogleError.argument("Only the system groups myContacts and starred accept additions.");
    }
  }
}

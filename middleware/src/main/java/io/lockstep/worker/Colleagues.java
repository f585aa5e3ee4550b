package io.lockstep.worker;

import io.lockstep.salesforce.OrgConfiguration;
import io.lockstep.sync.Snapshot;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The users of one org who sync, by the addresses of their mailboxes. */
final class Colleagues implements Directory {
  private final Map<String, String> userIds = new HashMap<>();

  Colleagues(OrgConfiguration configuration) {
    configuration
        .users()
        .values()
        .forEach(user -> userIds.put(addressOf(configuration, user), user.id()));
  }

  /** The address of a user's mailbox: what the administrator set for it, else the user's own. */
  static String addressOf(OrgConfiguration configuration, OrgConfiguration.SyncUser user) {
    OrgConfiguration.SyncMailbox row = configuration.mailboxes().get(user.id());
    String address = row == null || row.address().isBlank() ? user.address() : row.address();
    return address.toLowerCase(Locale.ROOT);
  }

  @Override
  public @Nullable String carrierOf(Snapshot event) {
    String organizer = event.traits().owner();
    // A record is owned by a user's id, an item's organizer is an address.
    String byOrganizer =
        organizer == null || userIds.containsValue(organizer) ? organizer : userIds.get(organizer);
    if (byOrganizer != null) {
      return byOrganizer;
    }
    TreeSet<String> attending = new TreeSet<>();
    for (String address : event.traits().participants()) {
      String userId = userIds.get(address);
      if (userId != null) {
        attending.add(userId);
      }
    }
    return attending.isEmpty() ? null : attending.first();
  }
}

package io.lockstep.worker;

import io.lockstep.port.PortException;
import io.lockstep.salesforce.LogRow;
import io.lockstep.salesforce.MailboxStatus;
import io.lockstep.salesforce.OrgConfiguration;
import io.lockstep.state.MailboxId;
import io.lockstep.state.WorkQueue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done for an org as a whole: read its configuration and its feed, tell it of the sync. */
final class OrgChores {
  private static final Logger LOG = LoggerFactory.getLogger(OrgChores.class);

  /** What the chores are made of, the same for all orgs. */
  record Parts(
      OrgFeed feeds,
      WorkQueue queue,
      PassRunner passes,
      MailboxMemory memory,
      PollTimes times,
      StatusRows statuses,
      Decisions decisions,
      Troubles troubles,
      InstantSource clock,
      double quotaShare) {}

  private final Parts parts;

  OrgChores(Parts parts) {
    this.parts = parts;
  }

  // ---- the configuration

  void readConfiguration(EnrolledOrg org) {
    parts.troubles().attempt(org, "configuration", () -> configuration(org));
  }

  private void configuration(EnrolledOrg org) {
    boolean first = org.configuration() == null;
    OrgConfiguration read = org.reload(parts.clock().instant());
    read.problems().forEach(p -> LOG.warn("Org {}: {}", org.id(), p.advice()));
    if (first) {
      // The feed begins before the first listing, so that nothing falls in between.
      feed(org);
    }
    List<MailboxId> mailboxes = new ArrayList<>();
    for (OrgConfiguration.SyncUser user : read.users().values()) {
      MailboxId id = new MailboxId(org.id(), user.id());
      mailboxes.add(id);
      OrgConfiguration.SyncMailbox row = read.mailboxes().get(user.id());
      parts.memory().learnSyncedBefore(id, row != null && !row.status().equals("Waiting"));
      if (row != null && row.request() != null) {
        take(org, id, row.request());
      }
    }
    parts.queue().rebuild(mailboxes);
    Set<MailboxId> decided =
        parts.decisions().read(org.id(), org.salesforce().issues(), parts.passes()::release);
    parts.queue().schedule(decided, parts.clock().instant(), "Choice");
    if (first) {
      // What an earlier process with longer intervals put off.
      for (MailboxId id : mailboxes) {
        parts.queue().schedule(id, parts.clock().instant().plus(parts.times().idle(id)), "poll");
      }
    }
  }

  /** A person asked for something on the mailbox's page. */
  private void take(EnrolledOrg org, MailboxId id, String request) {
    switch (request) {
      case "SyncNow" -> parts.queue().schedule(id, parts.clock().instant(), "SyncNow");
      case "Release" -> {
        parts.passes().release(id);
        parts.queue().schedule(id, parts.clock().instant(), "Release");
      }
      default ->
          LOG.warn(
              "Org {}: the request {} is not supported by this version and is left as it is",
              org.id(),
              request);
    }
  }

  // ---- the feed

  void readFeed(EnrolledOrg org) {
    if (org.configuration() != null) {
      parts.troubles().attempt(org, "feed", () -> feed(org));
    }
  }

  private void feed(EnrolledOrg org) {
    OrgConfiguration configuration = org.configuration();
    if (configuration == null || overBudget(org)) {
      return;
    }
    Set<String> users = configuration.users().keySet();
    org.feedTurn().lock();
    try {
      Set<MailboxId> hinted = parts.feeds().poll(org.id(), org.feed(), users);
      parts.queue().schedule(hinted, parts.clock().instant(), "Nudge");
    } catch (PortException.CursorExpired expired) {
      LOG.warn(
          "Org {}: the change feed cannot be read on ({}): everything is looked at again",
          org.id(),
          expired.code());
      List<MailboxId> all = users.stream().map(user -> new MailboxId(org.id(), user)).toList();
      parts.queue().schedule(all, parts.clock().instant(), "Sweep");
    } finally {
      org.feedTurn().unlock();
    }
  }

  /** Beyond its share of the org's daily calls the worker stops its background work. */
  private boolean overBudget(EnrolledOrg org) {
    var budget = org.salesforce().budget();
    boolean over = budget.limit() > 0 && budget.used() > budget.limit() * parts.quotaShare();
    if (over) {
      parts
          .troubles()
          .say(
              org,
              "budget",
              "the org has used "
                  + budget.used()
                  + " of its "
                  + budget.limit()
                  + " daily API calls, more than the share at which background work stops; it goes"
                  + " on by itself");
    } else {
      parts.troubles().over(org, "budget");
    }
    return over;
  }

  // ---- what the org is told

  /**
   * @param running the mailboxes under way: a first sync can take longer than the time between two
   *     reports
   */
  void tell(EnrolledOrg org, Set<MailboxId> running) {
    parts
        .troubles()
        .attempt(
            org,
            "log",
            () -> {
              noteProgress(org, running);
              write(org);
            });
  }

  private void noteProgress(EnrolledOrg org, Set<MailboxId> running) {
    OrgConfiguration configuration = org.configuration();
    if (configuration == null) {
      return;
    }
    for (MailboxId id : running) {
      OrgConfiguration.SyncUser user = configuration.users().get(id.userId());
      if (user != null && id.orgId().equals(org.id()) && parts.memory().inFirstSync(id)) {
        String address = Colleagues.addressOf(configuration, user);
        org.journal()
            .status(parts.statuses().now(id, address, parts.clock().instant(), 0, false), false);
      }
    }
  }

  private static void write(EnrolledOrg org) {
    List<MailboxStatus> statuses = org.journal().takeStatuses();
    List<LogRow> logs = org.journal().takeLogs();
    if (statuses.isEmpty() && logs.isEmpty()) {
      return;
    }
    try {
      org.salesforce().statuses().write(statuses);
      Map<String, Integer> refused = org.salesforce().logs().write(logs);
      if (!refused.isEmpty()) {
        LOG.warn("Org {}: log rows were refused: {}", org.id(), refused);
      }
    } catch (PortException e) {
      org.journal().putBack(logs, statuses);
      throw e;
    }
  }
}

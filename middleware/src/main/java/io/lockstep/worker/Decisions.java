package io.lockstep.worker;

import io.lockstep.salesforce.DecidedIssue;
import io.lockstep.salesforce.DecidedIssues;
import io.lockstep.state.MailboxId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What people chose on issues of one org, between its reading and the pass that carries it out.
 * Kept in memory only: what a process forgets is still open in the org, and is read again.
 */
final class Decisions {
  private final Map<MailboxId, List<Order>> waiting = new ConcurrentHashMap<>();

  /**
   * Reads what was decided; closes at once what needs no pass.
   *
   * @param release lets go of the brake of a mailbox
   * @return the mailboxes that have something to carry out
   */
  Set<MailboxId> read(String orgId, DecidedIssues issues, Consumer<MailboxId> release) {
    Map<MailboxId, List<Order>> found = new ConcurrentHashMap<>();
    Set<MailboxId> due = new HashSet<>();
    List<String> done = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (DecidedIssue issue : issues.open()) {
      MailboxId mailbox = new MailboxId(orgId, issue.userId());
      switch (issue.choice()) {
        case "Dismiss" -> done.add(issue.id());
        case "Release" -> {
          release.accept(mailbox);
          due.add(mailbox);
          done.add(issue.id());
        }
        case "Restore" -> add(found, mailbox, issue, Order.Choice.RESTORE);
        case "DeleteHereToo" -> add(found, mailbox, issue, Order.Choice.DELETE_HERE_TOO);
        case "Link" -> add(found, mailbox, issue, Order.Choice.LINK);
        case "Create" -> add(found, mailbox, issue, Order.Choice.CREATE);
        case "Retry" -> add(found, mailbox, issue, Order.Choice.RETRY);
        default -> refused.add(issue.id());
      }
    }
    issues.close(done);
    issues.refuse(refused);
    waiting.keySet().removeIf(mailbox -> mailbox.orgId().equals(orgId));
    waiting.putAll(found);
    due.addAll(found.keySet());
    return due;
  }

  private static void add(
      Map<MailboxId, List<Order>> to, MailboxId mailbox, DecidedIssue issue, Order.Choice choice) {
    boolean chosen = choice == Order.Choice.LINK && issue.chosenRecordId() != null;
    to.computeIfAbsent(mailbox, any -> new ArrayList<>())
        .add(
            new Order(
                issue.id(),
                issue.kind(),
                chosen ? issue.chosenRecordId() : issue.recordId(),
                issue.itemId(),
                choice,
                issue.field(),
                issue.losingValue()));
  }

  /** What is to be carried out in a mailbox now. */
  List<Order> of(MailboxId mailbox) {
    return List.copyOf(waiting.getOrDefault(mailbox, List.of()));
  }

  /** After a pass: closes what was carried out, takes back what cannot be. */
  void ended(MailboxId mailbox, Map<String, Order.Outcome> outcomes, DecidedIssues issues) {
    List<String> done = with(outcomes, Order.Outcome.DONE);
    List<String> impossible = with(outcomes, Order.Outcome.IMPOSSIBLE);
    issues.close(done);
    issues.refuse(impossible);
    waiting.computeIfPresent(
        mailbox,
        (id, orders) -> {
          List<Order> rest =
              orders.stream()
                  .filter(order -> !done.contains(order.id()) && !impossible.contains(order.id()))
                  .toList();
          return rest.isEmpty() ? null : rest;
        });
  }

  private static List<String> with(Map<String, Order.Outcome> outcomes, Order.Outcome which) {
    return outcomes.entrySet().stream()
        .filter(entry -> entry.getValue() == which)
        .map(Map.Entry::getKey)
        .toList();
  }
}

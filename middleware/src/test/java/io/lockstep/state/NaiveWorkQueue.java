package io.lockstep.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The work queue as plainly as it can be said, to compare the one in Redis with. One cell, one
 * thread.
 */
final class NaiveWorkQueue implements WorkQueue {
  private final InstantSource clock;
  private final int mostOfAnOrg;
  private final Duration claimLength;
  private final Map<MailboxId, Job> jobs = new HashMap<>();

  /** Virtual times of the orgs that could be served now. */
  private final Map<String, Long> turns = new TreeMap<>();

  private final Map<String, Long> served = new HashMap<>();
  private long present;
  private long token;

  NaiveWorkQueue(InstantSource clock, int mostOfAnOrg, Duration claimLength) {
    this.clock = clock;
    this.mostOfAnOrg = mostOfAnOrg;
    this.claimLength = claimLength;
  }

  /** In the line with a due time, or out with a claim and maybe wanted again. */
  private static final class Job {
    private @Nullable Claim claim;
    private @Nullable Instant due;
    private Instant floor = Instant.MIN;
    private int attempt;
    private String reason = "";
  }

  @Override
  public void schedule(MailboxId mailbox, Instant dueAt, String reason) {
    Job job = jobs.computeIfAbsent(mailbox, id -> new Job());
    Instant wanted = dueAt.isBefore(job.floor) ? job.floor : dueAt;
    if (job.due == null || wanted.isBefore(job.due)) {
      job.due = wanted;
      job.reason = reason;
    }
    settle();
  }

  @Override
  public void schedule(Collection<MailboxId> mailboxes, Instant dueAt, String reason) {
    mailboxes.forEach(mailbox -> schedule(mailbox, dueAt, reason));
  }

  @Override
  public void rebuild(Collection<MailboxId> all) {
    for (MailboxId mailbox : all) {
      if (!jobs.containsKey(mailbox)) {
        schedule(mailbox, clock.instant(), "rebuild");
      }
    }
  }

  @Override
  public List<Claim> claim(int max) {
    lapse();
    settle();
    List<Claim> claims = new ArrayList<>();
    while (claims.size() < max && !turns.isEmpty()) {
      String org =
          turns.entrySet().stream()
              .min(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry::getKey))
              .orElseThrow()
              .getKey();
      long turn = turns.getOrDefault(org, 0L);
      MailboxId mailbox = waiting(org).getFirst();
      Job job = job(mailbox);
      Instant due = job.due == null ? Instant.MIN : job.due;
      Claim claim =
          new Claim(
              mailbox, job.reason, job.attempt, due, ++token, clock.instant().plus(claimLength));
      claims.add(claim);
      job.claim = claim;
      job.due = null;
      job.floor = Instant.MIN;
      present = turn;
      turns.put(org, turn + 1);
      served.put(org, turn + 1);
      settle();
    }
    return claims;
  }

  private void lapse() {
    for (Job job : jobs.values()) {
      if (job.claim != null && !clock.instant().isBefore(job.claim.until())) {
        job.claim = null;
        job.attempt++;
        job.reason = job.due == null ? "lapsed" : job.reason;
        job.due = clock.instant();
      }
    }
  }

  @Override
  public Optional<Claim> extend(Claim claim, Duration length) {
    Job job = held(claim);
    if (job == null) {
      return Optional.empty();
    }
    job.claim =
        new Claim(
            claim.mailbox(),
            claim.reason(),
            claim.attempt(),
            claim.dueAt(),
            claim.token(),
            clock.instant().plus(length));
    return Optional.of(job.claim);
  }

  @Override
  public boolean done(Claim claim, @Nullable Instant nextDue) {
    Job job = held(claim);
    if (job == null) {
      return false;
    }
    job.claim = null;
    job.attempt = 0;
    if (nextDue != null && (job.due == null || nextDue.isBefore(job.due))) {
      job.due = nextDue;
      job.reason = "poll";
    }
    if (job.due == null) {
      jobs.remove(claim.mailbox());
    }
    settle();
    return true;
  }

  @Override
  public boolean retry(Claim claim, Duration delay) {
    Job job = held(claim);
    if (job == null) {
      return false;
    }
    job.claim = null;
    job.attempt++;
    job.floor = clock.instant().plus(delay);
    job.due = job.floor;
    job.reason = claim.reason();
    settle();
    return true;
  }

  @Override
  public void forget(Collection<MailboxId> mailboxes) {
    mailboxes.forEach(jobs::remove);
    settle();
  }

  @Override
  public Statistics statistics() {
    Map<String, OrgStatistics> orgs = new HashMap<>();
    for (String org : orgs()) {
      List<MailboxId> waiting = waiting(org);
      if (!waiting.isEmpty() || out(org) > 0) {
        Instant oldest = waiting.isEmpty() ? null : job(waiting.getFirst()).due;
        orgs.put(org, new OrgStatistics(waiting.size(), out(org), oldest));
      }
    }
    long out = orgs().stream().mapToLong(this::out).sum();
    return new Statistics(jobs.size(), out, orgs);
  }

  private @Nullable Job held(Claim claim) {
    Job job = jobs.get(claim.mailbox());
    return job != null && job.claim != null && job.claim.token() == claim.token() ? job : null;
  }

  private Job job(MailboxId mailbox) {
    Job job = jobs.get(mailbox);
    if (job == null) {
      throw new IllegalArgumentException("no job for " + mailbox);
    }
    return job;
  }

  /** Orgs that can be served have a turn; one that comes back has no turns saved up. */
  private void settle() {
    turns.keySet().removeIf(org -> !canBeServed(org));
    for (String org : orgs()) {
      if (canBeServed(org)) {
        turns.putIfAbsent(org, Math.max(present, served.getOrDefault(org, 0L)));
      }
    }
  }

  private boolean canBeServed(String org) {
    return !waiting(org).isEmpty() && out(org) < mostOfAnOrg;
  }

  private TreeSet<String> orgs() {
    TreeSet<String> orgs = new TreeSet<>();
    jobs.keySet().forEach(mailbox -> orgs.add(mailbox.orgId()));
    return orgs;
  }

  private long out(String org) {
    return jobs.entrySet().stream()
        .filter(entry -> entry.getKey().orgId().equals(org) && entry.getValue().claim != null)
        .count();
  }

  /** Due and not out, oldest first. */
  private List<MailboxId> waiting(String org) {
    return jobs.entrySet().stream()
        .filter(entry -> entry.getKey().orgId().equals(org) && entry.getValue().claim == null)
        .filter(
            entry -> {
              Instant due = entry.getValue().due;
              return due != null && !due.isAfter(clock.instant());
            })
        .sorted(
            Comparator.comparing(
                    (Map.Entry<MailboxId, Job> entry) ->
                        entry.getValue().due == null ? Instant.MAX : entry.getValue().due)
                .thenComparing(entry -> entry.getKey().toString()))
        .map(Map.Entry::getKey)
        .toList();
  }
}

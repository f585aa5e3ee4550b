package io.lockstep.worker;

import io.lockstep.port.Crm;
import io.lockstep.port.Mailbox;
import io.lockstep.state.MailboxId;
import io.lockstep.state.MailboxState;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Matching;
import io.lockstep.sync.Rules;
import io.lockstep.sync.Safeguards;
import io.lockstep.sync.Snapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one pass share: the two sides, the state, the rules, and what was learned on
 * the way.
 */
final class Pass {
  /** Content read in a listing is kept for so many things at most. */
  private static final int FRESH = 5_000;

  final MailboxId mailbox;
  final MailboxState state;
  final LeaseKeeper lease;
  final Crm crm;
  final Mailbox items;
  final Directory directory;
  final Safeguards safeguards;
  final InstantSource clock;
  final Instant now;
  final Recovery recovery;
  final Supplier<String> tokens;
  final PassReport report = new PassReport();
  final LeftAlone leftAlone = new LeftAlone();
  final Orders orders = new Orders(this);

  private final Map<Kind, KindSettings> settings;
  private final Map<Kind, Rules> rules;
  private final Map<Kind, Matching> matching;
  private final Map<Kind, Map<String, Snapshot>> fresh = new HashMap<>();
  private final Set<WorkId> listedAsNew = new HashSet<>();
  private final Map<Kind, Map<String, Set<String>>> marked = new HashMap<>();
  private final Map<Kind, Set<String>> assumedGone = new HashMap<>();

  Pass(
      MailboxId mailbox,
      MailboxState state,
      LeaseKeeper lease,
      Crm crm,
      Mailbox items,
      Directory directory,
      Map<Kind, KindSettings> settings,
      Map<Kind, Rules> rules,
      Map<Kind, Matching> matching,
      Safeguards safeguards,
      InstantSource clock,
      Instant now,
      Recovery recovery,
      Supplier<String> tokens) {
    this.mailbox = mailbox;
    this.state = state;
    this.lease = lease;
    this.crm = crm;
    this.items = items;
    this.directory = directory;
    this.settings = Map.copyOf(settings);
    this.rules = Map.copyOf(rules);
    this.matching = Map.copyOf(matching);
    this.safeguards = safeguards;
    this.clock = clock;
    this.now = now;
    this.recovery = recovery;
    this.tokens = tokens;
  }

  KindSettings settings(Kind kind) {
    return settings.getOrDefault(kind, KindSettings.OFF);
  }

  Rules rules(Kind kind) {
    Rules found = rules.get(kind);
    if (found == null) {
      throw new IllegalArgumentException("no rules for " + kind);
    }
    return found;
  }

  Matching matching(Kind kind) {
    Matching found = matching.get(kind);
    if (found == null) {
      throw new IllegalArgumentException("no matching for " + kind);
    }
    return found;
  }

  List<Kind> kinds() {
    return java.util.Arrays.stream(Kind.values()).filter(rules::containsKey).toList();
  }

  Crm.Scope scope(Kind kind) {
    KindSettings s = settings(kind);
    return new Crm.Scope(s.allVisible(), s.filter(), from(s), until(s));
  }

  private Instant from(KindSettings s) {
    return now.minus(s.pastDays(), ChronoUnit.DAYS);
  }

  private @Nullable Instant until(KindSettings s) {
    return s.futureDays() == null ? null : now.plus(s.futureDays(), ChronoUnit.DAYS);
  }

  /** Whether an unlinked thing may take part at all. */
  boolean eligible(Snapshot thing) {
    KindSettings s = settings(thing.kind());
    Instant start = thing.traits().start();
    Instant until = until(s);
    boolean tooFar = start != null && until != null && start.isAfter(until);
    boolean hidden = !s.privateToo() && thing.fields().has("privacy");
    return thing.traits().excluded() == null && !tooFar && !hidden;
  }

  /** Whether a listing may bring a thing in; an older event comes in only once it is edited. */
  boolean inWindow(Snapshot thing) {
    Instant end = thing.traits().end();
    return end == null || !end.isBefore(from(settings(thing.kind())));
  }

  /** Notes that a listing of this pass showed a thing that has no link yet. */
  void noteNew(WorkId id) {
    listedAsNew.add(id);
  }

  /** Whether a listing of this pass showed this thing without a link. */
  boolean isNew(WorkId id) {
    return listedAsNew.contains(id);
  }

  /**
   * Keeps the content of a listing for items that are not linked yet, so that they are not read
   * again one by one.
   */
  void remember(Snapshot item) {
    Map<String, Snapshot> known = fresh.computeIfAbsent(item.kind(), k -> new LinkedHashMap<>());
    if (known.size() < FRESH) {
      known.put(item.id(), item);
    }
  }

  /** Takes the remembered content, once. */
  @Nullable Snapshot recall(Kind kind, String itemId) {
    return fresh.computeIfAbsent(kind, k -> new LinkedHashMap<>()).remove(itemId);
  }

  /** Notes that an item carries a mark that names this record. */
  void noteMarked(Kind kind, String recordId, String itemId) {
    marked
        .computeIfAbsent(kind, k -> new HashMap<>())
        .computeIfAbsent(recordId, r -> new HashSet<>())
        .add(itemId);
  }

  /** The items seen in this pass whose marks name this record. */
  Set<String> markedFor(Kind kind, String recordId) {
    return Set.copyOf(marked.getOrDefault(kind, Map.of()).getOrDefault(recordId, Set.of()));
  }

  /**
   * Only without {@link io.lockstep.sync.Safeguard#ABSENCE_IS_NOT_DELETION}: takes a listing's word
   * that an item is gone.
   */
  void assumeGone(Kind kind, Set<String> itemIds) {
    assumedGone.computeIfAbsent(kind, k -> new HashSet<>()).addAll(itemIds);
  }

  boolean isAssumedGone(Kind kind, String itemId) {
    return assumedGone.getOrDefault(kind, Set.of()).contains(itemId);
  }

  /** {@code LockstepKey__c} of the record that an item would have. */
  static String keyOf(Snapshot item) {
    return item.key() == null ? "" : item.key();
  }
}

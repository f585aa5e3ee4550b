package io.lockstep.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.state.Commit.Change;
import io.lockstep.sync.Intent;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Shadow;
import io.lockstep.sync.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link MailboxState} must do. */
abstract class MailboxStateContract {
  static final String ORG = "00D000000000001AAA";
  static final MailboxId ANN = new MailboxId(ORG, "005000000000001AAA");
  static final MailboxId BOB = new MailboxId(ORG, "005000000000002AAA");
  static final Duration MINUTE = Duration.ofMinutes(1);

  final TestClock clock = new TestClock();

  abstract MailboxState state();

  Lease lease(MailboxId mailbox) {
    return state().acquire(mailbox, "worker", MINUTE).orElseThrow();
  }

  void commit(Lease lease, Change... changes) {
    state().commit(lease, new Commit(List.of(changes)));
  }

  static Change put(Link link) {
    return new Change.PutLink(link);
  }

  /** A link that began with the item and knows both ids. */
  static Link event(String n) {
    return Link.begunBy(Side.ITEM, Kind.EVENT, "event" + n).withId(Side.RECORD, "00U" + n);
  }

  static List<String> ids(Link link) {
    return Stream.of(link.itemId()).filter(id -> id != null).toList();
  }

  @Nullable Link find(MailboxId mailbox, Side side, String id) {
    return state().links(mailbox, Kind.EVENT, side, List.of(id)).get(id);
  }

  static WorkId work(Kind kind, Side side, String id) {
    return new WorkId(kind, side, id);
  }

  @Test
  void acquire_heldBySomebody_isEmptyUntilItLapses() {
    Lease first = lease(ANN);

    assertThat(first.mailbox()).isEqualTo(ANN);
    assertThat(first.holder()).isEqualTo("worker");
    assertThat(first.until()).isEqualTo(clock.instant().plus(MINUTE));
    assertThat(state().acquire(ANN, "worker", MINUTE)).isEmpty();
    assertThat(state().acquire(ANN, "other", MINUTE)).isEmpty();
    assertThat(state().acquire(BOB, "other", MINUTE)).isPresent();

    clock.advance(MINUTE);
    Lease second = state().acquire(ANN, "other", MINUTE).orElseThrow();
    assertThat(second.epoch()).isGreaterThan(first.epoch());
  }

  @Test
  void renew_beforeItLapses_keepsTheMailbox() {
    Lease lease = lease(ANN);
    clock.advance(Duration.ofSeconds(50));

    Lease renewed = state().renew(lease, MINUTE);

    assertThat(renewed.epoch()).isEqualTo(lease.epoch());
    assertThat(renewed.until()).isEqualTo(clock.instant().plus(MINUTE));
    clock.advance(Duration.ofSeconds(50));
    assertThat(state().acquire(ANN, "other", MINUTE)).isEmpty();
  }

  @Test
  void renew_lapsedAndNobodyTookIt_isRenewed() {
    Lease lease = lease(ANN);
    clock.advance(Duration.ofHours(1));

    assertThat(state().renew(lease, MINUTE).epoch()).isEqualTo(lease.epoch());
    assertThat(state().acquire(ANN, "other", MINUTE)).isEmpty();
  }

  @Test
  void everyChange_leaseTakenBySomebodyElse_isRefusedAndChangesNothing() {
    Lease old = lease(ANN);
    commit(old, put(event("1")));
    clock.advance(MINUTE);
    Lease newer = state().acquire(ANN, "other", MINUTE).orElseThrow();

    assertThatThrownBy(() -> state().renew(old, MINUTE)).isInstanceOf(LeaseLost.class);
    assertThatThrownBy(
            () ->
                commit(
                    old,
                    new Change.PutCursor("item.EVENT", "late"),
                    put(event("2")),
                    new Change.DropLink(event("1")),
                    new Change.AddWork(work(Kind.EVENT, Side.ITEM, "x"))))
        .isInstanceOf(LeaseLost.class)
        .hasMessageContaining(ANN.toString());
    assertThatThrownBy(() -> state().forget(old)).isInstanceOf(LeaseLost.class);
    state().release(old);

    assertThat(state().facts(ANN)).isEqualTo(MailboxFacts.NONE);
    assertThat(state().workSize(ANN)).isZero();
    assertThat(find(ANN, Side.ITEM, "event1")).isEqualTo(event("1"));
    assertThat(find(ANN, Side.ITEM, "event2")).isNull();
    assertThat(state().acquire(ANN, "third", MINUTE)).as("the release was harmless").isEmpty();
    commit(newer, put(event("2")));
    assertThat(find(ANN, Side.ITEM, "event2")).isEqualTo(event("2"));
  }

  @Test
  void release_thenCommit_isRefusedAndAnotherMayTakeIt() {
    Lease lease = lease(ANN);
    state().release(lease);
    state().release(lease);

    assertThatThrownBy(() -> commit(lease, put(event("1")))).isInstanceOf(LeaseLost.class);
    Lease next = lease(ANN);
    assertThat(next.epoch()).isGreaterThan(lease.epoch());
    assertThatThrownBy(() -> commit(lease, put(event("1")))).isInstanceOf(LeaseLost.class);
  }

  @Test
  void work_mixedKindsAndSides_contactsBeforeEventsItemsBeforeRecordsOldestFirst() {
    state()
        .hint(
            ANN,
            List.of(
                work(Kind.EVENT, Side.RECORD, "1"),
                work(Kind.EVENT, Side.ITEM, "2"),
                work(Kind.CONTACT, Side.RECORD, "3"),
                work(Kind.CONTACT, Side.ITEM, "zz"),
                work(Kind.CONTACT, Side.ITEM, "aa")));

    assertThat(state().work(ANN, 10).stream().map(entry -> entry.id().id()))
        .containsExactly("zz", "aa", "3", "2", "1");
    assertThat(state().work(ANN, 2).stream().map(entry -> entry.id().id()))
        .containsExactly("zz", "aa");
    assertThat(state().workSize(ANN)).isEqualTo(5);
    assertThat(state().work(BOB, 10)).isEmpty();
  }

  @Test
  void hint_sameIdTwice_isOneEntryWithANewSequence() {
    WorkId id = work(Kind.EVENT, Side.ITEM, "1");
    state().hint(ANN, List.of(id, work(Kind.EVENT, Side.ITEM, "2")));
    WorkEntry first = state().work(ANN, 1).getFirst();
    assertThat(first.id()).isEqualTo(id);

    state().hint(ANN, List.of(id));

    assertThat(state().workSize(ANN)).isEqualTo(2);
    WorkEntry again = state().work(ANN, 2).getLast();
    assertThat(again.id()).isEqualTo(id);
    assertThat(again.sequence()).isGreaterThan(first.sequence());
  }

  @Test
  void doneWork_hintedMeanwhile_staysInTheWorkSet() {
    Lease lease = lease(ANN);
    WorkId stays = work(Kind.EVENT, Side.ITEM, "stays");
    WorkId goes = work(Kind.EVENT, Side.ITEM, "goes");
    state().hint(ANN, List.of(stays, goes));
    List<WorkEntry> read = state().work(ANN, 10);
    state().hint(ANN, List.of(stays));

    commit(lease, new Change.DoneWork(read.get(0)), new Change.DoneWork(read.get(1)));

    assertThat(state().work(ANN, 10).stream().map(WorkEntry::id)).containsExactly(stays);
  }

  @Test
  void commit_idsAndCursor_moveTogether() {
    Lease lease = lease(ANN);
    WorkId id = work(Kind.EVENT, Side.ITEM, "1");
    commit(lease, new Change.AddWork(id), new Change.PutCursor("item.EVENT", "token 2"));

    assertThat(state().facts(ANN).cursors()).containsExactly(Map.entry("item.EVENT", "token 2"));
    assertThat(state().work(ANN, 1).getFirst().id()).isEqualTo(id);
    commit(lease, new Change.PutCursor("item.EVENT", null));
    assertThat(state().facts(ANN).cursors()).isEmpty();
  }

  @Test
  void facts_holdNotesAndRemovals_areKeptNewestFirstAndBounded() {
    Lease lease = lease(ANN);
    Instant base = clock.instant();
    commit(
        lease,
        new Change.PutHold("brake:event"),
        new Change.PutNote("sweep.due", "2026-03-02T00:00:00Z"),
        new Change.PutNote("gone", "x"),
        new Change.PutNote("gone", null),
        new Change.PutCursor("hold", "a cursor may be called so"));
    state()
        .commit(
            lease,
            new Commit(
                IntStream.range(0, 230)
                    .<Change>mapToObj(i -> new Change.AddRemoval(base.plusSeconds(i)))
                    .toList()));

    MailboxFacts facts = state().facts(ANN);
    assertThat(facts.hold()).isEqualTo("brake:event");
    assertThat(facts.notes()).containsExactly(Map.entry("sweep.due", "2026-03-02T00:00:00Z"));
    assertThat(facts.cursors()).containsExactly(Map.entry("hold", "a cursor may be called so"));
    assertThat(facts.removals()).hasSize(200);
    assertThat(facts.removals().getFirst()).isEqualTo(base.plusSeconds(229));
    assertThat(facts.removals().getLast()).isEqualTo(base.plusSeconds(30));
    commit(lease, new Change.PutHold(null));
    assertThat(state().facts(ANN).hold()).isNull();
  }

  @Test
  void putLink_everythingSet_comesBackEqual() {
    Lease lease = lease(ANN);
    Link full =
        event("1")
            .withGeneration(3)
            .withRevision(1_234_567_890_123L)
            .withShadow(
                Side.RECORD,
                new Shadow(
                    "2026-03-01T09:00:00.000Z", Map.of("subject", "AbC_-123", "time", "zzzzzzzz")))
            .withShadow(
                Side.ITEM,
                new Shadow("\"3380987654321000\"", Map.of("subject", "AbC_", "own.Field", "Ü")))
            .withIntent(
                new Intent(
                    Intent.Operation.UPDATE,
                    Side.ITEM,
                    "key",
                    "stamp",
                    Map.of("subject", "AbC_-124", "unheard.of", ""),
                    Map.of("subject", "AbC_-125"),
                    "version",
                    Instant.parse("2026-03-01T09:00:00.123456789Z")))
            .withHeld(new Link.Held(Side.RECORD, "FIELD_CUSTOM", "Subject", "v1", ""));
    commit(lease, put(full));

    assertThat(find(ANN, Side.ITEM, "event1")).isEqualTo(full);
    assertThat(find(ANN, Side.RECORD, "00U1")).isEqualTo(full);
    assertThat(state().allLinks(ANN, Kind.EVENT, null).links()).containsExactly(full);
  }

  @Test
  void links_ofAnotherKindOrMailbox_areNotFound() {
    commit(lease(ANN), put(event("1")));

    assertThat(state().links(ANN, Kind.CONTACT, Side.ITEM, List.of("event1"))).isEmpty();
    assertThat(find(BOB, Side.ITEM, "event1")).isNull();
    assertThat(state().links(ANN, Kind.EVENT, Side.ITEM, List.of("event1", "event2", "00U1")))
        .containsOnlyKeys("event1");
    assertThat(state().links(ANN, Kind.EVENT, Side.ITEM, List.of())).isEmpty();
    assertThat(state().linkCount(ANN, Kind.EVENT)).isEqualTo(1);
    assertThat(state().linkCount(ANN, Kind.CONTACT)).isZero();
  }

  @Test
  void putLink_pendingCreate_isFoundByTheSideItHas() {
    Lease lease = lease(ANN);
    Link pending = Link.begunBy(Side.RECORD, Kind.EVENT, "00U1");
    commit(lease, put(pending));
    assertThat(find(ANN, Side.RECORD, "00U1")).isEqualTo(pending);

    Link created = pending.withId(Side.ITEM, "event1");
    commit(lease, put(created));

    assertThat(find(ANN, Side.ITEM, "event1")).isEqualTo(created);
    assertThat(state().linkCount(ANN, Kind.EVENT)).isEqualTo(1);
  }

  @Test
  void putLink_idsChange_oldIdsNoLongerLeadToIt() {
    Lease lease = lease(ANN);
    commit(lease, put(event("1")));

    Link moved = event("1").withId(Side.ITEM, "event9").withId(Side.RECORD, "00U9");
    commit(lease, put(moved));

    assertThat(find(ANN, Side.ITEM, "event1")).isNull();
    assertThat(find(ANN, Side.RECORD, "00U1")).isNull();
    assertThat(find(ANN, Side.ITEM, "event9")).isEqualTo(moved);
    assertThat(find(ANN, Side.RECORD, "00U9")).isEqualTo(moved);
    commit(lease, new Change.DropLink(moved));
    assertThat(find(ANN, Side.ITEM, "event9")).isNull();
    assertThat(find(ANN, Side.RECORD, "00U9")).isNull();
  }

  @Test
  void putLink_anotherTakesOverAnId_theLastOneCounts() {
    Lease lease = lease(ANN);
    Link began = Link.begunBy(Side.RECORD, Kind.EVENT, "00U1").withId(Side.ITEM, "event1");
    Link taker = Link.begunBy(Side.RECORD, Kind.EVENT, "00U2").withId(Side.ITEM, "event1");
    commit(lease, put(began), put(taker));
    assertThat(find(ANN, Side.ITEM, "event1")).isEqualTo(taker);

    commit(lease, new Change.DropLink(began));

    assertThat(find(ANN, Side.ITEM, "event1")).isEqualTo(taker);
    assertThat(find(ANN, Side.RECORD, "00U1")).isNull();
    Link own = Link.begunBy(Side.ITEM, Kind.EVENT, "event1");
    commit(lease, put(own));
    assertThat(find(ANN, Side.ITEM, "event1")).isEqualTo(own);
  }

  @Test
  void commit_largeNumberOfChanges_isOneStep() {
    Lease lease = lease(ANN);
    int many = 12_000;
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      changes.add(put(event(Integer.toString(i))));
      changes.add(new Change.AddWork(work(Kind.EVENT, Side.ITEM, "event" + i)));
    }
    state().commit(lease, new Commit(changes));

    assertThat(state().linkCount(ANN, Kind.EVENT)).isEqualTo(many);
    assertThat(state().workSize(ANN)).isEqualTo(many);
    Set<String> seen = new HashSet<>();
    String page = null;
    int pages = 0;
    do {
      MailboxState.LinkPage part = state().allLinks(ANN, Kind.EVENT, page);
      part.links().forEach(link -> seen.add(link.id()));
      page = part.next();
      pages++;
    } while (page != null);
    assertThat(seen).hasSize(many);
    assertThat(pages).as("no page holds everything").isGreaterThan(5);
    List<String> all = IntStream.range(0, many).mapToObj(i -> "event" + i).toList();
    assertThat(state().links(ANN, Kind.EVENT, Side.ITEM, all)).hasSize(many);
  }

  @Test
  void mailboxesOf_recordLinkedInTwoMailboxes_namesBoth() {
    Lease ann = lease(ANN);
    commit(ann, put(event("1")), put(event("2")));
    commit(lease(BOB), put(event("1")));
    List<String> records = List.of("00U1", "00U2", "00U3");

    Map<String, List<MailboxId>> found = state().mailboxesOf(ORG, Kind.EVENT, records);
    assertThat(found).containsOnlyKeys("00U1", "00U2");
    assertThat(found.get("00U1")).containsExactlyInAnyOrder(ANN, BOB);
    assertThat(found.get("00U2")).containsExactly(ANN);
    assertThat(state().mailboxesOf(ORG, Kind.CONTACT, records)).isEmpty();
    assertThat(state().mailboxesOf("00D000000000002AAA", Kind.EVENT, records)).isEmpty();

    commit(ann, new Change.DropLink(event("1")));
    assertThat(state().mailboxesOf(ORG, Kind.EVENT, records).get("00U1")).containsExactly(BOB);
    commit(ann, put(event("2").withId(Side.RECORD, "00U3")));
    assertThat(state().mailboxesOf(ORG, Kind.EVENT, records).get("00U3")).containsExactly(ANN);
  }

  @Test
  void mailboxesOf_droppedAndPutInOneCommit_isStillFound() {
    Lease lease = lease(ANN);
    commit(lease, put(event("1")));
    Link other = Link.begunBy(Side.RECORD, Kind.EVENT, "00U1").withId(Side.ITEM, "event7");

    commit(lease, new Change.DropLink(event("1")), put(other));

    assertThat(state().mailboxesOf(ORG, Kind.EVENT, List.of("00U1")))
        .containsEntry("00U1", List.of(ANN));
    assertThat(find(ANN, Side.RECORD, "00U1")).isEqualTo(other);
  }

  @Test
  void forget_afterMuchWork_leavesNothingButTheLease() {
    Lease lease = lease(ANN);
    commit(
        lease,
        put(event("1")),
        new Change.PutCursor("item.EVENT", "token"),
        new Change.PutHold("brake"),
        new Change.PutNote("note", "x"),
        new Change.AddRemoval(clock.instant()),
        new Change.AddWork(work(Kind.EVENT, Side.ITEM, "event1")));
    commit(lease(BOB), put(event("1")));

    state().forget(lease);

    assertThat(state().facts(ANN)).isEqualTo(MailboxFacts.NONE);
    assertThat(state().workSize(ANN)).isZero();
    assertThat(state().linkCount(ANN, Kind.EVENT)).isZero();
    assertThat(find(ANN, Side.RECORD, "00U1")).isNull();
    assertThat(state().mailboxesOf(ORG, Kind.EVENT, List.of("00U1")))
        .containsEntry("00U1", List.of(BOB));
    commit(lease, put(event("2")));
    assertThat(find(ANN, Side.ITEM, "event2")).isEqualTo(event("2"));
  }
}

package io.lockstep.simulation;

import io.lockstep.port.PortException;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Time, chance, the faults in force, and everything people ever typed. */
final class World implements InstantSource {
  /**
   * A value that a person typed, in the normal form of the side it was typed on.
   *
   * @param back it was there when the sync last looked: what stood in between was never seen, so
   *     that nothing changed
   */
  record Said(int order, Side side, String id, String field, String value, boolean back) {}

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final boolean TRACE = Boolean.getBoolean("simulation.trace");

  final Random random;

  /** Ids of things that people made as copies of others. */
  final Set<String> copied = new HashSet<>();

  /**
   * Whether listings may be short or empty in this world; where they are not, the pass must
   * converge without a sweep.
   */
  final boolean listingFaults;

  final List<Said> said = new ArrayList<>();
  boolean faults = true;
  boolean people = true;
  Runnable person = () -> {};

  /**
   * Everything that was ever linked to a thing, directly or through others; with the thing itself.
   */
  Function<String, Set<String>> everLinked = Set::of;

  /** Told that a thing has another id from now on. */
  BiConsumer<String, String> renaming = (old, id) -> {};

  Runnable secondWorker = () -> {};

  /** Reads the org's feed at once, as a nudge of the package makes it. */
  Runnable nudge = () -> {};

  /** Whether the package of this org nudges: then a change is hinted in the middle of a pass. */
  boolean nudges;

  private Instant now = Instant.parse("2026-03-01T09:00:00Z");
  private int busy;

  World(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    this.listingFaults = random.nextBoolean();
  }

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  boolean chance(double p) {
    return random.nextDouble() < p;
  }

  boolean fault(double p) {
    return faults && chance(p);
  }

  void says(Side side, String id, FieldValues typed, Iterable<String> fields) {
    for (String field : fields) {
      said.add(new Said(said.size(), side, id, field, typed.get(field), false));
      trace("person types " + side + " " + id + " " + field + "=" + typed.get(field));
    }
  }

  /**
   * @param known what the sync last saw of it
   */
  void edits(Side side, String id, FieldValues now, String field, Iterable<FieldValues> known) {
    boolean back = false;
    for (FieldValues one : known) {
      back |= Forms.same(field, one.get(field), now.get(field));
    }
    said.add(new Said(said.size(), side, id, field, now.get(field), back));
    trace("person types " + side + " " + id + " " + field + "=" + now.get(field));
  }

  /**
   * A copy brings along what was typed on the thing it was copied from: it is as old as that.
   *
   * @param origin ids of that thing and of all that it was ever linked to
   */
  void copies(
      Side side, String id, FieldValues values, Iterable<String> fields, Set<String> origin) {
    copied.add(id);
    for (String field : fields) {
      String value = values.get(field);
      OptionalInt order =
          said.stream()
              .filter(s -> origin.contains(s.id()) && s.field().equals(field))
              .filter(s -> Forms.shownAs(field, s.value(), value))
              .mapToInt(Said::order)
              .max();
      if (order.isPresent()) { // else nobody typed it: a side made it up
        said.add(new Said(order.getAsInt(), side, id, field, value, false));
      }
      trace("copied " + side + " " + id + " " + field + "=" + value);
    }
  }

  Set<String> everLinked(String id) {
    return everLinked.apply(id);
  }

  void renamed(String old, String id) {
    trace("renamed " + old + " to " + id);
    said.replaceAll(
        s ->
            s.id().equals(old)
                ? new Said(s.order(), s.side(), id, s.field(), s.value(), s.back())
                : s);
    renaming.accept(old, id);
  }

  /** Tells what happens, where a single life is replayed. */
  void trace(String what) {
    if (TRACE) {
      System.out.println(now + "  " + what);
    }
  }

  /**
   * A moment at which the world may move on or break: before an outside call, or around a commit.
   */
  void moment(String where) {
    now = now.plusMillis(random.nextInt(400));
    if (people && busy == 0 && chance(.08)) {
      busy++;
      person.run();
      if (nudges && chance(.7)) {
        nudge.run();
      }
      busy--;
    }
    if (faults && busy == 0 && chance(.02)) {
      busy++;
      secondWorker.run();
      busy--;
    }
    if (fault(.006)) {
      trace("crash " + where);
      throw new Crash(where);
    }
  }

  /** A moment in the middle of a call; a whole call is shorter than its timeout. */
  void momentWithinACall(String where) {
    int others = busy++;
    now = now.plusMillis(random.nextInt(50));
    if (people && others == 0 && chance(.08)) {
      person.run();
    }
    busy = others;
    if (fault(.006)) {
      trace("crash " + where);
      throw new Crash(where);
    }
  }

  /**
   * Before an outside call: it may not get through, or be told to wait. A call that is held up
   * beyond its timeout is cut off, as every client of ours does.
   */
  void before(String call) {
    Instant begun = now;
    moment(call);
    if (Duration.between(begun, now).compareTo(TIMEOUT) > 0) {
      throw new PortException.Unavailable(call + " cut off", null);
    }
    if (fault(.012)) {
      throw new PortException.Unavailable(call, null);
    }
    if (fault(.008)) {
      throw new PortException.RateLimited(call, Duration.ofSeconds(random.nextInt(30)));
    }
  }

  /** After an outside call that wrote: the work is done, the answer may be lost. */
  void after(String call) {
    now = now.plusMillis(random.nextInt(300));
    if (fault(.02)) {
      trace("answer lost " + call);
      throw new PortException.Unavailable(call, null);
    }
    if (fault(.006)) {
      trace("crash after " + call);
      throw new Crash(call);
    }
  }

  Kind anyKind() {
    return random.nextInt(3) == 0 ? Kind.EVENT : Kind.CONTACT;
  }
}

package io.lockstep.simulation;

import io.lockstep.state.WorkId;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Safeguards;
import io.lockstep.sync.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A small org in which nothing happens but what a test says: no faults, nobody else acts. */
final class Scenario {
  final Simulation life;
  final World world;
  final SimulatedOrg org;

  private Scenario(List<Provider> providers, Safeguards safeguards) {
    this.life = new Simulation(providers, safeguards);
    this.world = life.world;
    this.org = life.org;
    world.faults = false;
    world.people = false;
  }

  static Scenario of(Provider... providers) {
    return new Scenario(List.of(providers), Safeguards.ALL);
  }

  static Scenario without(Safeguards rest, Provider... providers) {
    return new Scenario(List.of(providers), rest);
  }

  /**
   * A person edits a record at some moment of a pass that has it in hand, and the package nudges.
   * The next pass comes when the feed no longer reaches back to that.
   */
  void editsDuringAPass(Row row, String field, String value) {
    life.state.hint(seat(0).id, List.of(new WorkId(row.kind, Side.RECORD, row.id)));
    world.person =
        () -> {
          world.person = () -> {};
          org.personEdits(row, field, value);
          world.pass(Duration.ofSeconds(2));
          life.nudged();
        };
    life.feedPort.overlap = Duration.ZERO;
    world.people = true;
    life.onePass(seat(0), false);
    world.people = false;
    world.pass(Duration.ofMinutes(20));
    life.onePass(seat(0), false);
  }

  Seat seat(int number) {
    return life.seats.get(number);
  }

  SimulatedMailbox mailbox(int number) {
    return seat(number).mailbox;
  }

  /** A pass over each mailbox, then eleven minutes go by. */
  void passes() {
    life.seats.forEach(seat -> life.onePass(seat, false));
    world.pass(Duration.ofMinutes(11));
  }

  /** Everything is looked at again in each mailbox. */
  void sweeps() {
    life.seats.forEach(seat -> life.onePass(seat, true));
    world.pass(Duration.ofMinutes(11));
  }

  void losesAllState() {
    life.state.wipe();
  }

  Item contact(int mailbox, String name) {
    return mailbox(mailbox).personCreates(Kind.CONTACT, person(name));
  }

  Row record(int owner, String name) {
    return org.personCreates(Kind.CONTACT, mailbox(owner).userId, person(name));
  }

  private static FieldValues person(String name) {
    return new FieldValues(
        Map.of("email", name + "@x", "lastName", name, "phone", "123", "notes", "n"));
  }

  List<Row> records(Kind kind) {
    return org.live(kind);
  }

  List<String> issueCodes() {
    return org.issues.values().stream().map(kept -> kept.issue().code()).toList();
  }

  /** Whatever the whole simulation demands of a life's end. */
  List<String> verdict() {
    new Verdict(life).check();
    return life.violations;
  }
}

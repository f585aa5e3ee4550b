package io.lockstep.sandbox.salesforce.org;

import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.salesforce.org.Org.Call;
import io.lockstep.sandbox.salesforce.org.Org.Page;
import io.lockstep.sandbox.salesforce.org.Org.Row;
import io.lockstep.sandbox.salesforce.org.Org.Saved;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullUnmarked;

/**
 * An org with the package, two salespeople (Sue and Mia, their manager Max above Mia) and a clock
 * that stands still until told.
 */
@NullUnmarked // a missing value fails the test by itself
final class TestOrg {
  static final Instant START = Instant.parse("2026-06-01T08:00:00Z");
  static final Path PROJECT = Path.of("..");

  final AtomicReference<Instant> machine = new AtomicReference<>(START);
  final Faults faults = new Faults(7);
  final SimulatedOrg org;
  final String admin;
  final String sue;
  final String mia;
  final String max;

  TestOrg() {
    this(OrgShape.plain());
  }

  TestOrg(OrgShape shape) {
    org =
        SimulatedOrg.builder(new SandboxClock(machine::get))
            .faults(faults)
            .seed(3)
            .shape(shape)
            .forceApp(PROJECT)
            .build();
    admin = org.adminId();
    String manager = org.setup().addRole("Manager", null);
    String sales = org.setup().addRole("Sales", manager);
    sue = org.setup().addUser("sue@x.example", "Sue", "Sales", "Standard User", null, "UTC");
    mia = org.setup().addUser("mia@x.example", "Mia", "Sales", "Standard User", sales, "UTC");
    max = org.setup().addUser("max@x.example", "Max", "Boss", "Standard User", manager, "UTC");
    for (String user : List.of(sue, mia, max)) {
      org.setup().assign(user, "Lockstep_User");
    }
    org.setup().setDefaultReminder(null);
  }

  void pass(Duration time) {
    machine.updateAndGet(t -> t.plus(time));
  }

  /** Names and values in turn; a null value is not sent. */
  static Row row(String type, Object... namesAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return new Row(type, values, List.of());
  }

  static Row emptying(String type, String id, String... fields) {
    return new Row(type, Map.of("Id", id), List.of(fields));
  }

  /** The id of a row that must be saved. */
  String create(String user, Row row) {
    return id(org.create(Call.as(user), List.of(row)).get(0));
  }

  void update(String user, Row row) {
    id(org.update(Call.as(user), List.of(row)).get(0));
  }

  static String id(Saved saved) {
    if (!saved.success()) {
      throw new AssertionError(saved.errors());
    }
    return saved.id();
  }

  /** The status code with which a create is refused. */
  String refusal(String user, Row row) {
    Saved saved = org.create(Call.as(user), List.of(row)).get(0);
    return saved.success() ? "saved" : saved.errors().get(0).statusCode();
  }

  String updateRefusal(String user, Row row) {
    Saved saved = org.update(Call.as(user), List.of(row)).get(0);
    return saved.success() ? "saved" : saved.errors().get(0).statusCode();
  }

  Page query(String user, String soql) {
    return org.query(Call.as(user), soql, false, 2000);
  }

  Page queryAll(String user, String soql) {
    return org.query(Call.as(user), soql, true, 2000);
  }

  /** The values of the only selected field. */
  List<Object> column(String user, String soql) {
    List<Object> values = new ArrayList<>();
    query(user, soql).rows().forEach(r -> values.add(r.fields().values().iterator().next()));
    return values;
  }

  Object value(String user, String object, String id, String field) {
    return org.retrieve(Call.as(user), object, List.of(field), List.of(id))
        .get(0)
        .fields()
        .get(field);
  }

  String contact(String owner, String lastName) {
    String account = org.setup().addAccount(lastName + " Inc", owner);
    return create(owner, row("Contact", "LastName", lastName, "AccountId", account));
  }

  String event(String owner, String subject) {
    return create(
        owner,
        row(
            "Event",
            "Subject",
            subject,
            "StartDateTime",
            "2026-06-10T09:00:00Z",
            "DurationInMinutes",
            30));
  }
}

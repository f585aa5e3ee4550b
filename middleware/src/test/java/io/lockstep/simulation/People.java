package io.lockstep.simulation;

import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What people do, on both sides and at any moment. */
final class People {
  private final World world;
  private final SimulatedOrg org;
  private final Meetings meetings;
  private final List<Seat> seats;
  private int typed;

  People(World world, SimulatedOrg org, Meetings meetings, List<Seat> seats) {
    this.world = world;
    this.org = org;
    this.meetings = meetings;
    this.seats = seats;
  }

  /** Somebody does something. */
  void act() {
    int what = world.random.nextInt(100);
    if (what < 16) {
      create();
    } else if (what < 72) {
      edit();
    } else if (what < 78) {
      select();
    } else if (what < 90) {
      delete();
    } else if (what < 94) {
      restore();
    } else if (what < 98) {
      copy();
    } else {
      joinProfile();
    }
  }

  private SimulatedMailbox anyMailbox() {
    return any(seats).mailbox;
  }

  private <T> T any(List<T> list) {
    return list.get(world.random.nextInt(list.size()));
  }

  private String text() {
    typed++;
    String[] endings = {"", " ", " and a long tail", "x"};
    return (world.chance(.1) ? "q" : "w") + typed + endings[world.random.nextInt(endings.length)];
  }

  private FieldValues fresh(Kind kind) {
    if (kind == Kind.CONTACT) {
      String number = "+49 30 " + (10000 + ++typed);
      String name = world.chance(.15) ? "" : text();
      String fourth = world.chance(.3) ? text().trim() + "@z" : "";
      return new FieldValues(
          Map.of(
              "email",
              text().trim() + "@x",
              "lastName",
              name,
              "phone",
              number,
              "notes",
              text(),
              "fourthEmail",
              fourth));
    }
    return new FieldValues(
        Map.of(
            "subject", text(), "time", "t" + ++typed, "location", text(), "description", text()));
  }

  void create() {
    Kind kind = world.anyKind();
    SimulatedMailbox mailbox = anyMailbox();
    FieldValues values = fresh(kind);
    if (kind == Kind.EVENT && seats.size() > 1 && world.chance(.5)) {
      convene(values);
      return;
    }
    if (world.chance(.5)) {
      org.personCreates(kind, mailbox.userId, values);
    } else {
      mailbox.personCreates(kind, values);
    }
    if (world.chance(.15)) {
      // the same thing on both sides, before anybody linked it
      FieldValues twin =
          kind == Kind.CONTACT ? values.with("notes", text()) : values.with("location", text());
      boolean hasRecord = org.live(kind).stream().anyMatch(r -> sameKey(kind, r.fields, values));
      if (hasRecord) {
        mailbox.personCreates(kind, twin);
      } else {
        org.personCreates(kind, mailbox.userId, twin);
      }
    }
  }

  private void convene(FieldValues values) {
    List<SimulatedMailbox> order =
        new ArrayList<>(seats.stream().map(seat -> seat.mailbox).toList());
    Collections.shuffle(order, world.random);
    if (world.chance(.3)) {
      meetings.convene(null, order, values);
    } else {
      meetings.convene(order.getFirst(), order.subList(1, order.size()), values);
    }
  }

  private static boolean sameKey(Kind kind, FieldValues one, FieldValues other) {
    var matching = kind == Kind.CONTACT ? Fields.CONTACTS : Fields.EVENTS;
    return matching
        .naturalKeys(Fields.normalRecord(one))
        .equals(matching.naturalKeys(Fields.normalRecord(other)));
  }

  private void edit() {
    Kind kind = world.anyKind();
    String field = any(Fields.of(kind));
    String value = field.equals("phone") ? "+49 (30) " + (10000 + ++typed) : text();
    if (field.equals("notes") && world.chance(.2)) {
      value = "";
    }
    if (field.equals("email") || field.equals("fourthEmail")) {
      value = value.trim() + "@y";
    }
    if (world.chance(.5)) {
      List<Row> rows = org.live(kind);
      if (!rows.isEmpty()) {
        org.personEdits(any(rows), field, value);
      }
    } else {
      List<Item> items = anyMailbox().live(kind);
      if (!items.isEmpty()) {
        editItem(any(items), field, value);
      }
    }
  }

  /** Only its organizer changes a meeting. */
  private void editItem(Item item, String field, String value) {
    if (!item.shared() || item.mailbox.address().equals(item.organizer)) {
      item.mailbox.personEdits(item, field, value);
    } else if (item.organizer != null && item.organizer.startsWith("stranger")) {
      meetings.strangerEdits(item, field, value);
    }
  }

  private void delete() {
    Kind kind = world.anyKind();
    SimulatedMailbox mailbox = anyMailbox();
    if (world.chance(.5)) {
      List<Row> rows = org.live(kind);
      if (!rows.isEmpty()) {
        org.personDeletes(any(rows));
      }
    } else {
      List<Item> items = mailbox.live(kind);
      if (!items.isEmpty()) {
        mailbox.personDeletes(any(items));
      }
    }
  }

  private void restore() {
    SimulatedMailbox mailbox = anyMailbox();
    if (world.chance(.5)) {
      org.rows.values().stream().filter(r -> r.deleted).findFirst().ifPresent(org::personUndeletes);
    } else if (mailbox.provider.restores()) {
      mailbox.items.values().stream()
          .filter(i -> i.deleted && i.kind == Kind.EVENT && !i.shared())
          .findFirst()
          .ifPresent(mailbox::personRestores);
    }
  }

  private void copy() {
    SimulatedMailbox mailbox = anyMailbox();
    if (world.chance(.5)) {
      org.live(Kind.CONTACT).stream().findFirst().ifPresent(org::personClones);
    } else {
      mailbox.live(Kind.CONTACT).stream().findFirst().ifPresent(mailbox::personCopies);
    }
  }

  private void select() {
    SimulatedMailbox mailbox = anyMailbox();
    List<Item> contacts = mailbox.live(Kind.CONTACT);
    if (!contacts.isEmpty()) {
      Item one = any(contacts);
      mailbox.personSelects(one, !one.selected);
    }
  }

  private void joinProfile() {
    SimulatedMailbox mailbox = anyMailbox();
    List<Item> contacts = mailbox.live(Kind.CONTACT);
    if (mailbox.provider.renames() && !contacts.isEmpty()) {
      mailbox.personJoinsProfile(any(contacts));
    }
  }
}

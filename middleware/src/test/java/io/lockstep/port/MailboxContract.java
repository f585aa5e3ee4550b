package io.lockstep.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.SomeValues;
import io.lockstep.calendar.EventField;
import io.lockstep.contact.ContactSelector;
import io.lockstep.contact.PersonField;
import io.lockstep.port.Mailbox.Page;
import io.lockstep.port.Mailbox.Write;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import io.lockstep.sync.Snapshot.Exclusion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every mailbox owes to the port, for events and contacts. An adapter's test extends it with
 * its service's own.
 */
public abstract class MailboxContract {
  private static final String ORG = "00D000000000001EAA";

  protected Mailbox mailbox;

  /** An adapter that remembers nothing, on the mailbox of the test. */
  protected abstract Mailbox open();

  protected abstract Mailbox open(ContactSelector selector);

  /** A contact that the person makes, neither in our folder nor under our label; gives its id. */
  protected abstract String personAdds(String firstName);

  /** The person puts a contact under this label, or gives it this category. */
  protected abstract void select(String id, String name);

  /** The person takes all labels or categories off a contact, and puts it out of our folder. */
  protected abstract void unselect(String id);

  /** The service's time. */
  protected abstract Instant now();

  /** Lets so much time pass that what was written shows everywhere. */
  protected abstract void settle();

  protected abstract void expireCursors();

  /** What the service mailed. */
  protected abstract List<?> mails();

  @BeforeEach
  void openIt() {
    mailbox = open();
  }

  protected static String key(int n) {
    return ORG + ":003" + String.format("%015d", n) + ":0";
  }

  protected final Instant day(int ahead) {
    return now().truncatedTo(ChronoUnit.DAYS).plus(ahead, ChronoUnit.DAYS);
  }

  protected final FieldValues values(Kind kind, String name) {
    Instant start = day(7).plus(9, ChronoUnit.HOURS);
    return kind == Kind.EVENT
        ? new FieldValues(
            Map.of(
                EventField.SUBJECT,
                name,
                EventField.TIME,
                start + "/" + start.plus(1, ChronoUnit.HOURS),
                EventField.SHOW_AS,
                "busy"))
        : new FieldValues(
            Map.of(
                PersonField.FIRST_NAME,
                name,
                PersonField.LAST_NAME,
                "Lovelace",
                PersonField.EMAIL,
                name + "@client.example",
                PersonField.PHONE_BUSINESS,
                "+49 30 12345"));
  }

  protected static Map<String, String> renamed(Kind kind, String name) {
    return Map.of(kind == Kind.EVENT ? EventField.SUBJECT : PersonField.FIRST_NAME, name);
  }

  protected final Snapshot create(Kind kind, int n, String name) {
    return create(kind, n, values(kind, name));
  }

  protected final Snapshot create(Kind kind, int n, FieldValues values) {
    Answer answer =
        mailbox.write(List.of(new Write.Create(kind, key(n), values, key(n) + "~b"))).getFirst();
    assertThat(answer).isInstanceOf(Answer.Written.class);
    return ((Answer.Written) answer).now();
  }

  protected final Answer update(Snapshot item, Map<String, String> changes) {
    return mailbox
        .write(
            List.of(
                new Write.Update(item.kind(), item.id(), item.version(), changes, key(1) + "~c")))
        .getFirst();
  }

  protected final Answer delete(Snapshot item) {
    return mailbox
        .write(List.of(new Write.Delete(item.kind(), item.id(), item.version())))
        .getFirst();
  }

  protected final @Nullable Sighting read(Kind kind, String id) {
    return mailbox.read(kind, List.of(id)).get(id);
  }

  protected final @Nullable Sighting read(Snapshot item) {
    return read(item.kind(), item.id());
  }

  /** Pages through a feed to its end. */
  protected final List<Page> pages(Kind kind, @Nullable String cursor) {
    List<Page> pages = new ArrayList<>();
    pages.add(mailbox.changes(kind, cursor, null));
    while (pages.getLast().nextPage() != null) {
      pages.add(mailbox.changes(kind, cursor, pages.getLast().nextPage()));
    }
    return pages;
  }

  protected final String cursor(Kind kind) {
    return Objects.requireNonNull(pages(kind, null).getLast().cursor());
  }

  protected static List<Snapshot> seen(List<Page> pages) {
    return pages.stream().flatMap(page -> page.seen().stream()).distinct().toList();
  }

  protected static List<String> gone(List<Page> pages) {
    return pages.stream().flatMap(page -> page.gone().stream()).distinct().toList();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsReadAfterACreateAndAnUpdate_isTheNormalForm(Kind kind) {
    Set<String> held = mailbox.fields(kind);
    for (int seed = 0; seed < 15; seed++) {
      FieldValues first = some(kind, seed).only(held);
      FieldValues second = some(kind, seed + 500).only(held);
      Snapshot created = create(kind, seed, first);
      assertThat(created.fields().values())
          .as("%s, seed %s", kind, seed)
          .isEqualTo(mailbox.normal(kind, first).values());
      assertThat(read(created)).isEqualTo(new Sighting.Present(created));
      Map<String, String> changes = new TreeMap<>();
      first.values().keySet().forEach(field -> changes.put(field, ""));
      changes.putAll(second.values());
      Answer answer = update(created, changes);
      assertThat(answer).as("%s, seed %s", kind, seed).isInstanceOf(Answer.Written.class);
      Snapshot updated = ((Answer.Written) answer).now();
      assertThat(updated.fields().values())
          .as("%s, seed %s after update", kind, seed)
          .isEqualTo(mailbox.normal(kind, second).values());
      assertThat(updated.version()).isNotEqualTo(created.version());
      assertThat(delete(updated)).isEqualTo(new Answer.Deleted());
    }
    assertThat(mails()).isEmpty();
  }

  private static FieldValues some(Kind kind, long seed) {
    return kind == Kind.EVENT ? new SomeValues(seed).event() : new SomeValues(seed).person();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void created_isReadBackInNormalFormWithItsMark(Kind kind) {
    Snapshot made = create(kind, 1, "Ada");

    assertThat(made.fields().values())
        .isEqualTo(mailbox.normal(kind, values(kind, "Ada")).values());
    mailbox = open();
    assertThat(read(made)).isEqualTo(new Sighting.Present(made));
    assertThat(made.mark()).isEqualTo(key(1) + "~b");
    assertThat(made.traits().excluded()).isNull();
    assertThat(made.key()).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void listing_carriesMarks_andChangesFollowIt(Kind kind) {
    Snapshot made = create(kind, 1, "Ada");
    for (int n = 2; n < 14; n++) {
      Snapshot unused = create(kind, n, "Person" + n);
    }
    settle();
    mailbox = open();
    List<Page> listing = pages(kind, null);
    assertThat(listing).allMatch(Page::complete);
    assertThat(seen(listing)).hasSize(13).contains(made).allMatch(s -> s.mark() != null);

    String cursor = Objects.requireNonNull(listing.getLast().cursor());
    Snapshot now = ((Answer.Written) update(made, renamed(kind, "Eve"))).now();
    settle();
    mailbox = open();
    List<Page> changes = pages(kind, cursor);
    assertThat(seen(changes)).containsExactly(now);
    assertThat(now.mark()).isEqualTo(key(1) + "~c");
    assertThat(seen(pages(kind, changes.getLast().cursor()))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void staleVersion_isNeitherOverwrittenNorDeleted(Kind kind) {
    Snapshot item = create(kind, 1, "Ada");
    Answer first = update(item, renamed(kind, "Eve"));
    assertThat(first).isInstanceOf(Answer.Written.class);
    assertThat(update(item, renamed(kind, "Fay"))).isEqualTo(new Answer.Stale());
    assertThat(delete(item)).isEqualTo(new Answer.Stale());
    assertThat(read(item)).isEqualTo(new Sighting.Present(((Answer.Written) first).now()));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void deleted_isGone_andASecondDeletionIsDone(Kind kind) {
    Snapshot item = create(kind, 1, "Ada");
    settle();
    mailbox = open();
    String cursor = cursor(kind);
    assertThat(delete(item)).isEqualTo(new Answer.Deleted());
    assertThat(delete(item)).isEqualTo(new Answer.Deleted());
    settle();
    assertThat(read(item)).isEqualTo(Sighting.Gone.PLAIN);
    assertThat(update(item, renamed(kind, "Eve"))).isIn(new Answer.Missing(), new Answer.Stale());
    assertThat(gone(pages(kind, cursor))).contains(item.id());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void created_isFoundByItsKey_alsoAmongMany(Kind kind) {
    Snapshot made = create(kind, 1, "Ada");
    settle();
    mailbox = open();
    for (int n = 2; n < 8; n++) {
      assertThat(mailbox.findCreated(kind, key(n))).isNull();
    }
    assertThat(mailbox.findCreated(kind, key(1))).isEqualTo(made);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void counterpart_isFoundByNaturalKey(Kind kind) {
    Snapshot made = create(kind, 1, "Ada");
    Snapshot other = create(kind, 2, "Eve");
    settle();
    mailbox = open();
    assertThat(mailbox.find(kind, List.of(values(kind, "Ada")))).contains(made);
    assertThat(other.id()).isNotEqualTo(made.id());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void expiredCursor_saysSo_andTheListingStartsAnew(Kind kind) {
    Snapshot made = create(kind, 1, "Ada");
    settle();
    String cursor = cursor(kind);
    expireCursors();
    assertThatThrownBy(() -> pages(kind, cursor)).isInstanceOf(PortException.CursorExpired.class);
    assertThat(seen(pages(kind, null))).containsExactly(made);
  }

  private static final ContactSelector CUSTOMERS = ContactSelector.of("Kunden");

  private @Nullable Exclusion excluded(String id) {
    Sighting seen = read(Kind.CONTACT, id);
    assertThat(seen).isInstanceOf(Sighting.Present.class);
    return ((Sighting.Present) Objects.requireNonNull(seen)).snapshot().traits().excluded();
  }

  /** What the feed tells of a contact, by changes or, where the cursor is no longer good, anew. */
  private Snapshot told(String id, @Nullable String cursor, ContactSelector selector) {
    settle();
    mailbox = open(selector);
    List<Page> pages;
    try {
      pages = pages(Kind.CONTACT, cursor);
    } catch (PortException.CursorExpired expired) {
      pages = pages(Kind.CONTACT, null);
    }
    return seen(pages).stream()
        .filter(item -> item.id().equals(id))
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("the feed does not tell of it"));
  }

  @Test
  void contactOfThePersonsOwn_takesPartWhileItIsSelected() {
    mailbox = open(CUSTOMERS);
    String eve = personAdds("Eve");
    settle();
    assertThat(excluded(eve)).isEqualTo(Exclusion.NOT_IN_COLLECTION);
    select(eve, "Another");
    String cursor = cursor(Kind.CONTACT);

    select(eve, "KUNDEN");
    assertThat(told(eve, cursor, CUSTOMERS).traits().excluded()).isNull();
    assertThat(excluded(eve)).isNull();

    cursor = cursor(Kind.CONTACT);
    unselect(eve);
    assertThat(told(eve, cursor, CUSTOMERS).traits().unselected()).isTrue();
    assertThat(excluded(eve)).as("it is not gone").isEqualTo(Exclusion.NOT_IN_COLLECTION);
  }

  @Test
  void selectorChanged_everythingIsListedAnew_andNothingIsGone() {
    String eve = personAdds("Eve");
    select(eve, "Kunden");
    settle();
    mailbox = open();
    Snapshot ours = create(Kind.CONTACT, 1, "Ada");
    settle();
    String cursor = cursor(Kind.CONTACT);
    assertThat(excluded(eve)).isEqualTo(Exclusion.NOT_IN_COLLECTION);

    mailbox = open(CUSTOMERS);
    assertThatThrownBy(() -> pages(Kind.CONTACT, cursor))
        .isInstanceOf(PortException.CursorExpired.class);
    List<Page> listing = pages(Kind.CONTACT, null);
    assertThat(gone(listing)).isEmpty();
    assertThat(seen(listing)).filteredOn(item -> item.traits().excluded() == null).hasSize(2);

    String ofCustomers = Objects.requireNonNull(listing.getLast().cursor());
    assertThat(seen(pages(Kind.CONTACT, ofCustomers))).isEmpty();
    mailbox = open();
    assertThatThrownBy(() -> pages(Kind.CONTACT, ofCustomers))
        .isInstanceOf(PortException.CursorExpired.class);
    assertThat(excluded(ours.id())).isNull();
  }

  @Test
  void contactOfOurs_takesPartUnderAnySelector_untilThePersonTakesItOut() {
    mailbox = open(CUSTOMERS);
    Snapshot made = create(Kind.CONTACT, 1, "Ada");
    settle();
    mailbox = open();
    assertThat(excluded(made.id())).isNull();
    String cursor = cursor(Kind.CONTACT);

    unselect(made.id());
    settle();
    mailbox = open();
    List<Page> changes = pages(Kind.CONTACT, cursor);
    assertThat(gone(changes).contains(made.id()) || !seen(changes).isEmpty()).isTrue();
    assertThat(excluded(made.id())).isEqualTo(Exclusion.NOT_IN_COLLECTION);
    select(made.id(), "Kunden");
    mailbox = open(CUSTOMERS);
    assertThat(excluded(made.id())).isNull();
  }
}

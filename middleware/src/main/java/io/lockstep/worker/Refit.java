package io.lockstep.worker;

import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.MailboxFacts;
import io.lockstep.sync.Kind;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An administrator gave fields other columns in Salesforce. What the shadows know of such a field
 * is of the old column: taken for an edit, an empty new column would empty the field in every
 * mailbox. So everything is looked at once, and until that is done these fields are matched as at a
 * first meeting: what is empty is filled, what differs goes by the winner and the loser is kept.
 */
final class Refit {
  /** The note that tells the columns that the shadows know: {@code CONTACT.phone.home=Fax__c;…}. */
  private static final String COLUMNS = "columns";

  /** The note that tells the fields that are being matched anew, in the same form. */
  private static final String UNDER_WAY = "refit";

  private final String columns;
  private final Set<String> fields;
  private final boolean begins;
  private final boolean known;

  private Refit(String columns, Set<String> fields, boolean begins, boolean known) {
    this.columns = columns;
    this.fields = fields;
    this.begins = begins;
    this.known = known;
  }

  static Refit of(MailboxFacts facts, Map<Kind, KindSettings> settings) {
    Map<String, String> wanted = new TreeMap<>();
    settings.forEach(
        (kind, s) ->
            s.columns().forEach((field, column) -> wanted.put(kind + "." + field, column)));
    String noted = facts.notes().get(COLUMNS);
    boolean neverSynced = facts.cursors().isEmpty() && noted == null;
    Map<String, String> before = parse(noted == null ? "" : noted);
    Set<String> fields = new TreeSet<>(parse(underWay(facts)).keySet());
    boolean resumed = !fields.isEmpty();
    Set<String> changed = new TreeSet<>(wanted.keySet());
    changed.addAll(before.keySet());
    changed.removeIf(field -> wanted.getOrDefault(field, "").equals(before.get(field)));
    if (!neverSynced) {
      fields.addAll(changed);
    }
    boolean begins = !neverSynced && !changed.isEmpty();
    return new Refit(text(wanted), fields, begins, !resumed && wanted.equals(before));
  }

  private static String underWay(MailboxFacts facts) {
    return facts.notes().getOrDefault(UNDER_WAY, "");
  }

  private static Map<String, String> parse(String text) {
    Map<String, String> columns = new TreeMap<>();
    Arrays.stream(text.split(";"))
        .map(part -> part.split("=", 2))
        .filter(part -> part.length == 2)
        .forEach(part -> columns.put(part[0], part[1]));
    return columns;
  }

  private static String text(Map<String, String> columns) {
    StringBuilder text = new StringBuilder();
    columns.forEach((field, column) -> text.append(field).append('=').append(column).append(';'));
    return text.toString();
  }

  /** Whether everything must be looked at in this pass. */
  boolean begins() {
    return begins;
  }

  /** The fields of a kind that are matched anew. */
  Set<String> fields(Kind kind) {
    Set<String> ofKind = new TreeSet<>();
    String prefix = kind + ".";
    fields.stream()
        .filter(field -> field.startsWith(prefix))
        .forEach(field -> ofKind.add(field.substring(prefix.length())));
    return ofKind;
  }

  /**
   * To be called before anything is collected: a stop after it must not forget what is changed, nor
   * that everything is to be looked at.
   */
  void begin(Pass pass) {
    if (known) {
      return;
    }
    Map<String, String> underWay = new TreeMap<>();
    fields.forEach(field -> underWay.put(field, "1"));
    Commit.Builder commit =
        Commit.build()
            .add(new Change.PutNote(UNDER_WAY, underWay.isEmpty() ? null : text(underWay)))
            .add(new Change.PutNote(COLUMNS, columns));
    if (begins) {
      commit.add(new Change.PutNote(MailboxPass.SWEEP_DUE, pass.now.minusMillis(1).toString()));
    }
    pass.lease.commit(commit.done());
  }

  /** Once nothing waits any more. */
  void end(Pass pass) {
    if (!fields.isEmpty()) {
      pass.lease.commit(Commit.build().add(new Change.PutNote(UNDER_WAY, null)).done());
    }
  }
}

package io.lockstep.salesforce;

import static io.lockstep.contact.PersonField.ADDRESS_BUSINESS;
import static io.lockstep.contact.PersonField.ADDRESS_OTHER;
import static io.lockstep.contact.PersonField.BIRTHDAY;
import static io.lockstep.contact.PersonField.COMPANY;
import static io.lockstep.contact.PersonField.DEPARTMENT;
import static io.lockstep.contact.PersonField.EMAIL;
import static io.lockstep.contact.PersonField.FIRST_NAME;
import static io.lockstep.contact.PersonField.LAST_NAME;
import static io.lockstep.contact.PersonField.MIDDLE_NAME;
import static io.lockstep.contact.PersonField.NOTES;
import static io.lockstep.contact.PersonField.PHONE_BUSINESS;
import static io.lockstep.contact.PersonField.PHONE_FAX;
import static io.lockstep.contact.PersonField.PHONE_HOME;
import static io.lockstep.contact.PersonField.PHONE_MOBILE;
import static io.lockstep.contact.PersonField.PHONE_OTHER;
import static io.lockstep.contact.PersonField.PREFIX;
import static io.lockstep.contact.PersonField.SUFFIX;
import static io.lockstep.contact.PersonField.TITLE;

import io.lockstep.contact.PostalAddress;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Snapshot;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Contacts. Salesforce demands a last name, so a person without one gets the first name there, else
 * the company, else what stands before the @. A company is an account: it is read through the
 * relationship and written by {@link AccountNames}.
 */
final class ContactMapping implements RecordMapping {
  /** A text that is cut at its length, or that is left out where it would not fit in whole. */
  private record Column(String field, String name, int length, boolean cut) {
    Column in(FieldChoices choices) {
      return new Column(field, choices.column(field, name), length, cut);
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          new Column(FIRST_NAME, "FirstName", 40, true),
          new Column(MIDDLE_NAME, "MiddleName", 40, true),
          new Column(LAST_NAME, "LastName", 80, true),
          new Column(PREFIX, "Salutation", 40, true),
          new Column(SUFFIX, "Suffix", 40, true),
          new Column(EMAIL, "Email", 80, false),
          new Column(PHONE_BUSINESS, "Phone", 40, false),
          new Column(PHONE_MOBILE, "MobilePhone", 40, false),
          new Column(PHONE_HOME, "HomePhone", 40, false),
          new Column(PHONE_OTHER, "OtherPhone", 40, false),
          new Column(PHONE_FAX, "Fax", 40, false),
          new Column(TITLE, "Title", 128, true),
          new Column(DEPARTMENT, "Department", 80, true),
          new Column(NOTES, "Description", 32_000, true));

  private static final int COMPANY_LENGTH = 255;
  private static final int LAST_NAME_LENGTH = 80;
  private static final List<String> FACTS =
      List.of(
          "Id",
          "OwnerId",
          "SystemModstamp",
          "LastModifiedDate",
          "CreatedDate",
          "LastActivityDate",
          "IsDeleted",
          "LockstepKey__c",
          "LockstepStamp__c",
          "IsPersonAccount");

  /** What Salesforce's own check lets through, for the most part: one @ and a dot behind it. */
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s@,;:<>()\\[\\]\\\\\"]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");

  private final ObjectShape shape;
  private final boolean accounts;
  private final AddressFields business;
  private final AddressFields other;
  private final Set<String> fields;
  private final List<Column> columns;
  private final String birthdate;

  /**
   * @param accounts whether the user may read accounts
   */
  ContactMapping(ObjectShape shape, boolean accounts, FieldChoices choices) {
    this.shape = shape;
    this.columns = COLUMNS.stream().map(column -> column.in(choices)).toList();
    this.birthdate = choices.column(BIRTHDAY, "Birthdate");
    this.accounts = accounts && shape.edits("AccountId");
    this.business = new AddressFields(shape, "Mailing");
    this.other = new AddressFields(shape, "Other");
    TreeSet<String> seen = new TreeSet<>();
    columns.stream().filter(c -> shape.edits(c.name())).forEach(c -> seen.add(c.field()));
    if (this.accounts) {
      seen.add(COMPANY);
    }
    if (shape.edits(birthdate)) {
      seen.add(BIRTHDAY);
    }
    if (business.editable()) {
      seen.add(ADDRESS_BUSINESS);
    }
    if (other.editable()) {
      seen.add(ADDRESS_OTHER);
    }
    this.fields = Set.copyOf(seen);
  }

  /** The columns that hold fields, in an org that has them all. */
  static List<String> written() {
    List<String> columns = new ArrayList<>(COLUMNS.stream().map(Column::name).toList());
    columns.add("Birthdate");
    columns.add("AccountId");
    columns.addAll(AddressFields.columns("Mailing"));
    columns.addAll(AddressFields.columns("Other"));
    return columns;
  }

  /** Fields of plain text: another column can hold one as well. */
  static Set<String> movable() {
    return COLUMNS.stream().map(Column::field).collect(Collectors.toUnmodifiableSet());
  }

  /** Our field by column, as Lockstep comes. */
  static Map<String, String> usual() {
    Map<String, String> usual = new TreeMap<>();
    COLUMNS.forEach(column -> usual.put(column.name(), column.field()));
    usual.put("Birthdate", BIRTHDAY);
    usual.put("AccountId", COMPANY);
    AddressFields.columns("Mailing").forEach(column -> usual.put(column, ADDRESS_BUSINESS));
    AddressFields.columns("Other").forEach(column -> usual.put(column, ADDRESS_OTHER));
    return usual;
  }

  @Override
  public Kind kind() {
    return Kind.CONTACT;
  }

  @Override
  public String object() {
    return "Contact";
  }

  @Override
  public List<String> columns() {
    List<String> wanted = new ArrayList<>(FACTS);
    columns.forEach(column -> wanted.add(column.name()));
    wanted.add(birthdate);
    wanted.addAll(business.columns());
    wanted.addAll(other.columns());
    wanted.removeIf(column -> !shape.sees(column));
    if (accounts) {
      wanted.add("Account.Name");
    }
    return wanted;
  }

  @Override
  public List<String> conditions() {
    return shape.sees("IsPersonAccount") ? List.of("IsPersonAccount = false") : List.of();
  }

  @Override
  public Set<String> fields() {
    return fields;
  }

  @Override
  public boolean edits(String column) {
    return shape.edits(column);
  }

  @Override
  public FieldValues normal(FieldValues values) {
    FieldValues kept = each(values);
    if (kept.has(LAST_NAME) || !fields.contains(LAST_NAME)) {
      return kept;
    }
    if (kept.has(FIRST_NAME)) {
      return kept.with(LAST_NAME, kept.get(FIRST_NAME)).with(FIRST_NAME, "");
    }
    // Of the given values: a company that this user cannot write still names the contact.
    String company = KeptText.cut(values.get(COMPANY), LAST_NAME_LENGTH);
    if (!company.isEmpty()) {
      return kept.with(LAST_NAME, company);
    }
    String email = kept.get(EMAIL);
    return kept.with(LAST_NAME, email.substring(0, Math.max(0, email.indexOf('@'))));
  }

  /** Each field by itself. */
  private FieldValues each(FieldValues values) {
    FieldValues kept = values.only(fields);
    for (Column column : columns) {
      String value = values.get(column.field());
      if (!value.isEmpty() && fields.contains(column.field())) {
        kept = kept.with(column.field(), kept(column, value));
      }
    }
    return kept.with(COMPANY, KeptText.cut(kept.get(COMPANY), COMPANY_LENGTH))
        .with(BIRTHDAY, day(kept.get(BIRTHDAY)).map(LocalDate::toString).orElse(""))
        .with(ADDRESS_BUSINESS, address(business, kept.get(ADDRESS_BUSINESS)))
        .with(ADDRESS_OTHER, address(other, kept.get(ADDRESS_OTHER)));
  }

  private String kept(Column column, String value) {
    int length = Math.min(shape.length(column.name(), column.length()), column.length());
    if (column.cut()) {
      return KeptText.cut(value, length);
    }
    String whole = KeptText.whole(value, length);
    return column.field().equals(EMAIL) && !ADDRESS.matcher(whole).matches() ? "" : whole;
  }

  private static String address(AddressFields at, String value) {
    return value.isEmpty() ? "" : at.normal(PostalAddress.parse(value)).text();
  }

  /** A day without a year cannot be held; nor can one before 1700 or after 4000. */
  private static Optional<LocalDate> day(String value) {
    try {
      LocalDate day = LocalDate.parse(value);
      return day.getYear() < 1700 || day.getYear() > 4000 ? Optional.empty() : Optional.of(day);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public Snapshot snapshot(Row row) {
    FieldValues values = FieldValues.NONE;
    for (Column column : columns) {
      values = values.with(column.field(), KeptText.clean(row.text(column.name())));
    }
    Row account = accounts ? row.parent("Account") : null;
    values =
        values
            .with(COMPANY, account == null ? "" : KeptText.clean(account.text("Name")))
            .with(BIRTHDAY, row.text(birthdate).replaceFirst("T.*|Z$", ""))
            .with(ADDRESS_BUSINESS, business.read(row).text())
            .with(ADDRESS_OTHER, other.read(row).text())
            .only(fields);
    return new Snapshot(
        Kind.CONTACT,
        row.id(),
        Versions.of(row),
        values,
        Versions.orNull(row.text("LockstepStamp__c")),
        Versions.orNull(row.text("LockstepKey__c")),
        row.time("LastModifiedDate"),
        new Snapshot.Traits(
            null, null, excluded(row), Versions.orNull(row.text("OwnerId")), List.of(), false));
  }

  /** A person account's contact row cannot be written; its account would have to be. */
  private static Snapshot.@Nullable Exclusion excluded(Row row) {
    return row.flag("IsPersonAccount") ? Snapshot.Exclusion.INCOMPLETE : null;
  }

  @Override
  public void fill(Draft draft, Map<String, String> changes, FieldValues whole, boolean creating) {
    FieldValues asked = whole.overlaid(changes);
    FieldValues kept = creating ? normal(asked) : each(asked);
    for (Column column : columns) {
      String value = kept.get(column.field());
      if (wants(column.field(), changes, kept, creating) && mayHold(column, value, asked)) {
        draft.text(column.name(), value);
      }
    }
    if (wants(BIRTHDAY, changes, kept, creating)) {
      birthday(draft, asked.get(BIRTHDAY));
    }
    if (wants(ADDRESS_BUSINESS, changes, kept, creating)) {
      business.fill(draft, PostalAddress.parse(kept.get(ADDRESS_BUSINESS)));
    }
    if (wants(ADDRESS_OTHER, changes, kept, creating)) {
      other.fill(draft, PostalAddress.parse(kept.get(ADDRESS_OTHER)));
    }
  }

  private boolean wants(
      String field, Map<String, String> changes, FieldValues kept, boolean creating) {
    return fields.contains(field)
        && (creating ? kept.has(field) || changes.containsKey(field) : changes.containsKey(field));
  }

  /** A last name is never emptied, and what cannot be held does not empty what is there. */
  private static boolean mayHold(Column column, String value, FieldValues asked) {
    if (!value.isEmpty()) {
      return true;
    }
    return !column.field().equals(LAST_NAME)
        && (!asked.has(column.field()) || column.field().equals(FIRST_NAME));
  }

  private void birthday(Draft draft, String asked) {
    Optional<LocalDate> day = day(asked);
    if (day.isPresent()) {
      draft.date(birthdate, day.get());
    } else if (asked.isEmpty()) {
      draft.empty(birthdate);
    }
  }

  @Override
  public boolean needsWhole(Map<String, String> changes) {
    return false;
  }

  @Override
  public Optional<String> lacks(FieldValues values) {
    return normal(values).has(LAST_NAME) ? Optional.empty() : Optional.of("LastName");
  }
}

package io.lockstep.sandbox.salesforce.org;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A simulated Salesforce org behind its wire formats. All methods act as a user: sharing, field
 * security and object rights are that user's. Ids are 18 characters. Times are UTC. All methods
 * throw {@link OrgException} with Salesforce's own code and message.
 */
public interface Org {

  /** Who calls, and the headers that change what a write does. */
  record Call(
      String userId,
      double apiVersion,
      @Nullable String client,
      boolean allOrNone,
      boolean allowDuplicates,
      boolean allowTruncation,
      @Nullable String defaultNamespace) {
    public static Call as(String userId) {
      return new Call(userId, 65.0, null, false, false, false, null);
    }
  }

  /**
   * A record on its way in or out. Values are String, Boolean, Integer, Double, BigDecimal,
   * LocalDate, Instant, LocalTime, a nested Row (parent relationship), a {@link Page} (child
   * subquery) or null. In a row on its way in a null value means "not sent": {@code fieldsToNull}
   * empties fields.
   *
   * @param place object and id of the row that is read, {@code Contact/003…}, whether or not its id
   *     was asked for; null on the way in and for aggregates
   */
  record Row(
      String type,
      Map<String, @Nullable Object> fields,
      List<String> fieldsToNull,
      @Nullable String place) {
    public Row(String type, Map<String, @Nullable Object> fields, List<String> fieldsToNull) {
      this(type, fields, fieldsToNull, null);
    }

    public @Nullable String id() {
      return (String) fields.get("Id");
    }
  }

  /**
   * Rows of a query. {@code aggregate} is the value of {@code SELECT COUNT()}, which has no rows.
   */
  record Page(List<Row> rows, int totalSize, boolean done, @Nullable String locator) {}

  /** One error of one row, as in {@code SaveResult.errors}. */
  record RowError(
      String statusCode, String message, List<String> fields, @Nullable DuplicateMatch duplicate) {}

  /** What a duplicate rule found, for {@code DUPLICATES_DETECTED}. */
  record DuplicateMatch(String rule, boolean allowSave, String objectType, List<String> matchIds) {}

  /** The outcome of one row of a write; {@code id} is null where nothing was saved. */
  record Saved(@Nullable String id, boolean created, List<RowError> errors) {
    public boolean success() {
      return errors.isEmpty();
    }
  }

  record Updated(List<String> ids, Instant latestDateCovered) {}

  record Deleted(String id, Instant deletedDate) {}

  record DeletedRange(
      List<Deleted> records, Instant earliestDateAvailable, Instant latestDateCovered) {}

  /**
   * A picklist entry.
   *
   * @param validFor for which entries of the controlling picklist it can be chosen, as a bitmap in
   *     Base64; null where nothing controls it
   */
  record Picklist(
      String value, String label, boolean isDefault, boolean active, @Nullable String validFor) {
    public Picklist(String value, String label, boolean isDefault, boolean active) {
      this(value, label, isDefault, active, null);
    }
  }

  /**
   * A field as describe gives it; {@code type} and {@code soapType} in the API's words ({@code
   * string}, {@code xsd:string}).
   */
  record Field(
      String name,
      String label,
      String type,
      String soapType,
      int length,
      int precision,
      int scale,
      boolean createable,
      boolean updateable,
      boolean nillable,
      boolean filterable,
      boolean sortable,
      boolean custom,
      boolean unique,
      boolean caseSensitive,
      boolean externalId,
      boolean calculated,
      boolean defaultedOnCreate,
      boolean restrictedPicklist,
      @Nullable String relationshipName,
      List<String> referenceTo,
      List<Picklist> picklist) {}

  record ChildRelationship(String childSObject, String field, @Nullable String relationshipName) {}

  record Describe(
      String name,
      String label,
      String labelPlural,
      String keyPrefix,
      boolean custom,
      boolean createable,
      boolean updateable,
      boolean deletable,
      boolean undeletable,
      boolean queryable,
      boolean replicateable,
      List<Field> fields,
      List<ChildRelationship> children) {}

  /** The org as {@code Organization} shows it. {@code id} has 18 characters. */
  record Identity(
      String id,
      String name,
      boolean sandbox,
      boolean personAccounts,
      boolean multiCurrency,
      @Nullable String namespace) {}

  /** A user as login and getUserInfo need it. */
  record UserInfo(
      String id,
      String username,
      String email,
      String fullName,
      String profileId,
      String timeZone,
      String locale,
      String language,
      boolean active,
      boolean frozen,
      boolean apiEnabled) {}

  Identity identity();

  /** By username, any case. */
  @Nullable UserInfo userByName(String username);

  @Nullable UserInfo userById(String id);

  List<Describe> describeGlobal(Call call);

  Describe describe(Call call, String object);

  /**
   * Runs SOQL. {@code all} also shows deleted and archived rows. {@code batchSize} from 200 to
   * 2,000.
   */
  Page query(Call call, String soql, boolean all, int batchSize);

  Page queryMore(Call call, String locator);

  /** In the order of the ids; null for a row that is gone or not visible. At most 2,000 ids. */
  List<@Nullable Row> retrieve(Call call, String object, List<String> fields, List<String> ids);

  /**
   * Does several calls as one transaction.
   *
   * @param work answers whether to keep what it did; false takes all of it back
   */
  void atomically(BooleanSupplier work);

  List<Saved> create(Call call, List<Row> rows);

  List<Saved> update(Call call, List<Row> rows);

  List<Saved> upsert(Call call, String externalIdField, List<Row> rows);

  List<Saved> delete(Call call, List<String> ids);

  List<Saved> undelete(Call call, List<String> ids);

  Updated getUpdated(Call call, String object, Instant start, Instant end);

  DeletedRange getDeleted(Call call, String object, Instant start, Instant end);
}

package io.lockstep.contact;

import io.lockstep.calendar.FoldedText;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of a person's fields in the core, and how their values are compared. */
public final class PersonField {
  public static final String FIRST_NAME = "firstName";
  public static final String MIDDLE_NAME = "middleName";
  public static final String LAST_NAME = "lastName";
  public static final String PREFIX = "prefix";
  public static final String SUFFIX = "suffix";

  /** The primary e-mail address. */
  public static final String EMAIL = "email";

  public static final String PHONE_BUSINESS = "phone.business";
  public static final String PHONE_MOBILE = "phone.mobile";
  public static final String PHONE_HOME = "phone.home";
  public static final String PHONE_OTHER = "phone.other";
  public static final String PHONE_FAX = "phone.fax";

  /** {@link PostalAddress#text}; Salesforce's Mailing fields. */
  public static final String ADDRESS_BUSINESS = "address.business";

  /** {@link PostalAddress#text}; Salesforce's Other fields. */
  public static final String ADDRESS_OTHER = "address.other";

  public static final String COMPANY = "company";
  public static final String TITLE = "title";
  public static final String DEPARTMENT = "department";

  /** Plain text, lines parted by LF. */
  public static final String NOTES = "notes";

  /** {@code 1980-02-29}, without a year {@code --02-29}. */
  public static final String BIRTHDAY = "birthday";

  public static final Set<String> ALL =
      Set.of(
          FIRST_NAME,
          MIDDLE_NAME,
          LAST_NAME,
          PREFIX,
          SUFFIX,
          EMAIL,
          PHONE_BUSINESS,
          PHONE_MOBILE,
          PHONE_HOME,
          PHONE_OTHER,
          PHONE_FAX,
          ADDRESS_BUSINESS,
          ADDRESS_OTHER,
          COMPANY,
          TITLE,
          DEPARTMENT,
          NOTES,
          BIRTHDAY);

  private PersonField() {}

  /** As {@link #comparisonKey(String, String, String)} without a region. */
  public static String comparisonKey(String field, String value) {
    return comparisonKey(field, value, null);
  }

  /**
   * What decides whether two values of a field are the same: equal keys, equal values. Total and
   * idempotent; an empty or blank value has the empty key. A field not named here is compared as
   * text.
   *
   * @param region two-letter country (ISO 3166) in which a phone number without country code is
   *     dialled; null = unknown, then such a number is compared by its digits
   */
  public static String comparisonKey(String field, String value, @Nullable String region) {
    return switch (field) {
      case EMAIL -> FoldedText.of(FoldedText.of(value).toLowerCase(Locale.ROOT));
      case PHONE_BUSINESS, PHONE_MOBILE, PHONE_HOME, PHONE_OTHER, PHONE_FAX ->
          PhoneKey.of(value, region);
      case ADDRESS_BUSINESS, ADDRESS_OTHER -> PostalAddress.parse(value).folded().text();
      default -> FoldedText.of(value);
    };
  }
}

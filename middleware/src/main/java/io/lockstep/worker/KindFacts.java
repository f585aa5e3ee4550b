package io.lockstep.worker;

import io.lockstep.calendar.EventField;
import io.lockstep.calendar.EventMatch;
import io.lockstep.contact.PersonField;
import io.lockstep.contact.PersonMatch;
import io.lockstep.sync.Comparison;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Matching;
import java.util.List;
import java.util.Map;

/**
 * What the core must know of contacts and events: their fields in a fixed order, when values are
 * the same, who matches whom.
 */
final class KindFacts {
  /** Baselines on items and records are written in this order: only ever append. */
  static final Map<Kind, List<String>> CATALOGUES =
      Map.of(
          Kind.CONTACT,
          List.of(
              PersonField.FIRST_NAME,
              PersonField.MIDDLE_NAME,
              PersonField.LAST_NAME,
              PersonField.PREFIX,
              PersonField.SUFFIX,
              PersonField.EMAIL,
              PersonField.PHONE_BUSINESS,
              PersonField.PHONE_MOBILE,
              PersonField.PHONE_HOME,
              PersonField.PHONE_OTHER,
              PersonField.PHONE_FAX,
              PersonField.ADDRESS_BUSINESS,
              PersonField.ADDRESS_OTHER,
              PersonField.COMPANY,
              PersonField.TITLE,
              PersonField.DEPARTMENT,
              PersonField.NOTES,
              PersonField.BIRTHDAY),
          Kind.EVENT,
          List.of(
              EventField.SUBJECT,
              EventField.DESCRIPTION,
              EventField.LOCATION,
              EventField.TIME,
              EventField.SHOW_AS,
              EventField.PRIVACY,
              EventField.REMINDER));

  static final Map<Kind, Comparison> COMPARISONS =
      Map.of(Kind.CONTACT, PersonField::comparisonKey, Kind.EVENT, EventField::comparisonKey);

  static final Map<Kind, Matching> MATCHING =
      Map.of(Kind.CONTACT, new PersonMatch(), Kind.EVENT, new EventMatch());

  private KindFacts() {}
}

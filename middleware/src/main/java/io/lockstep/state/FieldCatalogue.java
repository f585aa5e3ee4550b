package io.lockstep.state;

import io.lockstep.sync.Kind;
import java.util.List;

/**
 * The field names that a stored link names by position. <b>Append only</b>: a name that moved or
 * vanished would make every stored link say something else. A name that is not here is spelled out
 * in each link.
 */
final class FieldCatalogue {
  /** A position must fit the bits of a long. */
  static final int MOST = 63;

  private static final List<String> CONTACT =
      List.of(
          "firstName",
          "middleName",
          "lastName",
          "prefix",
          "suffix",
          "email",
          "phone.business",
          "phone.mobile",
          "phone.home",
          "phone.other",
          "phone.fax",
          "address.business",
          "address.other",
          "company",
          "title",
          "department",
          "notes",
          "birthday");

  private static final List<String> EVENT =
      List.of("subject", "description", "location", "time", "showAs", "privacy", "reminder");

  private FieldCatalogue() {}

  static List<String> of(Kind kind) {
    return switch (kind) {
      case CONTACT -> CONTACT;
      case EVENT -> EVENT;
    };
  }
}

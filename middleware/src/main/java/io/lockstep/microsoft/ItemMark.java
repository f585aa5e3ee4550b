package io.lockstep.microsoft;

import com.microsoft.graph.models.SingleValueLegacyExtendedProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our mark in named properties of an event or contact, which people do not see. It names the item
 * it was written for as soon as that has an id: an item that a person copies takes the properties
 * along, and must not pass for the first one.
 *
 * @param mark the mark's text; null = none, or written for another item
 * @param createKey the key that the item was created with; null for one that we did not create
 */
record ItemMark(@Nullable String mark, @Nullable String createKey) {
  static final ItemMark NONE = new ItemMark(null, null);

  /** One fixed namespace of ours: properties are found under the GUID they were written with. */
  private static final String OURS = "String {6f9d1f0e-3c52-4a7b-9d0e-5b1a7c84e2d3} Name ";

  private static final String MARK = OURS + "LockstepMark";
  private static final String ITEM = OURS + "LockstepItem";
  private static final String CREATE_KEY = OURS + "LockstepKey";
  private static final String FOLDER = OURS + "LockstepFolder";

  /** Properties are answered only where they are asked for by name. */
  static final String EXPAND =
      "singleValueExtendedProperties($filter=id eq '"
          + MARK
          + "' or id eq '"
          + ITEM
          + "' or id eq '"
          + CREATE_KEY
          + "')";

  static final String EXPAND_FOLDER =
      "singleValueExtendedProperties($filter=id eq '" + FOLDER + "')";

  /** Finds what was created with this key. Names are told apart by case, values are not. */
  static String createdWith(String createKey) {
    return "singleValueExtendedProperties/Any(ep: ep/id eq '"
        + CREATE_KEY
        + "' and ep/value eq '"
        + createKey.replace("'", "''")
        + "')";
  }

  static ItemMark read(
      @Nullable String itemId, @Nullable List<SingleValueLegacyExtendedProperty> properties) {
    String item = value(properties, ITEM);
    if (item != null && !item.equals(itemId)) {
      return NONE;
    }
    return new ItemMark(value(properties, MARK), value(properties, CREATE_KEY));
  }

  private static @Nullable String value(
      @Nullable List<SingleValueLegacyExtendedProperty> properties, String id) {
    if (properties == null) {
      return null;
    }
    for (SingleValueLegacyExtendedProperty one : properties) {
      // The GUID comes back in whatever case the server keeps; the name keeps its own.
      if (one.getId() != null && one.getId().equalsIgnoreCase(id)) {
        return one.getValue();
      }
    }
    return null;
  }

  /** For an item that is created: it has no id yet. Properties that are not named stay. */
  static List<SingleValueLegacyExtendedProperty> created(String mark, String createKey) {
    return list(property(MARK, mark), property(CREATE_KEY, createKey));
  }

  static List<SingleValueLegacyExtendedProperty> updated(String mark, String itemId) {
    return list(property(MARK, mark), property(ITEM, itemId));
  }

  /** On the contact folder, so that it is found again when a person renames it. */
  static List<SingleValueLegacyExtendedProperty> folder(String orgId) {
    return list(property(FOLDER, orgId));
  }

  static boolean isFolderOf(
      String orgId, @Nullable List<SingleValueLegacyExtendedProperty> properties) {
    return orgId.equals(value(properties, FOLDER));
  }

  private static List<SingleValueLegacyExtendedProperty> list(
      SingleValueLegacyExtendedProperty... properties) {
    // The SDK writes it down and changes it.
    return new ArrayList<>(List.of(properties));
  }

  private static SingleValueLegacyExtendedProperty property(String id, String value) {
    SingleValueLegacyExtendedProperty property = new SingleValueLegacyExtendedProperty();
    property.setId(id);
    property.setValue(value);
    return property;
  }
}

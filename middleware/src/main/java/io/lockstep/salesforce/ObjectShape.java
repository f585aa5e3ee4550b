package io.lockstep.salesforce;

import com.sforce.soap.partner.DescribeSObjectResult;
import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.PicklistEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object as one user may use it, from describe: a field that the user may not see is not in it.
 * Custom fields are named without the package's namespace.
 */
record ObjectShape(
    String name,
    boolean createable,
    boolean updateable,
    boolean deletable,
    Map<String, FieldShape> fields) {

  ObjectShape {
    fields = Map.copyOf(fields);
  }

  /**
   * @param length in UTF-16 units; 0 = not a text
   * @param controller the field that decides which entries are valid; null = none
   */
  record FieldShape(
      String name,
      String type,
      int length,
      boolean createable,
      boolean updateable,
      boolean restricted,
      List<Entry> entries,
      @Nullable String controller) {
    FieldShape {
      entries = List.copyOf(entries);
    }
  }

  /**
   * A picklist entry.
   *
   * @param validFor bit n, counted from the most significant of the first byte, stands for the
   *     controller's n-th entry
   */
  record Entry(String value, String label, boolean active, List<Byte> validFor) {
    Entry {
      validFor = List.copyOf(validFor);
    }

    boolean validFor(int controllerIndex) {
      int at = controllerIndex >> 3;
      return at < validFor.size() && (validFor.get(at) & (0x80 >> (controllerIndex & 7))) != 0;
    }
  }

  boolean sees(String field) {
    return fields.containsKey(field);
  }

  boolean edits(String field) {
    FieldShape shape = fields.get(field);
    return shape != null && shape.createable() && shape.updateable();
  }

  boolean edits(List<String> all) {
    return all.stream().allMatch(this::edits);
  }

  /** The field's own length where describe told one. */
  int length(String field, int otherwise) {
    FieldShape shape = fields.get(field);
    return shape == null || shape.length() <= 0 ? otherwise : shape.length();
  }

  static ObjectShape of(DescribeSObjectResult described, @Nullable String namespace) {
    Map<String, FieldShape> fields = new HashMap<>();
    for (Field field : described.getFields()) {
      String name = withoutNamespace(field.getName(), namespace);
      List<Entry> entries = new ArrayList<>();
      if (field.getPicklistValues() != null) {
        for (PicklistEntry entry : field.getPicklistValues()) {
          entries.add(
              new Entry(
                  entry.getValue(),
                  entry.getLabel() == null ? entry.getValue() : entry.getLabel(),
                  entry.getActive(),
                  bytes(entry.getValidFor())));
        }
      }
      fields.put(
          name,
          new FieldShape(
              name,
              String.valueOf(field.getType()),
              field.getLength(),
              field.getCreateable(),
              field.getUpdateable(),
              field.getRestrictedPicklist(),
              entries,
              field.getControllerName()));
    }
    return new ObjectShape(
        withoutNamespace(described.getName(), namespace),
        described.getCreateable(),
        described.getUpdateable(),
        described.getDeletable(),
        fields);
  }

  private static List<Byte> bytes(byte @Nullable [] array) {
    List<Byte> bytes = new ArrayList<>();
    if (array != null) {
      for (byte one : array) {
        bytes.add(one);
      }
    }
    return bytes;
  }

  static String withoutNamespace(String name, @Nullable String namespace) {
    return namespace != null && name.startsWith(namespace + "__")
        ? name.substring(namespace.length() + 2)
        : name;
  }
}

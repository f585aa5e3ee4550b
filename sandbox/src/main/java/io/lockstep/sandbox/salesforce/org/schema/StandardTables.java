package io.lockstep.sandbox.salesforce.org.schema;

import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgShape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the standard objects from the text tables beside this class (their README has the form).
 */
final class StandardTables {
  private static final List<String> OBJECTS =
      List.of(
          "Account",
          "Calendar",
          "Case",
          "Contact",
          "Event",
          "EventRelation",
          "Group",
          "GroupMember",
          "Lead",
          "Name",
          "Opportunity",
          "Organization",
          "PermissionSet",
          "PermissionSetAssignment",
          "Profile",
          "RecordType",
          "Task",
          "User",
          "UserLogin",
          "UserRecordAccess",
          "UserRole");

  static final List<String> AUDIT =
      List.of(
          "Id id -a",
          "IsDeleted boolean da",
          "CreatedDate datetime da",
          "CreatedById reference da >User:CreatedBy",
          "LastModifiedDate datetime da",
          "LastModifiedById reference da >User:LastModifiedBy",
          "SystemModstamp datetime da");

  private static final Pattern LINE =
      Pattern.compile(
          "(\\w+) (\\w+)(?:\\((\\d+)\\))? (\\S+)(?: >([\\w,*]+)(?::(\\w+))?(?::(\\w+))?)?(?: =(.*))?");

  /** Events and tasks follow their owner; what is related to nothing is nobody else's business. */
  private static final Map<String, String> SHARING =
      Map.of("EventRelation", "ControlledByParent", "Opportunity", "Private");

  private StandardTables() {}

  static List<ObjectDef> read(OrgShape shape) {
    return OBJECTS.stream().map(name -> readOne(name, shape)).toList();
  }

  private static ObjectDef readOne(String name, OrgShape shape) {
    List<String> lines = lines(name);
    String[] head = lines.get(0).substring(1).split("\\|");
    List<FieldDef> fields = new ArrayList<>();
    String section = "";
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith("[")) {
        section = line.substring(1, line.length() - 1);
      } else if (!shape.has(section)) {
        continue;
      } else if (line.equals("+audit")) {
        AUDIT.forEach(l -> fields.add(field(l)));
      } else {
        fields.add(field(line));
      }
    }
    Set<String> can = new LinkedHashSet<>(List.of(head[3].strip().split(" ")));
    return ObjectDef.of(
        name,
        head[0].strip(),
        head[1].strip(),
        head[2].strip(),
        false,
        can,
        can.contains("setup") ? "Read" : SHARING.getOrDefault(name, "Private"),
        fields);
  }

  static FieldDef field(String line) {
    Matcher m = LINE.matcher(line);
    if (!m.matches()) {
      throw new IllegalStateException("not a field line: " + line);
    }
    String type = m.group(2);
    String letters = m.group(4);
    List<Org.Picklist> picklist = new ArrayList<>();
    String defaultValue = null;
    String values = m.group(8);
    if (values != null) {
      for (String value : values.split("\\|")) {
        boolean isDefault = value.endsWith("*");
        String plain = isDefault ? value.substring(0, value.length() - 1) : value;
        picklist.add(new Org.Picklist(plain, words(plain), isDefault, true));
        defaultValue = isDefault ? plain : defaultValue;
      }
    }
    picklist.addAll(Territories.picklist(m.group(1)));
    boolean isPicklist = type.equals("picklist") || type.equals("combobox");
    Org.Field field =
        FieldDef.describe(
            m.group(1),
            words(m.group(1)),
            type.equals("longtextarea") ? "textarea" : type,
            m.group(3) == null ? 0 : Integer.parseInt(m.group(3)),
            type.equals("currency") ? 18 : 0,
            type.equals("currency") ? 2 : 0,
            FieldFlags.of(letters),
            m.group(6),
            m.group(5) == null ? List.of() : List.of(m.group(5).split(",")),
            isPicklist ? picklist : List.of());
    return new FieldDef(field, letters.indexOf('a') >= 0, defaultValue, m.group(7), false);
  }

  /** {@code LastModifiedDate} becomes "Last Modified Date". */
  private static String words(String name) {
    return name.contains(" ") || name.equals(name.toUpperCase(Locale.ROOT))
        ? name
        : name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").replaceAll(" Id$", " ID");
  }

  private static List<String> lines(String name) {
    String path = "/io/lockstep/sandbox/salesforce/org/schema/" + name + ".txt";
    try (@Nullable InputStream in = StandardTables.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no field table " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(l -> !l.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

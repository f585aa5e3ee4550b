package io.lockstep.sandbox.salesforce.org.access;

import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user may do, from the profile and the permission sets together.
 *
 * @param timeZone of the user, for date literals
 * @param system the engine itself acts: nothing is checked
 */
public record Rights(
    String userId, @Nullable String roleId, String timeZone, List<Grant> grants, boolean system) {

  public boolean has(String permission) {
    return system || grants.stream().anyMatch(g -> g.has(permission));
  }

  public boolean viewAllData() {
    return has("ViewAllData") || has("ModifyAllData");
  }

  public boolean modifyAllData() {
    return has("ModifyAllData");
  }

  /** {@code letter} is one of {@code c r u d V M}. */
  public boolean on(ObjectDef object, char letter) {
    if (system || modifyAllData()) {
      return true;
    }
    if (object.isSetup()) {
      return letter == 'r' || letter == 'V' || has("ManageUsers");
    }
    if (letter == 'r' && has("ViewAllData")) {
      return true;
    }
    ObjectDef rightsHolder = object;
    if (object.name().equals("EventRelation")) {
      // Attendees have no rights of their own: whoever may edit events may edit them.
      String onEvent = lettersOf("Event");
      return onEvent.indexOf(letter == 'r' || letter == 'V' ? letter : 'u') >= 0;
    }
    return grants.stream().anyMatch(g -> g.onObject(rightsHolder).indexOf(letter) >= 0);
  }

  private String lettersOf(String object) {
    StringBuilder all = new StringBuilder();
    grants.forEach(g -> all.append(g.lettersByName(object)));
    return all.toString();
  }

  public boolean readable(ObjectDef object, FieldDef field) {
    return system
        || field.alwaysVisible()
        || object.isSetup()
        || object.isEvent()
        || onField(object, field).contains("r");
  }

  public boolean editable(ObjectDef object, FieldDef field) {
    return system
        || field.alwaysVisible()
        || object.isSetup()
        || object.isEvent()
        || onField(object, field).contains("e");
  }

  private String onField(ObjectDef object, FieldDef field) {
    StringBuilder all = new StringBuilder();
    for (Grant g : grants) {
      all.append(g.onField(object, field.name(), field.field().custom()));
    }
    return all.toString();
  }
}

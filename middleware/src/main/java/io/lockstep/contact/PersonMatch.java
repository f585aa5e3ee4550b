package io.lockstep.contact;

import io.lockstep.calendar.FoldedText;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Matching;
import java.util.ArrayList;
import java.util.List;

/**
 * When two people that are not linked yet are taken for the same: by e-mail, else by first name,
 * last name and company.
 */
public final class PersonMatch implements Matching {

  /**
   * The keys by which a counterpart is looked for, strongest first: {@code e:} with the e-mail
   * address, {@code n:} with the folded names where there are a last name and at least one other
   * part.
   */
  @Override
  public List<String> naturalKeys(FieldValues person) {
    List<String> keys = new ArrayList<>();
    String email = PersonField.comparisonKey(PersonField.EMAIL, person.get(PersonField.EMAIL));
    if (!email.isEmpty()) {
      keys.add("e:" + email);
    }
    String first = part(person, PersonField.FIRST_NAME);
    String last = part(person, PersonField.LAST_NAME);
    String company = part(person, PersonField.COMPANY);
    if (!last.isEmpty() && !(first.isEmpty() && company.isEmpty())) {
      keys.add("n:" + first + "|" + last + "|" + company);
    }
    return List.copyOf(keys);
  }

  /**
   * Whether two people who share a key may be linked: their last names agree after folding (case,
   * diacritics, NFKC), or one of them is empty. A family's shared address is not one person.
   */
  @Override
  public boolean compatible(FieldValues a, FieldValues b) {
    String lastOfA = part(a, PersonField.LAST_NAME);
    String lastOfB = part(b, PersonField.LAST_NAME);
    return lastOfA.isEmpty() || lastOfB.isEmpty() || lastOfA.equals(lastOfB);
  }

  private static String part(FieldValues person, String field) {
    return FoldedText.forMatching(person.get(field)).replace('|', ' ');
  }
}

package io.lockstep.calendar;

import io.lockstep.calendar.Rrule.By;
import java.util.ArrayList;
import java.util.List;

/** BYSETPOS: the n-th of a period's occurrences, from its beginning or its end. */
final class Positions {
  private Positions() {}

  /**
   * @param set one period's, ascending; all of it where the rule has no BYSETPOS
   */
  static <T> List<T> of(Rrule rule, List<T> set) {
    List<Integer> positions = rule.by(By.BYSETPOS);
    if (positions.isEmpty()) {
      return set;
    }
    List<T> chosen = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      if (positions.contains(i + 1) || positions.contains(i - set.size())) {
        chosen.add(set.get(i));
      }
    }
    return chosen;
  }
}

package io.lockstep.calendar;

import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Matching;
import java.util.List;

/** When two events that are not linked yet are taken for the same: same subject, same time. */
public final class EventMatch implements Matching {

  /**
   * The keys by which its counterpart is looked for, strongest first; none without a time. Events
   * without a subject match one another by their time alone.
   */
  @Override
  public List<String> naturalKeys(FieldValues event) {
    String time = EventField.comparisonKey(EventField.TIME, event.get(EventField.TIME));
    return time.isEmpty()
        ? List.of()
        : List.of("t:" + time + "|" + FoldedText.forMatching(event.get(EventField.SUBJECT)));
  }

  /** Whether two events that share a key may be linked. */
  @Override
  public boolean compatible(FieldValues a, FieldValues b) {
    return !naturalKeys(a).isEmpty() && naturalKeys(a).equals(naturalKeys(b));
  }
}

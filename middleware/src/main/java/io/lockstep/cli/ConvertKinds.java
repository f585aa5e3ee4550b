package io.lockstep.cli;

import io.lockstep.calendar.Conversion;
import io.lockstep.calendar.RecurrenceConversions;
import java.util.Map;
import java.util.TreeMap;

/** The kinds of {@code lockstep convert} by name; each adapter's are added here. */
final class ConvertKinds {
  private ConvertKinds() {}

  static Map<String, Conversion> all() {
    return new TreeMap<>(RecurrenceConversions.ALL);
  }
}

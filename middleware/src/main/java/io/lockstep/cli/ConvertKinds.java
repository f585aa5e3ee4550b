package io.lockstep.cli;

import io.lockstep.calendar.Conversion;
import io.lockstep.calendar.RecurrenceConversions;
import io.lockstep.salesforce.SalesforceConversions;
import java.util.Map;
import java.util.TreeMap;

/** The kinds of {@code lockstep convert} by name; each adapter's are added here. */
final class ConvertKinds {
  private ConvertKinds() {}

  static Map<String, Conversion> all() {
    Map<String, Conversion> kinds = new TreeMap<>(RecurrenceConversions.ALL);
    kinds.put("google-event", new io.lockstep.google.EventConversion());
    kinds.put("google-contact", new io.lockstep.google.ContactConversion());
    kinds.put("graph-event", new io.lockstep.microsoft.EventConversion());
    kinds.put("graph-contact", new io.lockstep.microsoft.ContactConversion());
    kinds.putAll(SalesforceConversions.ALL);
    return kinds;
  }
}

package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.microsoft.GraphCall;
import java.util.ArrayList;
import java.util.List;

/** The faults that listings and change feeds can have. */
final class ListingFaults {
  private static final String SERVICE = "microsoft";

  private final Faults faults;

  ListingFaults(Faults faults) {
    this.faults = faults;
  }

  boolean strikes(Fault.Kind kind, GraphCall call) {
    return faults.strikes(SERVICE, kind, call.subject());
  }

  /** A listing that leaves every third thing out, or everything. */
  List<ObjectNode> damaged(List<ObjectNode> items, GraphCall call) {
    if (strikes(Fault.Kind.emptyListing, call)) {
      return List.of();
    }
    if (!strikes(Fault.Kind.shortListing, call)) {
      return items;
    }
    List<ObjectNode> left = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (i % 3 != 0) {
        left.add(items.get(i));
      }
    }
    return left;
  }
}

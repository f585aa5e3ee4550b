package io.lockstep.salesforce;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;

/** Things in groups that one statement, call or batch can take. */
final class Gathers {
  private Gathers() {}

  /**
   * In the given order. A thing that is longer than the room has a group of its own.
   *
   * @param most how many a group may have
   * @param room how long the things of a group may be together
   */
  static <T> List<List<T>> of(
      Collection<? extends T> things, int most, int room, ToIntFunction<T> length) {
    List<List<T>> groups = new ArrayList<>();
    int taken = 0;
    for (T thing : things) {
      int more = length.applyAsInt(thing);
      if (groups.isEmpty() || groups.getLast().size() == most || taken + more > room) {
        groups.add(new ArrayList<>());
        taken = 0;
      }
      groups.getLast().add(thing);
      taken += more;
    }
    return groups;
  }
}

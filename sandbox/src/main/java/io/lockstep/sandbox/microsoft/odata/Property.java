package io.lockstep.sandbox.microsoft.odata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One declared property.
 *
 * @param many a collection
 * @param shape of a complex value; null = primitive
 * @param choices names of an enumeration; empty = none
 * @param readOnly what a client writes there is ignored
 */
record Property(
    String name,
    Edm type,
    boolean many,
    @Nullable Shape shape,
    List<String> choices,
    boolean readOnly) {
  /** Kinds of values; {@code navigation} is only there when expanded. */
  enum Edm {
    text,
    flag,
    whole,
    decimal,
    time,
    date,
    choice,
    complex,
    navigation
  }

  Property {
    choices = List.copyOf(choices);
  }
}

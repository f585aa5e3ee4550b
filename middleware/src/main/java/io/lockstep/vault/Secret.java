package io.lockstep.vault;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A text that must not reach a log: only {@link #reveal} gives it out. */
public record Secret(String value) {
  @JsonCreator
  public static Secret of(String value) {
    return new Secret(value);
  }

  @JsonValue
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}

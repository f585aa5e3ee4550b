package io.lockstep.sync;

/**
 * A field that was changed to different values on both sides.
 *
 * @param winner the side whose value stays
 * @param losingValue what the other side holds and will lose; personal data, only ever sent to the
 *     org
 */
public record Conflict(String field, Side winner, String losingValue) {
  @Override
  public String toString() {
    return "Conflict[" + field + " " + winner + "]";
  }
}

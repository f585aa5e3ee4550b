package io.lockstep.worker;

import io.lockstep.sync.Direction;
import io.lockstep.sync.Winner;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the administrator configured for one kind of thing in one mailbox.
 *
 * @param deletesItem a record deleted in Salesforce deletes its item
 * @param deletesRecord an item deleted in the mailbox deletes its record
 * @param allVisible outbound: all records the user sees, not only owned ones
 * @param filter outbound: an extra SOQL condition; null = none
 * @param pastDays events that ended longer ago than this stay out of the first sync; 0 = only what
 *     has not ended
 * @param futureDays events that start later than this stay out; null = no limit
 * @param privateToo private events take part
 * @param leaversGo a record that leaves the outbound scope takes its item along
 * @param fieldDirections fields that go another way than the kind; {@code OFF} leaves one alone
 * @param columns the record's columns of fields that are not kept in their usual ones, by field
 */
public record KindSettings(
    Direction direction,
    Winner winner,
    boolean deletesItem,
    boolean deletesRecord,
    boolean allVisible,
    @Nullable String filter,
    int pastDays,
    @Nullable Integer futureDays,
    boolean privateToo,
    boolean leaversGo,
    Map<String, Direction> fieldDirections,
    Map<String, String> columns) {

  public KindSettings {
    fieldDirections = Map.copyOf(fieldDirections);
    columns = Map.copyOf(columns);
  }

  /** With the fields that Lockstep comes with. */
  public KindSettings(
      Direction direction,
      Winner winner,
      boolean deletesItem,
      boolean deletesRecord,
      boolean allVisible,
      @Nullable String filter,
      int pastDays,
      @Nullable Integer futureDays,
      boolean privateToo) {
    this(
        direction,
        winner,
        deletesItem,
        deletesRecord,
        allVisible,
        filter,
        pastDays,
        futureDays,
        privateToo,
        false,
        Map.of(),
        Map.of());
  }

  public static final KindSettings OFF =
      new KindSettings(Direction.OFF, Winner.LATEST, false, false, false, null, 0, null, false);
}

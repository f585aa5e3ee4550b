package io.lockstep.salesforce;

import io.lockstep.contact.ContactSelector;
import io.lockstep.port.Crm;
import io.lockstep.sync.Direction;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Winner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One configuration as an administrator wrote it.
 *
 * @param id of the {@code SyncConfiguration__c} row
 * @param connectionId of the {@code SyncConnection__c} row; null = none chosen
 * @param contactScope which contacts go out
 * @param contactFilter SOQL condition; null = none
 * @param eventFilter SOQL condition; null = none
 * @param eventPastDays how many days back events are synced, 0 to 365
 * @param eventFutureDays how many days ahead; null = all
 * @param propagateDeletes a deletion on one side deletes the other too
 * @param removeOutOfScope a contact that leaves the scope loses its mail copy
 * @param contactSelector which contacts come in beside those in our folder or under our label
 * @param priority the lower number wins between configurations that reach a user the same way
 */
public record SyncRules(
    String id,
    String name,
    @Nullable String connectionId,
    Direction contacts,
    Direction events,
    Winner contactWinner,
    Winner eventWinner,
    ContactScope contactScope,
    @Nullable String contactFilter,
    @Nullable String eventFilter,
    int eventPastDays,
    @Nullable Integer eventFutureDays,
    boolean propagateDeletes,
    boolean removeOutOfScope,
    boolean privateEvents,
    ContactSelector contactSelector,
    int priority,
    Map<Kind, FieldChoices> fieldChoices) {

  public enum ContactScope {
    NONE,
    OWNED,
    ALL_VISIBLE
  }

  public SyncRules {
    fieldChoices = Map.copyOf(fieldChoices);
  }

  /** What was set for single fields of a kind. */
  public FieldChoices choices(Kind kind) {
    return fieldChoices.getOrDefault(kind, FieldChoices.NONE);
  }

  public Direction direction(Kind kind) {
    return kind == Kind.CONTACT ? contacts : events;
  }

  public Winner winner(Kind kind) {
    return kind == Kind.CONTACT ? contactWinner : eventWinner;
  }

  /** Whether a user's own records of this kind go out at all. */
  public boolean sends(Kind kind) {
    return kind == Kind.EVENT || contactScope != ContactScope.NONE;
  }

  /** The scope at a moment, since the window of events moves with it. */
  public Crm.Scope scope(Kind kind, Instant now) {
    return switch (kind) {
      case CONTACT ->
          new Crm.Scope(contactScope == ContactScope.ALL_VISIBLE, contactFilter, null, null);
      case EVENT ->
          new Crm.Scope(
              false,
              eventFilter,
              now.minus(Duration.ofDays(eventPastDays)),
              eventFutureDays == null ? null : now.plus(Duration.ofDays(eventFutureDays)));
    };
  }
}

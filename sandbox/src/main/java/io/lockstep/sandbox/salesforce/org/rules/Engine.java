package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.OrgShape;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.Schema;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import io.lockstep.sandbox.salesforce.org.store.Rows;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the rules of one object may do to other rows within the same transaction. */
public interface Engine {
  Schema schema();

  OrgShape shape();

  OrgSettings settings();

  Rows rows();

  /** The moment of this transaction, in whole seconds. */
  Instant stamp();

  /** The row with this id, of whatever object; null if there is none. */
  @Nullable Rec find(String id);

  /** Saves a new row as the platform does: triggers run, rights are not asked. */
  Rec insert(ObjectDef type, Map<String, @Nullable Object> values, String userId);

  /** Changes a row as the platform does: stamps move, triggers run, rights are not asked. */
  Rec update(Rec rec, Map<String, @Nullable Object> changes, String userId);

  /** Moves a row to the recycle bin together with {@code cause}, and comes back with it. */
  void delete(Rec rec, String userId, String cause);
}

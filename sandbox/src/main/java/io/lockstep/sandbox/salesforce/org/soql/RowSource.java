package io.lockstep.sandbox.salesforce.org.soql;

import io.lockstep.sandbox.salesforce.org.access.Rights;
import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.Schema;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows as the user who asks may see them. */
public interface RowSource {
  Schema schema();

  Rights rights();

  @Nullable String defaultNamespace();

  Instant now();

  /** All rows of an object, without a look at sharing; of the change feed where it is asked for. */
  Collection<Rec> scan(ObjectDef type, boolean feed, Query query);

  /** The rows with this value in an indexed field, without a look at sharing. */
  List<Rec> where(ObjectDef type, String field, Object value);

  /** Sharing, deletion and archiving together. */
  boolean visible(Rec rec, boolean all);

  /** The row a reference points to, deleted or not; null if it is gone. */
  @Nullable Rec target(String id);

  /** A field's value, computed fields too, as this user may see it. */
  @Nullable Object value(Rec rec, FieldDef field);

  /** What a listing leaves of its rows: all of them, unless a fault strikes. */
  List<Rec> listing(ObjectDef type, List<Rec> rows);
}

package io.lockstep.sync;

import java.util.List;

/** Says which unlinked things of a kind are the same to a person. */
public interface Matching {

  /** The natural keys of a thing, strongest first; two things that share one may be the same. */
  List<String> naturalKeys(FieldValues values);

  /** Whether two things that share a natural key do not contradict each other. */
  boolean compatible(FieldValues one, FieldValues other);
}

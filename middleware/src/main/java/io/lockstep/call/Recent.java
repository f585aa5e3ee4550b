package io.lockstep.call;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was lately read or answered, in memory for the life of a mailbox object, so that a write
 * that must merge into a list needs no second read. Good for the version it was read at only.
 */
public final class Recent<T> {
  private static final int MOST = 1_000;

  private record Read<T>(String version, T value) {}

  private final Map<String, Read<T>> byId =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Read<T>> eldest) {
          return size() > MOST;
        }
      };

  public void put(String id, String version, T value) {
    byId.put(id, new Read<>(version, value));
  }

  public @Nullable T at(String id, String version) {
    Read<T> read = byId.get(id);
    return read == null || !read.version.equals(version) ? null : read.value;
  }
}

package io.lockstep.sync;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one side was last known to hold, as a keyed hash for each field that was not empty. No
 * values: content does not rest in the middleware.
 *
 * @param version the side's version at that time; empty = unknown
 * @param hashes by field; base64url text, compared as far as the shorter one goes (a shadow read
 *     back from a mark is shorter)
 */
public record Shadow(String version, Map<String, String> hashes) {
  public static final Shadow EMPTY = new Shadow("", Map.of());

  public Shadow {
    hashes = java.util.Collections.unmodifiableMap(new TreeMap<>(hashes));
  }

  /**
   * Whether the side's present hash of a field is the one known. An empty field has the hash {@code
   * ""}.
   */
  public boolean holds(String field, String hash) {
    String known = hashes.getOrDefault(field, "");
    if (known.isEmpty() || hash.isEmpty()) {
      return known.isEmpty() && hash.isEmpty();
    }
    int length = Math.min(known.length(), hash.length());
    return known.regionMatches(0, hash, 0, length);
  }

  /** This shadow with some fields known anew; an empty hash means an empty field. */
  public Shadow with(Map<String, String> newer) {
    TreeMap<String, String> more = new TreeMap<>(hashes);
    newer.forEach(
        (field, hash) -> {
          if (hash.isEmpty()) {
            more.remove(field);
          } else {
            more.put(field, hash);
          }
        });
    return new Shadow(version, more);
  }

  public Shadow at(String newVersion) {
    return new Shadow(newVersion, hashes);
  }

  public Set<String> fields() {
    return hashes.keySet();
  }
}

package io.lockstep.sandbox.microsoft;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one mailbox. A thing is known inside by a key that never changes. Outside it has a
 * regular id, which changes when the item moves, and an immutable one; which of them a request
 * speaks is its {@code Prefer} (reference/microsoft.md B8). Containers have only the regular form.
 * Ids are case-sensitive, and are the same for the same mailbox and key.
 */
public final class ItemIds {
  private static final Pattern FORM = Pattern.compile("AA[Mk][A-Za-z0-9_-]{60,}={0,2}");
  private static final String REGULAR = "AAMkAD";
  private static final String IMMUTABLE = "AAkALg";

  private final String mailbox;
  private final Map<String, Integer> moves = new HashMap<>();
  private final Map<String, String> keys = new HashMap<>();

  /**
   * @param mailbox what tells this mailbox's ids from those of others
   */
  public ItemIds(String mailbox) {
    this.mailbox = mailbox;
  }

  /** The id of an item as a request with this preference sees it. */
  public String item(String key, boolean immutable) {
    return immutable ? immutable(key) : regular(key);
  }

  /** The id of a container (calendar, folder), which has no immutable form. */
  public String container(String key) {
    return regular(key);
  }

  public synchronized String regular(String key) {
    return known(key, REGULAR, key + "#" + moves.getOrDefault(key, 0));
  }

  public synchronized String immutable(String key) {
    return known(key, IMMUTABLE, key);
  }

  /** The item gets another regular id; the former one is unknown from now on. */
  public synchronized void moved(String key) {
    keys.remove(regular(key));
    moves.merge(key, 1, Integer::sum);
  }

  /** The key behind either form of id; null where this mailbox never gave such an id. */
  public synchronized @Nullable String find(String id) {
    return keys.get(id);
  }

  /**
   * The key behind either form of id.
   *
   * @throws GraphError 400 for a text that is no id, 404 for an id that this mailbox never gave
   */
  public String key(String id) {
    if (!FORM.matcher(id).matches()) {
      throw GraphError.malformedId();
    }
    String key = find(id);
    if (key == null) {
      throw GraphError.itemNotFound();
    }
    return key;
  }

  private String known(String key, String prefix, String about) {
    String id = prefix + hash(mailbox).substring(0, 24) + hash(mailbox + "\0" + about) + "AAA=";
    keys.put(id, key);
    return id;
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package io.lockstep.sandbox.microsoft;

import io.lockstep.sandbox.frame.SandboxClock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/**
 * What all parts of one person's mailbox share: ids, change keys, change logs. Calendars and
 * contacts keep their own contents by the user's id. May be used from any thread.
 */
public final class GraphMailbox {
  /** Hears of every change in a mailbox; must not wait. */
  public interface Listener {
    void changed(GraphMailbox mailbox, String collection, ChangeLog.Change change);
  }

  private final GraphUser user;
  private final ItemIds ids;
  private final SandboxClock clock;
  private final RandomGenerator random;
  private final Map<String, ChangeLog> logs = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private long changes;
  private long keys;

  GraphMailbox(GraphUser user, SandboxClock clock, RandomGenerator random) {
    this.user = user;
    this.ids = new ItemIds(user.id());
    this.clock = clock;
    this.random = random;
  }

  public GraphUser user() {
    return user;
  }

  public ItemIds ids() {
    return ids;
  }

  /**
   * The log of a collection: {@code contacts/KEY}, {@code contactFolders}, {@code calendar/KEY}.
   */
  public ChangeLog log(String collection) {
    return logs.computeIfAbsent(
        collection,
        name ->
            new ChangeLog(
                name,
                clock::now,
                (c, change) -> listeners.forEach(l -> l.changed(this, c, change))));
  }

  /** Makes all delta tokens of this mailbox worthless. */
  public void expireTokens() {
    logs.values().forEach(ChangeLog::expireTokens);
  }

  public void listen(Listener listener) {
    listeners.add(listener);
  }

  /** A key for a new item or container of this mailbox. */
  public synchronized String newKey(String kind) {
    return kind + ++keys;
  }

  /** A change key; each one is new. {@code @odata.etag} is {@code W/"…"} around it. */
  public synchronized String newChangeKey() {
    byte[] raw = new byte[24];
    random.nextBytes(raw);
    raw[0] = 0x11;
    changes++;
    for (int i = 0; i < 8; i++) {
      raw[16 + i] = (byte) (changes >>> (56 - 8 * i));
    }
    return Base64.getEncoder().encodeToString(raw);
  }

  public static String etag(String changeKey) {
    return "W/\"" + changeKey + "\"";
  }
}

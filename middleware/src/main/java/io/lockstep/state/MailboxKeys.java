package io.lockstep.state;

import static io.lockstep.state.RedisScript.bytes;

import io.lockstep.sync.Kind;
import java.util.List;

/** The keys of a mailbox; the braces put them all into one slot of a cluster. */
record MailboxKeys(String prefix) {
  static MailboxKeys of(MailboxId mailbox) {
    return new MailboxKeys("lockstep:{" + mailbox + "}:");
  }

  /** Hash: lease, sequence, hold, cursors, notes; see {@link FactNames}. */
  byte[] facts() {
    return bytes(prefix + "facts");
  }

  /** Sorted set; see {@link WorkMember}. */
  byte[] work() {
    return bytes(prefix + "work");
  }

  /** List of ms since 1970, newest first. */
  byte[] removals() {
    return bytes(prefix + "removals");
  }

  /** Hash: link id to link; see {@link LinkCodec}. */
  byte[] links(Kind kind) {
    return bytes(prefix + "links:" + letter(kind));
  }

  /** Hash: {@code r:} + record id or {@code i:} + item id to link id, where they differ. */
  byte[] index(Kind kind) {
    return bytes(prefix + "index:" + letter(kind));
  }

  /** In the order that {@code commit.lua} and {@code forget.lua} expect. */
  List<byte[]> all() {
    return List.of(
        facts(),
        work(),
        removals(),
        links(Kind.CONTACT),
        index(Kind.CONTACT),
        links(Kind.EVENT),
        index(Kind.EVENT));
  }

  private static String letter(Kind kind) {
    return kind == Kind.CONTACT ? "c" : "e";
  }
}

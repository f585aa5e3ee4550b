package io.lockstep.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.sync.Intent;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Shadow;
import io.lockstep.sync.Side;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A link as bytes: small, because there are hundreds of thousands of them, and versioned by its
 * first byte. The kind and the link's own id are the place where it is stored and not in it. The
 * ids stand first, in the form that {@code commit.lua} reads.
 */
final class LinkCodec {
  private static final int FORMAT = 1;
  private static final int AS_LINK_ID = 0xFFFF;

  private static final int HAS_HELD = 1;
  private static final int HAS_INTENT = 2;
  private static final int ITEM_HASHES_AS_RECORD = 4;

  private LinkCodec() {}

  static byte[] encode(Link link) {
    ByteWriter out = new ByteWriter();
    HashesCodec hashes = new HashesCodec(link.kind());
    out.octet(FORMAT);
    id(out, link, Side.RECORD);
    id(out, link, Side.ITEM);
    Link.Held held = link.held();
    Intent intent = link.intent();
    boolean same = link.item().hashes().equals(link.record().hashes());
    out.octet(
        (held == null ? 0 : HAS_HELD)
            | (intent == null ? 0 : HAS_INTENT)
            | (same ? ITEM_HASHES_AS_RECORD : 0));
    out.octet(code(link.state()));
    out.varint(link.generation());
    out.varint(link.revision());
    out.text(link.record().version());
    out.text(link.item().version());
    hashes.write(out, link.record().hashes());
    if (!same) {
      hashes.write(out, link.item().hashes());
    }
    if (held != null) {
      out.octet(code(held.side()));
      out.text(held.code());
      out.text(held.field());
      out.text(held.recordVersion());
      out.text(held.itemVersion());
    }
    if (intent != null) {
      write(out, intent, hashes);
    }
    return out.done();
  }

  /**
   * @throws IllegalStateException where a newer Lockstep wrote it
   */
  static Link decode(Kind kind, String linkId, byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int format = in.octet();
    if (format != FORMAT) {
      throw new IllegalStateException(
          "a link in Redis has format %d and this Lockstep reads %d: run the newer version again, or empty Redis and let it be rebuilt"
              .formatted(format, FORMAT));
    }
    HashesCodec hashes = new HashesCodec(kind);
    String recordId = id(in, linkId);
    String itemId = id(in, linkId);
    int flags = in.octet();
    Link.State state = state(in.octet());
    int generation = (int) in.varint();
    long revision = in.varint();
    String recordVersion = in.text();
    String itemVersion = in.text();
    Map<String, String> recordHashes = hashes.read(in);
    Map<String, String> itemHashes =
        has(flags, ITEM_HASHES_AS_RECORD) ? recordHashes : hashes.read(in);
    Link.Held held =
        has(flags, HAS_HELD)
            ? new Link.Held(side(in.octet()), in.text(), in.text(), in.text(), in.text())
            : null;
    Intent intent = has(flags, HAS_INTENT) ? intent(in, hashes) : null;
    return new Link(
        linkId,
        kind,
        recordId,
        itemId,
        generation,
        revision,
        new Shadow(recordVersion, recordHashes),
        new Shadow(itemVersion, itemHashes),
        state,
        held,
        intent);
  }

  /** An id of one side as the index and the link ids name it; empty = none. */
  static String indexKey(Side side, @Nullable String id) {
    return id == null ? "" : (side == Side.RECORD ? "r:" : "i:") + id;
  }

  private static void id(ByteWriter out, Link link, Side side) {
    String id = link.id(side);
    byte[] bytes = new byte[0];
    int length = 0;
    if (id != null && indexKey(side, id).equals(link.id())) {
      length = AS_LINK_ID;
    } else if (id != null) {
      bytes = id.getBytes(UTF_8);
      length = bytes.length;
      if (length == 0 || length >= AS_LINK_ID) {
        throw new IllegalArgumentException("an id has 1 to 65534 bytes, not " + length);
      }
    }
    out.octet(length >> 8);
    out.octet(length & 0xFF);
    out.raw(bytes);
  }

  private static @Nullable String id(ByteReader in, String linkId) {
    int length = in.octet() << 8 | in.octet();
    if (length == AS_LINK_ID) {
      return linkId.substring(2);
    }
    return length == 0 ? null : new String(in.raw(length), UTF_8);
  }

  private static void write(ByteWriter out, Intent intent, HashesCodec hashes) {
    out.octet(code(intent.operation()));
    out.octet(code(intent.target()));
    out.text(intent.key());
    out.text(intent.stamp());
    out.text(intent.version());
    out.varint(intent.at().getEpochSecond());
    out.varint(intent.at().getNano());
    hashes.write(out, intent.sent());
    hashes.write(out, intent.held());
  }

  private static Intent intent(ByteReader in, HashesCodec hashes) {
    Intent.Operation operation = operation(in.octet());
    Side target = side(in.octet());
    String key = in.text();
    String stamp = in.text();
    String version = in.textOrNull();
    Instant at = Instant.ofEpochSecond(in.varint(), in.varint());
    return new Intent(operation, target, key, stamp, hashes.read(in), hashes.read(in), version, at);
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  // Codes of their own: a reordered enum must not change what is stored.

  private static int code(Side side) {
    return side == Side.RECORD ? 0 : 1;
  }

  private static Side side(int code) {
    return switch (code) {
      case 0 -> Side.RECORD;
      case 1 -> Side.ITEM;
      default -> throw unknown("side", code);
    };
  }

  private static int code(Intent.Operation operation) {
    return switch (operation) {
      case CREATE -> 0;
      case UPDATE -> 1;
      case DELETE -> 2;
    };
  }

  private static Intent.Operation operation(int code) {
    return switch (code) {
      case 0 -> Intent.Operation.CREATE;
      case 1 -> Intent.Operation.UPDATE;
      case 2 -> Intent.Operation.DELETE;
      default -> throw unknown("operation", code);
    };
  }

  private static int code(Link.State state) {
    return switch (state) {
      case LIVE -> 0;
      case HELD -> 1;
      case RECORD_GONE -> 2;
      case ITEM_GONE -> 3;
      case BOTH_GONE -> 4;
      case UNLINKED -> 5;
      case FOLLOWER -> 6;
      case RESTING -> 7;
    };
  }

  private static Link.State state(int code) {
    return switch (code) {
      case 0 -> Link.State.LIVE;
      case 1 -> Link.State.HELD;
      case 2 -> Link.State.RECORD_GONE;
      case 3 -> Link.State.ITEM_GONE;
      case 4 -> Link.State.BOTH_GONE;
      case 5 -> Link.State.UNLINKED;
      case 6 -> Link.State.FOLLOWER;
      case 7 -> Link.State.RESTING;
      default -> throw unknown("state", code);
    };
  }

  private static IllegalStateException unknown(String what, int code) {
    return new IllegalStateException("a link in Redis has an unknown " + what + ": " + code);
  }
}

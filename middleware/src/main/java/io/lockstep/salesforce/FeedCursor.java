package io.lockstep.salesforce;

import io.lockstep.port.PortException;
import io.lockstep.sync.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * How far an org's change feed has been read.
 *
 * @param positions where the next query of each object begins
 * @param deletionsUntil up to when the delete log has been read, by the server's clock
 */
record FeedCursor(Map<Kind, Position> positions, Instant deletionsUntil) {

  /**
   * A place in the order of SystemModstamp and id.
   *
   * @param stamp a SystemModstamp, whole seconds
   * @param afterId the last id read at that stamp; empty = begin with the stamp itself
   * @param newest the newest stamp seen in this run; the next run reaches back from it
   */
  record Position(Instant stamp, String afterId, Instant newest) {
    static Position at(Instant stamp) {
      return new Position(stamp, "", stamp);
    }
  }

  FeedCursor {
    positions = Map.copyOf(positions);
  }

  static FeedCursor startingAt(Instant stamp, Instant deletionsUntil) {
    Map<Kind, Position> positions = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      positions.put(kind, Position.at(stamp));
    }
    return new FeedCursor(positions, deletionsUntil);
  }

  Position position(Kind kind) {
    return positions.getOrDefault(kind, Position.at(deletionsUntil));
  }

  FeedCursor with(Kind kind, Position position) {
    Map<Kind, Position> more = new EnumMap<>(positions);
    more.put(kind, position);
    return new FeedCursor(more, deletionsUntil);
  }

  FeedCursor deletionsReadUntil(Instant until) {
    return new FeedCursor(positions, until);
  }

  /** {@code 1|deletionsUntil|CONTACT,stamp,afterId,newest|EVENT,…}. */
  String text() {
    StringJoiner text = new StringJoiner("|").add("1").add(deletionsUntil.toString());
    for (Kind kind : Kind.values()) {
      Position at = position(kind);
      text.add(kind + "," + at.stamp() + "," + at.afterId() + "," + at.newest());
    }
    return text.toString();
  }

  /**
   * @throws PortException.CursorExpired where the text is none of ours
   */
  static FeedCursor parse(String text) {
    try {
      String[] parts = text.split("\\|", -1);
      if (!parts[0].equals("1") || parts.length < 2) {
        throw new PortException.CursorExpired("CURSOR_VERSION");
      }
      Map<Kind, Position> positions = new EnumMap<>(Kind.class);
      for (int i = 2; i < parts.length; i++) {
        String[] at = parts[i].split(",", -1);
        positions.put(
            Kind.valueOf(at[0]), new Position(Instant.parse(at[1]), at[2], Instant.parse(at[3])));
      }
      return new FeedCursor(positions, Instant.parse(parts[1]));
    } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new PortException.CursorExpired("CURSOR_FORM");
    }
  }
}

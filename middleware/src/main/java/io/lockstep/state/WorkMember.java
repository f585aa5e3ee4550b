package io.lockstep.state;

import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;

/**
 * An entry of the work set as a member of a sorted set: one digit, in the order of a pass, then the
 * id. Its score is digit × 2^48 + sequence.
 */
final class WorkMember {
  private static final long CLASS = 1L << 48;

  private WorkMember() {}

  static String of(WorkId id) {
    return digit(id) + id.id();
  }

  static long score(WorkEntry entry) {
    return digit(entry.id()) * CLASS + entry.sequence();
  }

  static WorkEntry entry(String member, long score) {
    int digit = member.charAt(0) - '0';
    WorkId id =
        new WorkId(
            digit < 2 ? Kind.CONTACT : Kind.EVENT,
            digit % 2 == 0 ? Side.ITEM : Side.RECORD,
            member.substring(1));
    return new WorkEntry(id, score - digit * CLASS);
  }

  private static int digit(WorkId id) {
    return (id.kind() == Kind.CONTACT ? 0 : 2) + (id.side() == Side.ITEM ? 0 : 1);
  }
}

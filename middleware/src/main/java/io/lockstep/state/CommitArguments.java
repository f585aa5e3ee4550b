package io.lockstep.state;

import static io.lockstep.state.RedisScript.bytes;

import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A commit as the arguments of {@code commit.lua}: the epoch, then a letter for each change. */
final class CommitArguments {
  /** Redis takes 1,048,576 words in one command. */
  private static final int MOST_ARGUMENTS = 1_000_000;

  private final List<byte[]> arguments = new ArrayList<>();

  private CommitArguments() {}

  /**
   * @throws IllegalArgumentException where one command cannot carry them (about 160,000 links)
   */
  static List<byte[]> of(Lease lease, Commit commit) {
    CommitArguments all = new CommitArguments();
    all.arguments.add(bytes(lease.epoch()));
    commit.changes().forEach(all::add);
    if (all.arguments.size() > MOST_ARGUMENTS) {
      throw new IllegalArgumentException(
          "a commit of "
              + commit.changes().size()
              + " changes is too large for one step; commit page by page");
    }
    return all.arguments;
  }

  private void add(Commit.Change change) {
    switch (change) {
      case Commit.Change.AddWork add -> words("W", WorkMember.of(add.id()));
      case Commit.Change.DoneWork done ->
          words(
              "D", WorkMember.of(done.entry().id()), Long.toString(WorkMember.score(done.entry())));
      case Commit.Change.PutCursor put -> fact(FactNames.cursor(put.name()), put.cursor());
      case Commit.Change.PutNote put -> fact(FactNames.note(put.name()), put.value());
      case Commit.Change.PutHold put -> fact(FactNames.HOLD, put.hold());
      case Commit.Change.AddRemoval removal ->
          words("R", Long.toString(removal.at().toEpochMilli()));
      case Commit.Change.PutLink put -> put(put.link());
      case Commit.Change.DropLink drop ->
          words("X", firstKey(drop.link().kind()), drop.link().id());
    }
  }

  private void put(Link link) {
    words("L", firstKey(link.kind()), link.id());
    arguments.add(LinkCodec.encode(link));
    words(
        LinkCodec.indexKey(Side.RECORD, link.recordId()),
        LinkCodec.indexKey(Side.ITEM, link.itemId()));
  }

  private void fact(String name, @Nullable String value) {
    if (value == null) {
      words("F", name);
    } else {
      words("S", name, value);
    }
  }

  /** Where the links of a kind stand in {@link MailboxKeys#all}, counted from 1 as Lua does. */
  private static String firstKey(Kind kind) {
    return kind == Kind.CONTACT ? "4" : "6";
  }

  private void words(String... words) {
    for (String word : words) {
      arguments.add(bytes(word));
    }
  }
}

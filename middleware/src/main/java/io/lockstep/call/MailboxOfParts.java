package io.lockstep.call;

import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A mailbox of a calendar and contacts; turns failed calls into the port's exceptions. */
public final class MailboxOfParts implements Mailbox {
  private final MailboxPart calendar;
  private final MailboxPart contacts;

  public MailboxOfParts(MailboxPart calendar, MailboxPart contacts) {
    this.calendar = calendar;
    this.contacts = contacts;
  }

  private MailboxPart part(Kind kind) {
    return switch (kind) {
      case EVENT -> calendar;
      case CONTACT -> contacts;
    };
  }

  @Override
  public Set<String> fields(Kind kind) {
    return part(kind).fields();
  }

  @Override
  public FieldValues normal(Kind kind, FieldValues values) {
    return part(kind).normal(values);
  }

  @Override
  public Page changes(Kind kind, @Nullable String cursor, @Nullable String page) {
    return called(() -> part(kind).changes(cursor, page));
  }

  @Override
  public Map<String, Sighting> read(Kind kind, Collection<String> ids) {
    return called(() -> part(kind).read(ids));
  }

  @Override
  public List<Snapshot> find(Kind kind, Collection<FieldValues> values) {
    return called(() -> part(kind).find(values));
  }

  /** Contacts first. Once a call failed as a whole nothing more is tried. */
  @Override
  public List<Answer> write(List<Write> writes) {
    return called(
        () -> {
          Answers answers = new Answers(writes.size());
          for (Kind kind : List.of(Kind.CONTACT, Kind.EVENT)) {
            List<Integer> positions = positions(writes, kind);
            if (!positions.isEmpty() && !answers.isStopped()) {
              part(kind).write(writes, answers, positions);
            }
          }
          return answers.all();
        });
  }

  private static List<Integer> positions(List<Write> writes, Kind kind) {
    return IntStream.range(0, writes.size())
        .filter(at -> writes.get(at).kind() == kind)
        .boxed()
        .toList();
  }

  @Override
  public @Nullable Snapshot findCreated(Kind kind, String createKey) {
    try {
      return part(kind).findCreated(createKey);
    } catch (CallFailed e) {
      throw e.failure().asException();
    }
  }

  @Override
  public Duration createVisibleWithin(Kind kind) {
    return part(kind).createVisibleWithin();
  }

  private static <T> T called(Supplier<T> work) {
    try {
      return work.get();
    } catch (CallFailed e) {
      throw e.failure().asException();
    }
  }
}

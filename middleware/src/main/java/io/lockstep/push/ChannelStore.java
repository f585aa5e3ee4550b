package io.lockstep.push;

import io.lockstep.state.MailboxId;
import java.util.List;
import java.util.Optional;

/** Where push channels are remembered; every process that may receive a notification reads it. */
public interface ChannelStore {
  /** Adds the channel or replaces the one with its id; durable when it returns. */
  void save(WatchChannel channel);

  Optional<WatchChannel> byId(String id);

  List<WatchChannel> of(MailboxId mailbox);

  void remove(String id);
}

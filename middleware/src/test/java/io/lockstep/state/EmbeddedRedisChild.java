package io.lockstep.state;

import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.RedisClient;

/** A process that starts an embedded Redis, commits links, says so, and waits to be killed. */
public final class EmbeddedRedisChild {
  static final int LINKS = 500;
  static final MailboxId MAILBOX = new MailboxId("00D000000000001AAA", "005000000000001AAA");

  private EmbeddedRedisChild() {}

  public static void main(String[] args) throws IOException {
    EmbeddedRedis redis = TestRedis.start(Path.of(args[0]));
    RedisClient client = RedisClient.create(redis.uri());
    RedisMailboxState state = new RedisMailboxState(client);
    Lease lease = state.acquire(MAILBOX, "child", Duration.ofMinutes(1)).orElseThrow();
    for (int i = 0; i < LINKS; i++) {
      Link link = Link.begunBy(Side.ITEM, Kind.EVENT, "event" + i).withId(Side.RECORD, "00U" + i);
      state.commit(lease, new Commit(List.of(new Commit.Change.PutLink(link))));
    }
    String info = client.info("server").replaceAll("(?s).*process_id:(\\d+).*", "$1");
    System.out.println("committed " + info);
    System.out.flush();
    int unused = System.in.read();
  }
}

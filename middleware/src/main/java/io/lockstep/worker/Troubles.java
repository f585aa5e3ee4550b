package io.lockstep.worker;

import io.lockstep.port.PortException;
import io.lockstep.state.LeaseLost;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with an org at the moment, said once until it is over. Shared by all threads. */
final class Troubles {
  private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

  private final Map<String, String> open = new ConcurrentHashMap<>();

  /** Makes a call; what keeps it from succeeding is noted, and that it succeeds again is said. */
  void attempt(EnrolledOrg org, String what, Runnable call) {
    try {
      call.run();
      if (open.remove(key(org, what)) != null) {
        LOG.info("Org {}: the {} can be read again", org.id(), what);
      }
    } catch (PortException e) {
      say(org, what, e.code() + ": " + e.advice());
    } catch (LeaseLost e) {
      LOG.info("Org {}: another worker reads the {}", org.id(), what);
    }
  }

  void say(EnrolledOrg org, String what, String why) {
    if (!why.equals(open.put(key(org, what), why))) {
      LOG.warn("Org {}: {}: {}", org.id(), what, why);
    }
  }

  void over(EnrolledOrg org, String what) {
    open.remove(key(org, what));
  }

  /** By org and place, in sentences. */
  Map<String, String> all() {
    return Map.copyOf(open);
  }

  private static String key(EnrolledOrg org, String what) {
    return org.id() + "." + what;
  }
}

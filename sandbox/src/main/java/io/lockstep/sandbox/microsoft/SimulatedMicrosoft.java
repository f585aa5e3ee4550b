package io.lockstep.sandbox.microsoft;

import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.microsoft.entra.EntraGrants;
import io.lockstep.sandbox.microsoft.entra.Tenant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state of the simulated Microsoft 365: one tenant, its people, their mailboxes. Every method
 * may be called from any thread.
 */
public final class SimulatedMicrosoft implements AutoCloseable {
  private final SandboxClock clock;
  private final Random random;
  private final MicrosoftSettings settings = new MicrosoftSettings();
  private final Outbox outbox;
  private final EntraGrants grants;
  private final Tenant tenant;
  private final Map<String, GraphMailbox> mailboxes = new LinkedHashMap<>();

  /**
   * A tenant of {@code example.com}.
   *
   * @param seed of ids, tokens and delays
   */
  public SimulatedMicrosoft(SandboxClock clock, long seed) {
    this(clock, seed, "example.com");
  }

  /**
   * @param seed of ids, tokens and delays
   * @param domain the tenant's verified domain
   */
  public SimulatedMicrosoft(SandboxClock clock, long seed, String domain) {
    this.clock = clock;
    this.random = new Random(seed);
    this.outbox = new Outbox(clock);
    this.grants = new EntraGrants(settings, clock, random);
    this.tenant =
        new Tenant(
            guid(),
            "Simulated tenant",
            List.of(domain.toLowerCase(Locale.ROOT), "simulated.onmicrosoft.com"));
  }

  public SandboxClock clock() {
    return clock;
  }

  public RandomGenerator random() {
    return random;
  }

  public MicrosoftSettings settings() {
    return settings;
  }

  public EntraGrants grants() {
    return grants;
  }

  public Tenant tenant() {
    return tenant;
  }

  public Outbox outbox() {
    return outbox;
  }

  /** A GUID out of this tenant's own randomness. */
  public String guid() {
    byte[] raw = new byte[16];
    random.nextBytes(raw);
    return UUID.nameUUIDFromBytes(raw).toString();
  }

  /** Whether something of this probability happens now. */
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A new account with a mailbox; its sign-in name is the address. */
  public synchronized GraphUser addUser(
      String mail, String given, String family, ZoneId timeZone, List<String> aliases) {
    GraphUser user =
        new GraphUser(
            guid(), mail, mail, aliases, (given + " " + family).strip(), given, family, timeZone);
    mailboxes.put(user.id(), new GraphMailbox(user, clock, random));
    return user;
  }

  /** The person with this id, sign-in name or address; null where there is none. */
  public synchronized @Nullable GraphMailbox find(String idOrAddress) {
    GraphMailbox byId = mailboxes.get(idOrAddress.toLowerCase(Locale.ROOT));
    return byId != null
        ? byId
        : mailboxes.values().stream()
            .filter(m -> m.user().owns(idOrAddress))
            .findFirst()
            .orElse(null);
  }

  /**
   * @throws IllegalArgumentException where there is no such person
   */
  public GraphMailbox mailbox(String idOrAddress) {
    GraphMailbox found = find(idOrAddress);
    if (found == null) {
      throw new IllegalArgumentException("The simulated Microsoft 365 has no user " + idOrAddress);
    }
    return found;
  }

  public synchronized List<GraphMailbox> mailboxes() {
    return new ArrayList<>(mailboxes.values());
  }

  @Override
  public void close() {}
}

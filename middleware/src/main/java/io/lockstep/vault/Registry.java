package io.lockstep.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/**
 * The enrolled orgs, their connections, and the grants of their users. Sealed in Redis, and in a
 * backup that is rewritten with each change and read by itself when Redis is empty. What is sealed
 * belongs to one org and one name, and opens as nothing else.
 */
public final class Registry {
  private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
  private static final String ORG = "org";
  private static final String CONNECTION = "connection/";
  private static final String GRANT = "grant/";

  // Fields of a newer version are passed over: neighbouring versions run side by side.
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final SealedEntries entries;
  private final SealedBackup backup;
  private final Vault vault;

  private Registry(SealedEntries entries, SealedBackup backup, Vault vault) {
    this.entries = entries;
    this.backup = backup;
    this.vault = vault;
  }

  /**
   * Opens it: an empty Redis is filled from the backup, else the backup is brought up to date.
   *
   * @param backupDir {@code LOCKSTEP_BACKUP_DIR}; made where it is missing
   * @throws VaultException where what is there was sealed with another key
   */
  public static Registry open(UnifiedJedis redis, Vault vault, Path backupDir) {
    Registry registry =
        new Registry(new SealedEntries(redis), new SealedBackup(backupDir, vault), vault);
    Set<String> orgs = registry.orgs();
    for (String orgId : orgs) {
      registry.entries.all(orgId).keySet().forEach(name -> registry.check(orgId, name));
      registry.backUp(orgId);
    }
    return registry;
  }

  /** Opening is the check, and seals anew what an older key had sealed. */
  private void check(String orgId, String name) {
    Optional<byte[]> unused = read(new SecretName(orgId, name));
  }

  /** Ids of the enrolled orgs. */
  public Set<String> orgs() {
    Set<String> orgs = entries.orgs();
    return orgs.isEmpty() ? restored() : orgs;
  }

  private Set<String> restored() {
    Map<String, Map<String, String>> all = backup.readAll();
    all.forEach(entries::restore);
    if (!all.isEmpty()) {
      LOG.warn(
          "Redis held no credentials: those of {} org(s) were read from the backup", all.size());
    }
    return entries.orgs();
  }

  public Optional<OrgEntry> org(String orgId) {
    return find(new SecretName(orgId, ORG), OrgEntry.class);
  }

  public void put(OrgEntry org) {
    write(new SecretName(org.orgId(), ORG), org);
  }

  /** Forgets an org with its connections and grants. */
  public void removeOrg(String orgId) {
    // The backup first: stopped in between, the org is still there, and not half of it.
    backup.remove(orgId);
    entries.removeOrg(orgId);
  }

  public List<Connection> connections(String orgId) {
    orgs();
    return entries.all(orgId).keySet().stream()
        .filter(name -> name.startsWith(CONNECTION))
        .flatMap(name -> find(new SecretName(orgId, name), Connection.class).stream())
        .toList();
  }

  public Optional<Connection> connection(String orgId, String connectionId) {
    return find(new SecretName(orgId, CONNECTION + connectionId), Connection.class);
  }

  public void put(String orgId, Connection connection) {
    write(new SecretName(orgId, CONNECTION + connection.id()), connection);
  }

  /** Forgets a connection and the grants that users gave it. */
  public void removeConnection(String orgId, String connectionId) {
    for (String name : entries.all(orgId).keySet()) {
      if (name.equals(CONNECTION + connectionId) || name.startsWith(GRANT + connectionId + "/")) {
        entries.remove(new SecretName(orgId, name));
      }
    }
    backUp(orgId);
  }

  /**
   * The refresh token that a user gave to a connection.
   *
   * @param userId the Salesforce user, 18 characters
   */
  public Optional<Secret> grant(String orgId, String connectionId, String userId) {
    return find(grantName(orgId, connectionId, userId), Secret.class);
  }

  public void putGrant(String orgId, String connectionId, String userId, Secret refreshToken) {
    write(grantName(orgId, connectionId, userId), refreshToken);
  }

  public void removeGrant(String orgId, String connectionId, String userId) {
    entries.remove(grantName(orgId, connectionId, userId));
    backUp(orgId);
  }

  private static SecretName grantName(String orgId, String connectionId, String userId) {
    return new SecretName(orgId, GRANT + connectionId + "/" + userId);
  }

  private <T> Optional<T> find(SecretName name, Class<T> type) {
    Optional<byte[]> plain = read(name);
    if (plain.isEmpty() && entries.orgs().isEmpty() && !restored().isEmpty()) {
      plain = read(name);
    }
    return plain.map(
        json -> {
          try {
            return JSON.readValue(json, type);
          } catch (IOException e) {
            // Without the cause: its message may quote what was sealed.
            throw new VaultException(name + " was sealed by a version with another format");
          }
        });
  }

  private Optional<byte[]> read(SecretName name) {
    Optional<byte[]> sealed = entries.get(name);
    if (sealed.isEmpty()) {
      return Optional.empty();
    }
    byte[] plain = vault.open(sealed.get(), name);
    if (vault.isSealedWithAnOlderKey(sealed.get())) {
      entries.replace(name, sealed.get(), vault.seal(plain, name));
      backUp(name.tenant());
    }
    return Optional.of(plain);
  }

  private void write(SecretName name, Object value) {
    // A Redis emptied since the start gets the others back first; the new one comes on top.
    orgs();
    try {
      entries.put(name, vault.seal(JSON.writeValueAsBytes(value), name));
    } catch (JsonProcessingException e) {
      throw new VaultException(name + " cannot be written as JSON");
    }
    backUp(name.tenant());
  }

  private void backUp(String orgId) {
    backup.write(orgId, () -> entries.all(orgId));
  }
}

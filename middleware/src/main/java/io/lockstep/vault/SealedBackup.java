package io.lockstep.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is sealed in Redis once more in files, one for each org, rewritten whenever something
 * changes. Each file is sealed as a whole, so that an entry cannot be taken out or brought back
 * unseen.
 */
final class SealedBackup {
  private static final Logger LOG = LoggerFactory.getLogger(SealedBackup.class);
  private static final String SUFFIX = ".sealed";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final Vault vault;

  SealedBackup(Path directory, Vault vault) {
    this.directory = directory;
    this.vault = vault;
  }

  /**
   * @param entries read under the lock, so that of two writers the last one has the newest
   */
  synchronized void write(String orgId, Supplier<Map<String, String>> entries) {
    locked(
        () -> {
          Map<String, String> present = entries.get();
          if (!isCurrent(orgId, present)) {
            SafeFile.write(file(orgId), vault.seal(JSON.writeValueAsBytes(present), name(orgId)));
          }
        });
  }

  synchronized void remove(String orgId) {
    locked(() -> Files.deleteIfExists(file(orgId)));
  }

  /**
   * All that is backed up, by org.
   *
   * @throws VaultException where a file was sealed with another key or changed
   */
  synchronized Map<String, Map<String, String>> readAll() {
    Map<String, Map<String, String>> all = new TreeMap<>();
    locked(
        () -> {
          try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
              String name = file.getFileName().toString();
              if (name.endsWith(SUFFIX)) {
                String orgId = name.substring(0, name.length() - SUFFIX.length());
                read(orgId).ifPresent(entries -> all.put(orgId, entries));
              }
            }
          }
        });
    return all;
  }

  private Optional<Map<String, String>> read(String orgId) throws IOException {
    if (!Files.exists(file(orgId))) {
      return Optional.empty();
    }
    byte[] plain = vault.open(Files.readAllBytes(file(orgId)), name(orgId));
    try {
      return Optional.of(JSON.readValue(plain, new TypeReference<TreeMap<String, String>>() {}));
    } catch (JsonProcessingException e) {
      throw new VaultException("The backup " + file(orgId) + " has another format", e);
    }
  }

  private boolean isCurrent(String orgId, Map<String, String> present) throws IOException {
    try {
      Optional<Map<String, String>> written = read(orgId);
      return written.isPresent()
          && written.get().equals(present)
          && !vault.isSealedWithAnOlderKey(Files.readAllBytes(file(orgId)));
    } catch (VaultException e) {
      LOG.warn("the backup {} was damaged and is written anew: {}", file(orgId), e.getMessage());
      return false;
    }
  }

  private void locked(Work work) {
    try {
      SafeFile.createDirectory(directory);
      try (FileChannel channel =
              FileChannel.open(
                  directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IOException("lock lost");
        }
        work.run();
      }
    } catch (IOException e) {
      throw new VaultException(
          "The backup of credentials in "
              + directory
              + " cannot be read or written. Make the directory writable, or set"
              + " LOCKSTEP_BACKUP_DIR to another.",
          e);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static SecretName name(String orgId) {
    return new SecretName(orgId, "backup");
  }

  private Path file(String orgId) {
    if (!orgId.matches("[A-Za-z0-9]{1,40}")) {
      throw new VaultException("An org id has letters and digits only");
    }
    return directory.resolve(orgId + SUFFIX);
  }
}

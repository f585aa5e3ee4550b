package io.lockstep.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes a file that is there in full or not at all, for the owner's eyes only. */
final class SafeFile {
  private SafeFile() {}

  static void write(Path file, byte[] bytes) {
    Path absolute = file.toAbsolutePath();
    Path fresh = absolute.resolveSibling(absolute.getFileName() + ".new");
    try {
      createDirectory(directory(absolute));
      Files.deleteIfExists(fresh);
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          fresh, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      // The new name itself is on disk only once the directory is.
      try (FileChannel directory = FileChannel.open(directory(absolute), StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw new VaultException("The file " + absolute + " cannot be written", e);
    }
  }

  private static Path directory(Path file) {
    return java.util.Objects.requireNonNull(file.getParent(), "a file lies in a directory");
  }

  static void createDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }
}

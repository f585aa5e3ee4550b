package io.lockstep.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the small things a stored link is made of. */
final class ByteWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  void octet(int value) {
    out.write(value);
  }

  void raw(byte[] bytes) {
    out.writeBytes(bytes);
  }

  /** Seven bits a byte, lowest first; the high bit says that more follows. */
  void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** Length plus one, then UTF-8; 0 = null. */
  void text(@Nullable String text) {
    if (text == null) {
      varint(0);
      return;
    }
    byte[] bytes = text.getBytes(UTF_8);
    varint(bytes.length + 1L);
    raw(bytes);
  }

  byte[] done() {
    return out.toByteArray();
  }
}

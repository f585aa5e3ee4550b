package io.lockstep.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Reads what {@link ByteWriter} wrote. */
final class ByteReader {
  private final byte[] bytes;
  private int at;

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int octet() {
    return bytes[at++] & 0xFF;
  }

  byte[] raw(int length) {
    byte[] part = java.util.Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return part;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int octet = octet();
      value |= (long) (octet & 0x7F) << shift;
      if ((octet & 0x80) == 0) {
        return value;
      }
    }
  }

  @Nullable String textOrNull() {
    int length = (int) varint();
    return length == 0 ? null : new String(raw(length - 1), UTF_8);
  }

  String text() {
    String text = textOrNull();
    if (text == null) {
      throw new IllegalStateException("a stored link lacks a text that every link has");
    }
    return text;
  }
}

package io.lockstep.state;

import io.lockstep.sync.Kind;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Hashes by field as bytes. A hash of eight base64url characters takes six bytes; a field of the
 * {@link FieldCatalogue} takes one bit.
 */
final class HashesCodec {
  private static final Pattern PACKABLE = Pattern.compile("[A-Za-z0-9_-]{8}");
  private static final int PACKED_BYTES = 6;

  private final List<String> catalogue;

  HashesCodec(Kind kind) {
    this.catalogue = FieldCatalogue.of(kind);
  }

  void write(ByteWriter out, Map<String, String> hashes) {
    TreeMap<String, String> others = new TreeMap<>(hashes);
    ByteWriter packed = new ByteWriter();
    long fields = 0;
    for (int i = 0; i < catalogue.size(); i++) {
      String hash = others.get(catalogue.get(i));
      if (hash != null && isPackable(hash)) {
        fields |= 1L << i;
        packed.raw(pack(hash));
        others.remove(catalogue.get(i));
      }
    }
    out.varint(fields);
    out.raw(packed.done());
    out.varint(others.size());
    others.forEach(
        (field, hash) -> {
          out.text(field);
          if (isPackable(hash)) {
            out.text(null);
            out.raw(pack(hash));
          } else {
            out.text(hash);
          }
        });
  }

  Map<String, String> read(ByteReader in) {
    Map<String, String> hashes = new TreeMap<>();
    long fields = in.varint();
    for (int i = 0; fields >>> i != 0 && i <= FieldCatalogue.MOST; i++) {
      if ((fields & 1L << i) != 0) {
        hashes.put(name(i), unpack(in));
      }
    }
    long others = in.varint();
    for (long i = 0; i < others; i++) {
      String field = in.text();
      String hash = in.textOrNull();
      hashes.put(field, hash == null ? unpack(in) : hash);
    }
    return hashes;
  }

  private String name(int position) {
    if (position >= catalogue.size()) {
      throw new IllegalStateException(
          "a link in Redis names a field that this Lockstep does not know (number "
              + position
              + "): run the newer version again, or empty Redis and let it be rebuilt");
    }
    return catalogue.get(position);
  }

  private static boolean isPackable(String hash) {
    return PACKABLE.matcher(hash).matches();
  }

  private static byte[] pack(String hash) {
    return Base64.getUrlDecoder().decode(hash);
  }

  private static String unpack(ByteReader in) {
    return Base64.getUrlEncoder().encodeToString(in.raw(PACKED_BYTES));
  }
}

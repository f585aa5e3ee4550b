package io.lockstep.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.calendar.EventField;
import io.lockstep.contact.PersonField;
import io.lockstep.sync.Intent;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Shadow;
import io.lockstep.sync.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinkCodecTest {
  private static final Link PLAIN =
      Link.begunBy(Side.ITEM, Kind.EVENT, "item").withId(Side.RECORD, "00U");

  @Test
  void decode_randomLinks_areWhatWasEncoded() {
    Random random = new Random(20260301);
    for (int i = 0; i < 5_000; i++) {
      Link link = randomLink(random);
      byte[] bytes = LinkCodec.encode(link);
      assertThat(LinkCodec.decode(link.kind(), link.id(), bytes)).isEqualTo(link);
    }
  }

  @Test
  void decode_newerFormat_isRefusedWithASentence() {
    byte[] bytes = LinkCodec.encode(PLAIN);
    bytes[0] = 9;

    assertThatThrownBy(() -> LinkCodec.decode(Kind.EVENT, PLAIN.id(), bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("format 9");
  }

  @Test
  void encode_oneKnownLink_keepsItsBytes() {
    Link link =
        PLAIN.withShadow(
            Side.RECORD,
            new Shadow("v", Map.of("subject", "AAAAAAAB", "reminder", "________", "own", "x")));

    assertThat(Base64.getEncoder().encodeToString(LinkCodec.encode(link)))
        .as("stored links must stay readable: a new layout needs a new format number")
        .isEqualTo("AQADMDBV//8AAAAAAnYBQQAAAAAAAf///////wEEb3duAngAAA==");
  }

  @Test
  void encode_fieldsOfTheCatalogue_takeSixBytesEach() {
    Map<String, String> seven = new HashMap<>();
    FieldCatalogue.of(Kind.EVENT).forEach(field -> seven.put(field, "abcdefgh"));
    Link full = PLAIN.withShadow(Side.RECORD, new Shadow("", seven));
    Link both = full.withShadow(Side.ITEM, new Shadow("", seven));

    int plain = LinkCodec.encode(PLAIN).length;
    assertThat(LinkCodec.encode(both)).hasSize(plain + 7 * 6);
    assertThat(LinkCodec.encode(full).length).isGreaterThan(plain + 7 * 6);
  }

  @Test
  void catalogue_knowsEveryFieldOfTheModels() {
    assertThat(FieldCatalogue.of(Kind.EVENT)).containsAll(EventField.ALL);
    assertThat(FieldCatalogue.of(Kind.CONTACT)).containsAll(PersonField.ALL);
    for (Kind kind : Kind.values()) {
      List<String> names = FieldCatalogue.of(kind);
      assertThat(names).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(FieldCatalogue.MOST);
    }
  }

  @Test
  void catalogue_positionsOfStoredNames_neverMove() {
    assertThat(FieldCatalogue.of(Kind.EVENT))
        .startsWith("subject", "description", "location", "time", "showAs", "privacy", "reminder");
    assertThat(FieldCatalogue.of(Kind.CONTACT).subList(0, 6))
        .containsExactly("firstName", "middleName", "lastName", "prefix", "suffix", "email");
    assertThat(FieldCatalogue.of(Kind.CONTACT).subList(6, 13))
        .containsExactly(
            "phone.business",
            "phone.mobile",
            "phone.home",
            "phone.other",
            "phone.fax",
            "address.business",
            "address.other");
    assertThat(FieldCatalogue.of(Kind.CONTACT).subList(13, 18))
        .containsExactly("company", "title", "department", "notes", "birthday");
  }

  private static Link randomLink(Random random) {
    Kind kind = pick(random, Kind.values());
    Map<String, String> hashes = randomHashes(random, kind);
    return new Link(
        (random.nextBoolean() ? "i:" : "r:") + pick(random, "a", "b", "ü", "people/c1"),
        kind,
        orNull(random, pick(random, "a", "00U", "ü")),
        orNull(random, pick(random, "a", "b", "people/c1", "x".repeat(300))),
        random.nextInt(300),
        random.nextLong(1L << random.nextInt(1, 62)),
        new Shadow(pick(random, "", "\"etag\""), hashes),
        new Shadow(
            pick(random, "", "stamp"), random.nextBoolean() ? hashes : randomHashes(random, kind)),
        pick(random, Link.State.values()),
        orNull(random, new Link.Held(pick(random, Side.values()), "CODE", "Field", "", "v")),
        orNull(random, randomIntent(random, kind)));
  }

  private static Intent randomIntent(Random random, Kind kind) {
    return new Intent(
        pick(random, Intent.Operation.values()),
        pick(random, Side.values()),
        pick(random, "", "key"),
        pick(random, "", "stamp"),
        randomHashes(random, kind),
        randomHashes(random, kind),
        orNull(random, "version"),
        Instant.ofEpochSecond(random.nextLong(1L << 33), random.nextInt(1_000_000_000)));
  }

  private static Map<String, String> randomHashes(Random random, Kind kind) {
    List<String> names = new ArrayList<>(FieldCatalogue.of(kind));
    names.addAll(List.of("attendee.00300000000000A", "Übung"));
    Map<String, String> hashes = new HashMap<>();
    for (String name : new HashSet<>(names)) {
      byte[] bytes = new byte[6];
      random.nextBytes(bytes);
      String hash = Base64.getUrlEncoder().encodeToString(bytes);
      switch (random.nextInt(5)) {
        case 0 -> hashes.put(name, hash.substring(0, random.nextInt(8)));
        case 1 -> hashes.put(name, hash + "1234");
        case 2, 3 -> hashes.put(name, hash);
        default -> {}
      }
    }
    return hashes;
  }

  @SafeVarargs
  private static <T> T pick(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static <T> @Nullable T orNull(Random random, T value) {
    return random.nextBoolean() ? value : null;
  }
}

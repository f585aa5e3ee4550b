package io.lockstep.sandbox.seed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The word lists a company is made of: tables with tabs between the columns. */
final class Words {
  final List<String[]> people = table("people");
  final List<String[]> names = table("names");
  final List<String[]> places = table("places");
  final List<String[]> companies = table("companies");

  private static List<String[]> table(String name) {
    try (InputStream in = Words.class.getResourceAsStream(name + ".tsv")) {
      if (in == null) {
        throw new IllegalStateException("the word list " + name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split("\t", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

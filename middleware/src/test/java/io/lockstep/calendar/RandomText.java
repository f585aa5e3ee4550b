package io.lockstep.calendar;

import java.util.Random;

/** Seeded texts with the characters that break comparisons: marks, odd blanks, casing traps. */
public final class RandomText {
  private static final String[] PIECES = {
    "a", "B", "é", "e\u0301", "İ", "ı", "ß", "ﬁ", "Å", "\u212B", "\u00A0", " ", "\t", "\n", "\r\n",
    "\u200B", "\uFEFF", "\u2003", "\u0301", "Σ", "ς", "日本", "😀", "\uD800", "\u0000", "1", "2", "3",
    "0", "+", "-", "(", ")", ".", "/", ";", "\\", "@", "x", "ext", ",", "#", "٣", "１", "<", ">",
    "&", "ﬀ", "ǅ", "\u1E9E", "ø"
  };

  private RandomText() {}

  public static String of(Random random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(14);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /** Mostly digits, with what people put between them. */
  public static String phone(Random random) {
    String[] pieces = {
      "+", "0", "1", "4", "9", "5", "7", " ", "-", "(", ")", ".", "/", "x", "ext. ", "#", ",", "٣",
      "１"
    };
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "+" : "");
    int length = random.nextInt(24);
    for (int i = 0; i < length; i++) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }
}

package io.lockstep.sandbox.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What the demonstration tells: steps, and lines with the seconds since it began. */
final class Screen {
  private final PrintStream out;
  private final LongSupplier nanos;
  private final boolean colour;
  private final long began;

  /**
   * @param colour whether the steps' headings are set in bold, which only a terminal can show
   */
  Screen(PrintStream out, LongSupplier nanos, boolean colour) {
    this.out = out;
    this.nanos = nanos;
    this.colour = colour;
    this.began = nanos.getAsLong();
  }

  long nanos() {
    return nanos.getAsLong();
  }

  void step(String title) {
    out.println();
    out.println(colour ? "\u001b[1m" + title + "\u001b[0m" : title);
    out.flush();
  }

  void line(String format, Object... values) {
    String text = values.length == 0 ? format : String.format(Locale.ROOT, format, values);
    out.println(String.format(Locale.ROOT, "%7.1f s  %s", seconds(began), text));
    out.flush();
  }

  void plain(String text) {
    out.println("           " + text);
    out.flush();
  }

  double seconds(long since) {
    return Duration.ofNanos(nanos.getAsLong() - since).toMillis() / 1000.0;
  }
}

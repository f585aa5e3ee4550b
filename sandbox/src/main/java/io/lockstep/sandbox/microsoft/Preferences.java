package io.lockstep.sandbox.microsoft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Prefer} headers of a request, several lines and comma lists merged. Whoever honours a
 * preference asks for it here, which puts it into {@code Preference-Applied}.
 */
public final class Preferences {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> applied = new LinkedHashSet<>();

  private Preferences() {}

  /**
   * @param header all lines joined by commas; null = none
   */
  public static Preferences of(@Nullable String header) {
    Preferences out = new Preferences();
    for (String one : parts(header == null ? "" : header)) {
      int at = one.indexOf('=');
      String name = at < 0 ? one : one.substring(0, at);
      String value = at < 0 ? "" : one.substring(at + 1).strip();
      if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
        value = value.substring(1, value.length() - 1);
      }
      if (!name.isBlank()) {
        out.values.putIfAbsent(name.strip().toLowerCase(Locale.ROOT), value);
      }
    }
    return out;
  }

  /** Split at commas that stand in no quotes. */
  private static List<String> parts(String header) {
    List<String> out = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (char c : header.toCharArray()) {
      quoted ^= c == '"';
      if (c == ',' && !quoted) {
        out.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    out.add(part.toString().strip());
    return out;
  }

  /** Whether ids are to be immutable ones: {@code IdType="ImmutableId"}. */
  public synchronized boolean immutableIds() {
    boolean wanted = "immutableid".equalsIgnoreCase(values.get("idtype"));
    if (wanted) {
      applied.add("IdType=ImmutableId");
    }
    return wanted;
  }

  /** {@code odata.maxpagesize}, from 1 to the given most; what is missing or no number is usual. */
  public synchronized int maxPageSize(int usual, int most) {
    String value = values.getOrDefault("odata.maxpagesize", values.get("maxpagesize"));
    if (value == null || !value.matches("[1-9][0-9]{0,8}")) {
      return usual;
    }
    applied.add("odata.maxpagesize=" + value);
    return Math.min(most, Integer.parseInt(value));
  }

  /** The zone named by {@code outlook.timezone}, not checked; null = UTC. */
  public synchronized @Nullable String timeZone() {
    String value = values.get("outlook.timezone");
    if (value != null) {
      applied.add("outlook.timezone=\"" + value + "\"");
    }
    return value;
  }

  /** Whether bodies are to be plain text: {@code outlook.body-content-type="text"}. */
  public synchronized boolean textBodies() {
    String value = values.get("outlook.body-content-type");
    if (value == null || !(value.equalsIgnoreCase("text") || value.equalsIgnoreCase("html"))) {
      return false;
    }
    applied.add("outlook.body-content-type=\"" + value.toLowerCase(Locale.ROOT) + "\"");
    return value.equalsIgnoreCase("text");
  }

  /** Whether a write is to be answered without a body: {@code return=minimal}. */
  public synchronized boolean minimal() {
    boolean wanted = "minimal".equalsIgnoreCase(values.get("return"));
    if (wanted) {
      applied.add("return=minimal");
    }
    return wanted;
  }

  /** Notes something the service does unasked, such as {@code odata.track-changes}. */
  public synchronized void apply(String preference) {
    applied.add(preference);
  }

  /** The value of {@code Preference-Applied}; null where nothing was honoured. */
  public synchronized @Nullable String applied() {
    return applied.isEmpty() ? null : String.join(", ", applied);
  }
}

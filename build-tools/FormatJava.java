import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Checks or applies google-java-format to a source tree: {@code FormatJava check|apply FOLDER...}. */
final class FormatJava {
  private static final JavaFormatterOptions.Style STYLE = JavaFormatterOptions.Style.GOOGLE;

  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    int wrong = 0;
    for (String root : List.of(args).subList(1, args.length)) {
      for (Path file : sources(Path.of(root))) {
        String before = Files.readString(file);
        String after = formatted(file, before);
        if (after.equals(before)) continue;
        wrong++;
        if (apply) Files.writeString(file, after);
        else System.out.println("not formatted: " + file);
      }
    }
    if (wrong > 0 && !apply) {
      System.out.println(wrong + " file(s) to format: run scripts/format");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    if (!Files.isDirectory(root)) return List.of(); // the parent module has no sources
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(p -> p.toString().endsWith(".java")).toList();
    }
  }

  private static String formatted(Path file, String source) {
    try {
      Formatter formatter = new Formatter(JavaFormatterOptions.builder().style(STYLE).build());
      String tidy = RemoveUnusedImports.removeUnusedImports(source);
      return formatter.formatSource(ImportOrderer.reorderImports(tidy, STYLE));
    } catch (FormatterException e) {
      throw new IllegalStateException(file + " does not parse: " + e.getMessage(), e);
    }
  }
}

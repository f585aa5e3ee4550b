package io.lockstep.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.calendar.Conversion;
import io.lockstep.calendar.Unsupported;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code lockstep convert KIND}: one JSON object a line in, one a line out. A line that cannot be
 * read or is wrong answers {@code {"error": sentence}}, one that cannot be carried exactly {@code
 * {"unsupported": reason}}, and the next line follows. Exit code 2 for an unknown kind.
 */
@Command(
    name = "convert",
    description = {
      "Converts between the systems' own forms and the canonical one.",
      "Reads one JSON object a line from standard input and writes one a line.",
      "What cannot be carried exactly is {\"unsupported\": reason}, never a guess."
    },
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {
  private static final int UNKNOWN_KIND = 2;

  /** UTF-8's, as three characters of a byte each. */
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Map<String, Conversion> kinds;
  private final InputStream in;
  private final OutputStream out;

  @Parameters(paramLabel = "KIND", description = "What to convert; an unknown one lists them.")
  private String kind = "";

  @Option(names = "--reverse", description = "From the canonical form to the system's own.")
  private boolean reverse;

  @Spec private @Nullable CommandSpec spec;

  ConvertCommand() {
    this(ConvertKinds.all(), System.in, System.out);
  }

  ConvertCommand(Map<String, Conversion> kinds, InputStream in, OutputStream out) {
    this.kinds = kinds;
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    Conversion conversion = kinds.get(kind);
    if (conversion == null) {
      PrintWriter err =
          spec == null
              ? new PrintWriter(System.err, true, StandardCharsets.UTF_8)
              : spec.commandLine().getErr();
      err.println(
          "There is no kind \"" + kind + "\". The kinds are: " + String.join(", ", kinds.keySet()));
      return UNKNOWN_KIND;
    }
    // A byte a character: each line is decoded by itself, so that a wrong byte spoils no other.
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    Writer answers = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    boolean first = true;
    for (String read = lines.readLine(); read != null; read = lines.readLine()) {
      String line = first && read.startsWith(BYTE_ORDER_MARK) ? read.substring(3) : read;
      first = false;
      if (!line.isBlank()) {
        answers.write(answer(conversion, line));
        answers.write('\n');
        // A caller may wait for each answer before it writes its next line.
        if (!lines.ready()) {
          answers.flush();
        }
      }
    }
    answers.flush();
    return 0;
  }

  private String answer(Conversion conversion, String bytes) throws JsonProcessingException {
    String line;
    try {
      line =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
              .toString();
    } catch (CharacterCodingException e) {
      return JSON.writeValueAsString(told("error", "The line is not UTF-8"));
    }
    String answer = JSON.writeValueAsString(converted(conversion, line));
    // UTF-8 cannot write half a pair: it would become a question mark.
    return StandardCharsets.UTF_8.newEncoder().canEncode(answer)
        ? answer
        : JSON.writeValueAsString(told("error", "The line holds half of a surrogate pair"));
  }

  private JsonNode converted(Conversion conversion, String line) {
    try {
      JsonNode object = JSON.readTree(line);
      if (!object.isObject()) {
        return told("error", "Each line is one JSON object");
      }
      return conversion.apply(object, reverse);
    } catch (JsonProcessingException e) {
      return told("error", "The line is not JSON: " + e.getOriginalMessage());
    } catch (Unsupported e) {
      return told("unsupported", String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      // A line is its own business: whatever it breaks, the lines after it are converted.
      String message = e.getMessage();
      return told("error", message == null ? e.getClass().getSimpleName() : message);
    }
  }

  private static ObjectNode told(String name, String sentence) {
    return JSON.createObjectNode().put(name, sentence);
  }
}

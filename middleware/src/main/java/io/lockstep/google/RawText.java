package io.lockstep.google;

import com.google.api.client.util.ObjectParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Hands a body over as it came. */
final class RawText implements ObjectParser {
  static final RawText INSTANCE = new RawText();

  private RawText() {}

  @Override
  public <T> T parseAndClose(@Nullable InputStream in, Charset charset, Class<T> type)
      throws IOException {
    return type.cast(parseAndClose(in, charset, (Type) type));
  }

  @Override
  public Object parseAndClose(@Nullable InputStream in, Charset charset, Type type)
      throws IOException {
    if (in == null) {
      return "";
    }
    try (in) {
      // Google speaks UTF-8 whatever a part's header leaves out.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public <T> T parseAndClose(Reader reader, Class<T> type) throws IOException {
    return type.cast(parseAndClose(reader, (Type) type));
  }

  @Override
  public Object parseAndClose(Reader reader, Type type) throws IOException {
    try (reader) {
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      return text.toString();
    }
  }
}

package io.lockstep.sandbox.microsoft;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of Graph, alone or out of a batch.
 *
 * @param path decoded segments: below the user where there is a mailbox ({@code contacts}, id),
 *     else below the version ({@code subscriptions}, id). Functions are without {@code ()} and
 *     {@code microsoft.graph.}; keys in parentheses are segments of their own
 * @param query decoded, without regard to the case of names
 * @param headers names in lower case
 * @param body as sent; empty = none
 * @param mailbox the one called on; null where the path names no user
 * @param session whom the call speaks for
 * @param root the service's address with the version, {@code http://127.0.0.1:9403/v1.0}
 * @param url the called address without query, for links to further pages
 */
public record GraphCall(
    String method,
    List<String> path,
    GraphQuery query,
    Preferences prefer,
    Map<String, String> headers,
    byte[] body,
    @Nullable GraphMailbox mailbox,
    GraphSession session,
    String root,
    String url) {
  public GraphCall {
    path = List.copyOf(path);
    headers = Map.copyOf(headers);
  }

  /** Whether the path has exactly these segments; {@code *} stands for any one. */
  public boolean matches(String... pattern) {
    return path.size() == pattern.length && starts(pattern);
  }

  /** Whether the path begins with these segments; {@code *} stands for any one. */
  public boolean starts(String... pattern) {
    if (path.size() < pattern.length) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      // Graph compares names of segments without regard to case, ids with it.
      if (!pattern[i].equals("*") && !pattern[i].equalsIgnoreCase(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  public String segment(int index) {
    return path.get(index);
  }

  public boolean is(String httpMethod) {
    return method.equals(httpMethod);
  }

  public boolean writes() {
    return !is("GET");
  }

  /** The mailbox called on, for paths that are only there below a user. */
  public GraphMailbox box() {
    return Objects.requireNonNull(mailbox, "a path below a user");
  }

  /**
   * The body as a JSON object.
   *
   * @throws GraphError 400 where it is none
   */
  public ObjectNode json() {
    return GraphJson.parse(new String(body, StandardCharsets.UTF_8));
  }

  /** The body as a JSON object; an empty one is an empty object. */
  public ObjectNode jsonOrEmpty() {
    return body.length == 0 ? GraphJson.object() : json();
  }

  public @Nullable String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }

  /** The id of an item of the mailbox, in the form that this call prefers. */
  public String id(String key) {
    return box().ids().item(key, prefer.immutableIds());
  }

  /**
   * @throws GraphError 412 where {@code If-Match} names another change key
   */
  public void checkIfMatch(String changeKey) {
    String wanted = header("if-match");
    if (wanted == null || wanted.strip().equals("*")) {
      return;
    }
    String key = wanted.strip().replaceFirst("^W/", "").replaceAll("^\"|\"$", "");
    if (!key.equals(changeKey)) {
      throw GraphError.irresolvableConflict();
    }
  }

  /**
   * {@code @odata.context}.
   *
   * @param what below the user, {@code contacts} or {@code contacts/$entity}
   */
  public String context(String what) {
    return root + "/$metadata#users('" + box().user().id() + "')/" + what;
  }

  /** {@code METHOD path?query}, decoded: what patterns of faults are matched against. */
  public String subject() {
    StringBuilder out = new StringBuilder(method).append(' ');
    out.append(url.substring(root.length() - "/v1.0".length()));
    char separator = '?';
    for (Map.Entry<String, String> e : query.all().entrySet()) {
      out.append(separator).append(e.getKey()).append('=').append(e.getValue());
      separator = '&';
    }
    return out.toString();
  }

  /** The called address with one query option, such as {@code $skiptoken}. */
  public String link(String option, String value) {
    return url + "?" + option + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}

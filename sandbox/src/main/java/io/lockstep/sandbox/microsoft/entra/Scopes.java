package io.lockstep.sandbox.microsoft.entra;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The {@code scope} parameter: short names and those with Graph's address mean the same. */
final class Scopes {
  static final String DEFAULT = ".default";
  static final Set<String> OPENID = Set.of("openid", "profile", "email", "offline_access");
  private static final List<String> RESOURCES =
      List.of(
          "https://graph.microsoft.com/",
          "https://graph.microsoft.us/",
          "https://dod-graph.microsoft.us/",
          "https://microsoftgraph.chinacloudapi.cn/",
          "00000003-0000-0000-c000-000000000000/");

  private Scopes() {}

  /**
   * The scopes without the resource's address.
   *
   * @param graph the simulated Graph's own address, which is a resource too
   * @throws EntraError 70011 for a scope of something else
   */
  static Set<String> parse(String text, String graph, EntraApp app) {
    Set<String> out = new LinkedHashSet<>();
    for (String one : text.strip().split("\\s+")) {
      String name = one;
      boolean named = false;
      for (String resource : RESOURCES) {
        if (one.toLowerCase(Locale.ROOT).startsWith(resource)) {
          name = one.substring(resource.length());
          named = true;
        }
      }
      if (one.startsWith(graph + "/")) {
        name = one.substring(graph.length() + 1);
        named = true;
      }
      name = name.startsWith("/") ? name.substring(1) : name;
      boolean openid = !named && OPENID.contains(name);
      if (!openid && !name.equals(DEFAULT) && !isPermission(name)) {
        throw invalid(text);
      }
      if (!openid && !name.equals(DEFAULT)) {
        name = declared(name, app);
      }
      out.add(name);
    }
    if (out.contains(DEFAULT) && out.stream().anyMatch(s -> isPermission(s))) {
      throw new EntraError(
          400,
          "invalid_scope",
          70011,
          "The provided value for the input parameter 'scope' is not valid. .default scope can't be"
              + " combined with resource-specific scopes.",
          null);
    }
    return out;
  }

  private static boolean isPermission(String name) {
    return name.matches("[A-Z][A-Za-z]+(\\.[A-Za-z]+)+");
  }

  /** The spelling of the registration; names are compared without regard to case. */
  private static String declared(String name, EntraApp app) {
    return app.scopes().stream().filter(s -> s.equalsIgnoreCase(name)).findFirst().orElse(name);
  }

  static EntraError invalid(String scope) {
    return new EntraError(
        400,
        "invalid_scope",
        70011,
        "The provided request must include a 'scope' input parameter. The provided value for the"
            + " input parameter 'scope' is not valid. The scope "
            + scope
            + " is not valid.",
        null);
  }
}

package io.lockstep.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.salesforce.OrgInfo;
import io.lockstep.salesforce.OrgSettings;
import io.lockstep.salesforce.SalesforceOrg;
import io.lockstep.vault.Connection;
import io.lockstep.vault.OrgEntry;
import io.lockstep.vault.Registry;
import io.lockstep.vault.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The orgs and connections that an operator enrols with {@code LOCKSTEP_ENROLMENT_FILE}. The file
 * may go once they are enrolled: what it holds is sealed in Redis and in the backup.
 */
final class Enrolment {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode orgs;
  private final String defaultLoginUrl;
  private final SecureRandom random;

  private Enrolment(JsonNode orgs, String defaultLoginUrl, SecureRandom random) {
    this.orgs = orgs;
    this.defaultLoginUrl = defaultLoginUrl;
    this.random = random;
  }

  /**
   * @throws Settings.InvalidSetting where it cannot be read as one
   */
  static Optional<Enrolment> of(Settings settings, SecureRandom random) {
    Settings.Value value = settings.value(Setting.ENROLMENT);
    if (value.text().isEmpty()) {
      return Optional.empty();
    }
    JsonNode root;
    try {
      root = JSON.readTree(value.text());
    } catch (JsonProcessingException e) {
      throw new Settings.InvalidSetting(
          value.source()
              + " does not hold JSON: line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ". Its form is described in the operator's guide.");
    }
    if (!root.path("orgs").isArray()) {
      throw new Settings.InvalidSetting(
          value.source() + " names no orgs: it must be an object with a list named \"orgs\".");
    }
    return Optional.of(
        new Enrolment(root.path("orgs"), settings.text(Setting.SALESFORCE_LOGIN_URL), random));
  }

  /**
   * Asks each org who it is and enrols it with its connections; an org that is enrolled already
   * keeps its hash key.
   *
   * @return the orgs that were enrolled
   * @throws io.lockstep.port.PortException where an org cannot be asked
   */
  List<OrgEntry> enrolInto(Registry registry, PrivateKeys keys) {
    List<OrgEntry> enrolled = new ArrayList<>();
    for (JsonNode org : orgs) {
      SalesforceOrg salesforce = salesforce(org, keys);
      OrgEntry entry = entry(org, registry, salesforce.identity());
      registry.put(entry);
      if (!org.path("connections").isEmpty()) {
        Map<String, String> ids = salesforce.connections();
        for (JsonNode connection : org.path("connections")) {
          connect(registry, entry.orgId(), idOf(connection, ids), connection);
        }
      }
      enrolled.add(entry);
    }
    return enrolled;
  }

  private SalesforceOrg salesforce(JsonNode org, PrivateKeys keys) {
    return new SalesforceOrg(
        new OrgSettings(
            address(loginUrl(org)),
            wanted(org, "clientId"),
            keys.read(wanted(org, "privateKey")),
            wanted(org, "integrationUsername")),
        Clock.systemUTC(),
        Thread::sleep);
  }

  private String loginUrl(JsonNode org) {
    return org.path("loginUrl").asText(defaultLoginUrl);
  }

  private static URI address(String loginUrl) {
    try {
      URI uri = new URI(loginUrl);
      if (uri.getHost() != null && uri.getScheme() != null && uri.getScheme().startsWith("http")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw new Settings.InvalidSetting(
        "The enrolment's \"loginUrl\" is \""
            + loginUrl
            + "\"; it must be a URL such as https://login.salesforce.com.");
  }

  private static String idOf(JsonNode connection, Map<String, String> ids) {
    String name = wanted(connection, "name");
    String id = ids.get(name);
    if (id == null) {
      throw new Settings.InvalidSetting(
          "The enrolment names the connection \""
              + name
              + "\", which the org does not have. It has: "
              + String.join(", ", ids.keySet())
              + ". Create it in Salesforce first, or mend the name.");
    }
    return id;
  }

  private OrgEntry entry(JsonNode org, Registry registry, OrgInfo info) {
    Optional<OrgEntry> before = registry.org(info.id());
    List<String> testMailboxes = new ArrayList<>();
    org.path("testMailboxes").forEach(address -> testMailboxes.add(address.asText()));
    return new OrgEntry(
        info.id(),
        info.sandbox(),
        loginUrl(org),
        wanted(org, "clientId"),
        Secret.of(wanted(org, "privateKey")),
        wanted(org, "integrationUsername"),
        optional(org, "pinnedCertificate"),
        before.map(OrgEntry::hashKey).orElseGet(this::hashKey),
        testMailboxes);
  }

  private Secret hashKey() {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return Secret.of(Base64.getEncoder().encodeToString(key));
  }

  private static void connect(Registry registry, String orgId, String id, JsonNode connection) {
    String type = wanted(connection, "type");
    switch (type) {
      case "googleServiceAccount" ->
          registry.put(
              orgId,
              new Connection.GoogleServiceAccount(
                  id, Secret.of(connection.path("serviceAccount").toString())));
      case "googleOAuthClient" -> {
        registry.put(
            orgId,
            new Connection.GoogleOAuthClient(
                id, wanted(connection, "clientId"), Secret.of(wanted(connection, "clientSecret"))));
        grants(registry, orgId, id, connection);
      }
      case "microsoftApp" -> {
        AppProof proof = AppProof.read(connection);
        registry.put(
            orgId,
            new Connection.MicrosoftApp(
                id,
                wanted(connection, "tenantId"),
                wanted(connection, "clientId"),
                proof.secret(),
                proof.certificate(),
                proof.key()));
      }
      case "microsoftOAuthClient" -> {
        AppProof proof = AppProof.read(connection);
        registry.put(
            orgId,
            new Connection.MicrosoftOAuthClient(
                id,
                wanted(connection, "tenantId"),
                wanted(connection, "clientId"),
                proof.secret(),
                proof.certificate(),
                proof.key()));
        grants(registry, orgId, id, connection);
      }
      default ->
          throw new Settings.InvalidSetting(
              "The enrolment names a connection of type \""
                  + type
                  + "\"; there are googleServiceAccount, googleOAuthClient, microsoftApp and"
                  + " microsoftOAuthClient.");
    }
  }

  /**
   * Refresh tokens by user. One that is there already stays: Microsoft's rotate, and the
   * enrolment's grows old.
   */
  private static void grants(Registry registry, String orgId, String id, JsonNode connection) {
    boolean rotates = wanted(connection, "type").startsWith("microsoft");
    for (Map.Entry<String, JsonNode> grant : connection.path("grants").properties()) {
      if (!rotates || registry.grant(orgId, id, grant.getKey()).isEmpty()) {
        registry.putGrant(orgId, id, grant.getKey(), Secret.of(grant.getValue().asText()));
      }
    }
  }

  /** How an app registration proves itself, as the enrolment gives it: one of the two. */
  private record AppProof(
      @Nullable Secret secret, @Nullable String certificate, @Nullable Secret key) {
    static AppProof read(JsonNode connection) {
      String secret = optional(connection, "clientSecret");
      String certificate = optional(connection, "certificate");
      String key = optional(connection, "certificateKey");
      if (secret == null && (certificate == null || key == null)) {
        throw new Settings.InvalidSetting(
            "The enrolment of a Microsoft connection needs \"clientSecret\", or \"certificate\" and"
                + " \"certificateKey\".");
      }
      return new AppProof(
          secret == null ? null : Secret.of(secret),
          certificate,
          key == null ? null : Secret.of(key));
    }
  }

  private static String wanted(JsonNode node, String field) {
    String value = node.path(field).asText("");
    if (value.isEmpty()) {
      throw new Settings.InvalidSetting(
          "The enrolment lacks \""
              + field
              + "\" in one of its entries. Its form is described in the operator's guide.");
    }
    return value;
  }

  private static @Nullable String optional(JsonNode node, String field) {
    String value = node.path(field).asText("");
    return value.isEmpty() ? null : value;
  }
}

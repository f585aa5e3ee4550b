package io.lockstep.sandbox.microsoft.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.odata.Shape;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a client may ask for in a subscription. */
final class SubscriptionRequest {
  static final Shape SHAPE =
      new Shape("microsoft.graph.subscription")
          .texts(
              "id",
              "resource",
              "applicationId",
              "changeType",
              "clientState",
              "notificationUrl",
              "lifecycleNotificationUrl",
              "creatorId",
              "latestSupportedTlsVersion",
              "encryptionCertificate",
              "encryptionCertificateId",
              "notificationQueryOptions",
              "notificationUrlAppId")
          .times("expirationDateTime")
          .flags("includeResourceData")
          .readOnly("id", "applicationId", "creatorId");

  private static final Set<String> CHANGES = Set.of("created", "updated", "deleted");
  private static final List<String> TLS = List.of("v1_0", "v1_1", "v1_2", "v1_3");
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");
  private static final int LONGEST_CLIENT_STATE = 128;

  private final ObjectNode body;
  private final SubscriptionSettings settings;

  SubscriptionRequest(ObjectNode raw, SubscriptionSettings settings) {
    this.body = SHAPE.writable(raw);
    this.settings = settings;
  }

  String resource() {
    String resource = required("resource");
    if (resource.contains("?")) {
      throw invalid("Query options of a resource are only for notifications with resource data.");
    }
    return resource;
  }

  /** The kinds of change. */
  Set<String> changes() {
    Set<String> out = new TreeSet<>();
    for (String one : required("changeType").split(",", -1)) {
      String kind = one.strip().toLowerCase(Locale.ROOT);
      if (!CHANGES.contains(kind) || !out.add(kind)) {
        throw invalid("Invalid 'changeType' attribute: '" + one + "'.");
      }
    }
    return out;
  }

  String changeType() {
    return required("changeType");
  }

  URI url() {
    return address(required("notificationUrl"), "notificationUrl");
  }

  @Nullable URI lifecycleUrl() {
    String text = GraphJson.text(body, "lifecycleNotificationUrl");
    return text == null ? null : address(text, "lifecycleNotificationUrl");
  }

  private URI address(String text, String property) {
    try {
      URI uri = URI.create(text);
      String host = uri.getHost();
      boolean secure = "https".equalsIgnoreCase(uri.getScheme());
      boolean local =
          settings.notifyLoopback
              && "http".equalsIgnoreCase(uri.getScheme())
              && LOOPBACK.contains(String.valueOf(host));
      if (host != null && (secure || local)) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw invalid("The '" + property + "' is not a valid URL.");
    }
    throw invalid("The '" + property + "' must be an https URL.");
  }

  @Nullable String clientState() {
    String state = GraphJson.text(body, "clientState");
    if (state != null && state.length() > LONGEST_CLIENT_STATE) {
      throw invalid("The 'clientState' must not have more than 128 characters.");
    }
    return state;
  }

  @Nullable String tls() {
    String version = GraphJson.text(body, "latestSupportedTlsVersion");
    if (version != null && !TLS.contains(version)) {
      throw invalid("Invalid 'latestSupportedTlsVersion'.");
    }
    return version;
  }

  /** Content of items in notifications is refused: after its own checks, in a clear sentence. */
  void refuseResourceData(Instant now) {
    if (!body.path("includeResourceData").asBoolean()) {
      return;
    }
    if (!body.hasNonNull("encryptionCertificate") || !body.hasNonNull("encryptionCertificateId")) {
      throw invalid("'encryptionCertificate' and 'encryptionCertificateId' are required.");
    }
    expiration(now, settings.richSubscriptionLife);
    throw new GraphError(
        501, "NotImplemented", "The simulated service sends no resource data in notifications.");
  }

  Instant expiration(Instant now) {
    return expiration(now, settings.subscriptionLife);
  }

  private Instant expiration(Instant now, Duration most) {
    Instant wished;
    try {
      wished = OffsetDateTime.parse(required("expirationDateTime")).toInstant();
    } catch (DateTimeException e) {
      throw invalid("Invalid 'expirationDateTime'.");
    }
    if (!wished.isAfter(now)) {
      throw invalid("Subscription expiration must be in the future.");
    }
    // A client whose clock runs a little ahead may still ask for the most.
    if (wished.isAfter(now.plus(most).plusSeconds(1))) {
      throw invalid(
          "Subscription expiration can only be " + most.toMinutes() + " minutes in the future.");
    }
    Instant least = now.plus(settings.subscriptionLifeLeast);
    return wished.isBefore(least) ? least : wished;
  }

  void checkLifecycle(Instant now, Instant expires) {
    boolean longer = expires.isAfter(now.plus(Duration.ofHours(1)));
    if (settings.lifecycleUrlRequired && longer && lifecycleUrl() == null) {
      throw invalid(
          "The 'lifecycleNotificationUrl' is required for subscriptions that expire in more than"
              + " one hour.");
    }
  }

  /** A renewal may name nothing but the end and the address. */
  void checkRenewal() {
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!Set.of("expirationDateTime", "notificationUrl").contains(name)) {
                throw invalid("The property '" + name + "' cannot be changed.");
              }
            });
  }

  boolean has(String name) {
    return body.hasNonNull(name);
  }

  private String required(String name) {
    String value = GraphJson.text(body, name);
    if (value == null || value.isBlank()) {
      throw invalid("The '" + name + "' property is required.");
    }
    return value;
  }

  private static GraphError invalid(String message) {
    return new GraphError(400, "InvalidRequest", message);
  }
}

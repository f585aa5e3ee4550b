package io.lockstep.sandbox.microsoft.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphAnswer;
import io.lockstep.sandbox.microsoft.GraphApi;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphSession;
import io.lockstep.sandbox.microsoft.GraphUser;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code subscriptions}: making, reading, renewing and ending them. */
public final class SubscriptionsApi implements GraphApi {
  private final Subscriptions subscriptions;

  public SubscriptionsApi(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  @Override
  public boolean answers(GraphCall call) {
    return call.mailbox() == null && call.starts("subscriptions");
  }

  @Override
  public @Nullable String area(GraphCall call) {
    return null;
  }

  @Override
  public GraphAnswer answer(GraphCall call) {
    if (call.matches("subscriptions")) {
      return switch (call.method()) {
        case "GET" -> list(call);
        case "POST" -> create(call);
        default -> throw GraphError.methodNotAllowed();
      };
    }
    Subscription found =
        call.path().size() < 2 ? null : subscriptions.find(call.segment(1), call.session());
    if (found == null) {
      throw new GraphError(404, "ResourceNotFound", "The object was not found.");
    }
    if (call.matches("subscriptions", "*", "reauthorize") && call.is("POST")) {
      subscriptions.replace(found.authorized());
      return GraphAnswer.noContent().operation("subscriptions.reauthorize");
    }
    if (!call.matches("subscriptions", "*")) {
      throw GraphError.noSuchSegment(call.path().getLast());
    }
    return switch (call.method()) {
      case "GET" -> GraphAnswer.ok(entity(call, found)).operation("subscriptions.get");
      case "PATCH" -> renew(call, found);
      case "DELETE" -> {
        subscriptions.remove(found);
        yield GraphAnswer.noContent().operation("subscriptions.delete");
      }
      default -> throw GraphError.methodNotAllowed();
    };
  }

  private GraphAnswer list(GraphCall call) {
    ObjectNode out = GraphJson.object();
    out.put("@odata.context", call.root() + "/$metadata#subscriptions").putArray("value");
    subscriptions.own(call.session()).forEach(s -> out.withArray("value").add(json(s)));
    return GraphAnswer.ok(out).operation("subscriptions.list");
  }

  private GraphAnswer create(GraphCall call) {
    SubscriptionRequest request = new SubscriptionRequest(call.json(), subscriptions.settings);
    Instant now = subscriptions.clock.now();
    request.refuseResourceData(now);
    String resource = request.resource();
    GraphSession session = call.session();
    Watched.Resource watched = Watched.Resource.read(resource, subscriptions.microsoft, session);
    subscriptions.access.check(session, watched);
    Instant expires = request.expiration(now);
    request.checkLifecycle(now, expires);
    GraphUser user = session.user();
    Subscription made =
        new Subscription(
            subscriptions.microsoft.guid(),
            resource,
            watched.watched(),
            watched.mailbox(),
            session.appId(),
            user == null ? null : user.id(),
            request.changes(),
            request.changeType(),
            request.url(),
            request.lifecycleUrl(),
            request.clientState(),
            request.tls(),
            call.prefer().immutableIds(),
            expires,
            null);
    subscriptions.check(made);
    validate(made);
    subscriptions.add(made);
    return GraphAnswer.created(entity(call, made)).operation("subscriptions.create");
  }

  /** The client's call stays open meanwhile. */
  private void validate(Subscription made) {
    subscriptions.handshake.validate(made.url(), subscriptions.microsoft.guid());
    URI lifecycle = made.lifecycleUrl();
    if (lifecycle != null && !lifecycle.equals(made.url())) {
      subscriptions.handshake.validate(lifecycle, subscriptions.microsoft.guid());
    }
  }

  private GraphAnswer renew(GraphCall call, Subscription found) {
    SubscriptionRequest request = new SubscriptionRequest(call.json(), subscriptions.settings);
    request.checkRenewal();
    Subscription renewed = found;
    if (request.has("expirationDateTime")) {
      renewed = renewed.until(request.expiration(subscriptions.clock.now()));
    }
    if (request.has("notificationUrl") && !request.url().equals(found.url())) {
      throw new GraphError(
          501, "NotImplemented", "The simulated service does not change a notificationUrl.");
    }
    subscriptions.replace(renewed);
    return GraphAnswer.ok(entity(call, renewed)).operation("subscriptions.update");
  }

  private ObjectNode entity(GraphCall call, Subscription s) {
    return GraphJson.object()
        .put("@odata.context", call.root() + "/$metadata#subscriptions/$entity")
        .setAll(json(s));
  }

  private static ObjectNode json(Subscription s) {
    URI lifecycle = s.lifecycleUrl();
    return GraphJson.object()
        .put("id", s.id())
        .put("resource", s.resource())
        .put("applicationId", s.appId())
        .put("changeType", s.changeType())
        .put("clientState", s.clientState())
        .put("notificationUrl", s.url().toString())
        .put("lifecycleNotificationUrl", lifecycle == null ? null : lifecycle.toString())
        .put("expirationDateTime", s.expires().toString())
        .put("creatorId", s.userId() == null ? s.appId() : s.userId())
        .put("includeResourceData", false)
        .put("latestSupportedTlsVersion", s.tls() == null ? "v1_2" : s.tls())
        .putNull("encryptionCertificate")
        .putNull("encryptionCertificateId")
        .putNull("notificationQueryOptions")
        .putNull("notificationUrlAppId");
  }
}

package io.lockstep.microsoft;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.kiota.authentication.BaseBearerTokenAuthenticationProvider;
import io.lockstep.call.MailboxOfParts;
import io.lockstep.call.Sleeper;
import io.lockstep.port.Mailbox;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * One connection to Microsoft 365: an application for a directory's mailboxes, or one person's
 * consent. Hands out mailboxes; keeps its access token in memory between passes.
 */
public final class GraphConnection {
  private final GraphGrant grant;
  private final AccessTokens tokens;
  private final GraphServiceClient client;
  private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

  public GraphConnection(
      GraphTransport transport, GraphEndpoints endpoints, GraphGrant grant, InstantSource clock) {
    this.grant = grant;
    this.tokens =
        new AccessTokens(
            new EntraTokens(transport, endpoints, clock, new TokenFailures(grant.kind())),
            endpoints,
            grant,
            clock);
    this.client =
        new GraphServiceClient(
            new BaseBearerTokenAuthenticationProvider(tokens), transport.graph());
    client.getRequestAdapter().setBaseUrl(endpoints.root());
  }

  /**
   * The mailbox of one person; light, made for one pass.
   *
   * @param address the mailbox's primary address or sign-in name; with a person's own consent it is
   *     whoever consented
   */
  public Mailbox forUser(String address, MailboxContext context) {
    UserItemRequestBuilder user = user(address);
    GraphCalls calls = calls(address, context.sleeper(), context.random());
    GraphBatch batch = new GraphBatch(calls);
    return new MailboxOfParts(
        new CalendarPart(user, calls, batch, context),
        new ContactsPart(user, calls, batch, context));
  }

  GraphGrant.Kind grantKind() {
    return grant.kind();
  }

  GraphServiceClient client() {
    return client;
  }

  /** An application has no {@code /me}. */
  UserItemRequestBuilder user(String address) {
    return grant.kind() == GraphGrant.Kind.USER ? client.me() : client.users().byUserId(address);
  }

  /** The mailbox's path in the resource of a subscription. */
  String path(String address) {
    return grant.kind() == GraphGrant.Kind.USER ? "me" : "users/" + address;
  }

  GraphCalls calls(String address, Sleeper sleeper, RandomGenerator random) {
    Semaphore ofMailbox =
        places.computeIfAbsent(
            address.toLowerCase(Locale.ROOT), a -> new Semaphore(GraphCalls.AT_ONCE, true));
    return new GraphCalls(
        client.getRequestAdapter(),
        tokens,
        new GraphFailures(grant.kind(), random),
        ofMailbox,
        sleeper,
        random);
  }
}

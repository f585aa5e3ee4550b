package io.lockstep.sandbox.microsoft.directory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphAnswer;
import io.lockstep.sandbox.microsoft.GraphApi;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import io.lockstep.sandbox.microsoft.GraphUser;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import io.lockstep.sandbox.microsoft.odata.Listing;
import io.lockstep.sandbox.microsoft.odata.Projection;
import io.lockstep.sandbox.microsoft.odata.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /me}, {@code /users}, {@code /users/{id}} and {@code /organization}, to be read. */
public final class UsersApi implements GraphApi {
  private static final Shape USER =
      new Shape("microsoft.graph.user")
          .manyTexts("businessPhones", "otherMails", "proxyAddresses")
          .texts(
              "displayName",
              "givenName",
              "jobTitle",
              "mail",
              "mobilePhone",
              "officeLocation",
              "preferredLanguage",
              "surname",
              "userPrincipalName",
              "id",
              "userType")
          .flags("accountEnabled");
  private static final Shape ORGANIZATION =
      new Shape("microsoft.graph.organization").texts("id", "displayName");

  /** Shown only when selected. */
  private static final Set<String> RARE =
      Set.of("accountEnabled", "otherMails", "proxyAddresses", "userType");

  private final SimulatedMicrosoft microsoft;

  public UsersApi(SimulatedMicrosoft microsoft) {
    this.microsoft = microsoft;
  }

  @Override
  public boolean answers(GraphCall call) {
    return call.mailbox() != null && call.path().isEmpty()
        || call.mailbox() == null && (call.matches("users") || call.matches("organization"));
  }

  @Override
  public @Nullable String area(GraphCall call) {
    return null;
  }

  @Override
  public GraphAnswer answer(GraphCall call) {
    if (!call.is("GET")) {
      throw denied();
    }
    if (call.matches("organization")) {
      return organization(call);
    }
    if (call.mailbox() != null) {
      check(call, call.mailbox().user());
      ObjectNode out =
          GraphJson.object().put("@odata.context", call.root() + "/$metadata#users/$entity");
      out.setAll(shown(call, call.mailbox().user()));
      return GraphAnswer.ok(out).operation("users.get");
    }
    check(call, null);
    List<ObjectNode> all =
        microsoft.mailboxes().stream()
            .map(GraphMailbox::user)
            .map(u -> document(u, !call.query().has("$select")))
            .toList();
    return GraphAnswer.ok(Listing.page(call, all, USER, call.root() + "/$metadata#users"))
        .operation("users.list");
  }

  /**
   * @param user null = everybody
   */
  private static void check(GraphCall call, @Nullable GraphUser user) {
    Set<String> has = call.session().permissions();
    boolean all =
        has.contains("User.Read.All")
            || has.contains("User.ReadWrite.All")
            || has.contains("User.ReadBasic.All")
            || has.contains("Directory.Read.All");
    GraphUser self = call.session().user();
    boolean own =
        self != null
            && user != null
            && self.id().equals(user.id())
            && (has.contains("User.Read") || has.contains("User.ReadWrite"));
    if (!all && !own) {
      throw denied();
    }
  }

  private static GraphError denied() {
    return new GraphError(
        403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
  }

  private ObjectNode shown(GraphCall call, GraphUser user) {
    return Projection.of(call.query(), USER).apply(document(user, !call.query().has("$select")));
  }

  private ObjectNode document(GraphUser user, boolean usual) {
    ObjectNode out = GraphJson.object();
    out.putArray("businessPhones");
    out.put("displayName", user.displayName());
    out.put("givenName", user.givenName());
    out.putNull("jobTitle");
    out.put("mail", user.mail());
    out.putNull("mobilePhone").putNull("officeLocation").putNull("preferredLanguage");
    out.put("surname", user.surname());
    out.put("userPrincipalName", user.userPrincipalName());
    out.put("id", user.id());
    out.put("accountEnabled", !microsoft.grants().consents().isDisabled(user.id()));
    out.put("userType", "Member");
    out.putArray("otherMails");
    ArrayNode proxies = out.putArray("proxyAddresses").add("SMTP:" + user.mail());
    user.aliases().forEach(a -> proxies.add("smtp:" + a.toLowerCase(Locale.ROOT)));
    if (usual) {
      out.remove(RARE);
    }
    return out;
  }

  private GraphAnswer organization(GraphCall call) {
    ObjectNode one = GraphJson.object();
    one.put("id", microsoft.tenant().id()).put("displayName", microsoft.tenant().name());
    return GraphAnswer.ok(
            Listing.page(call, List.of(one), ORGANIZATION, call.root() + "/$metadata#organization"))
        .operation("organization.list");
  }
}

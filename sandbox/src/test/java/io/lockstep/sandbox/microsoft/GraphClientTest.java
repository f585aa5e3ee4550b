package io.lockstep.sandbox.microsoft;

import static io.lockstep.sandbox.microsoft.MicrosoftFixture.ANNA;
import static io.lockstep.sandbox.microsoft.MicrosoftFixture.IMMUTABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.graph.core.content.BatchRequestContent;
import com.microsoft.graph.core.content.BatchResponseContent;
import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.models.Contact;
import com.microsoft.graph.models.EmailAddress;
import com.microsoft.graph.models.SingleValueLegacyExtendedProperty;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.contacts.delta.DeltaGetResponse;
import com.microsoft.graph.users.item.contacts.delta.DeltaRequestBuilder;
import com.microsoft.kiota.authentication.AccessTokenProvider;
import com.microsoft.kiota.authentication.AllowedHostsValidator;
import com.microsoft.kiota.authentication.BaseBearerTokenAuthenticationProvider;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Microsoft's own Java client works against the simulation unchanged. */
class GraphClientTest {
  private static final String MARK =
      "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name LockstepMark";
  private MicrosoftFixture m365;
  private GraphServiceClient graph;

  @BeforeEach
  void start() throws IOException {
    m365 = new MicrosoftFixture();
    String token = m365.token(ANNA);
    AccessTokenProvider provider =
        new AccessTokenProvider() {
          @Override
          public String getAuthorizationToken(URI uri, @Nullable Map<String, Object> context) {
            return token;
          }

          @Override
          public AllowedHostsValidator getAllowedHostsValidator() {
            return new AllowedHostsValidator();
          }
        };
    graph =
        new GraphServiceClient(
            new BaseBearerTokenAuthenticationProvider(provider),
            GraphClientFactory.create().build());
    graph.getRequestAdapter().setBaseUrl(m365.http.url() + "/v1.0");
  }

  @AfterEach
  void stop() {
    m365.close();
  }

  private static Contact ada() {
    Contact contact = new Contact();
    contact.setGivenName("Ada");
    EmailAddress email = new EmailAddress();
    email.setAddress("ada@x.example");
    contact.setEmailAddresses(List.of(email));
    SingleValueLegacyExtendedProperty mark = new SingleValueLegacyExtendedProperty();
    mark.setId(MARK);
    mark.setValue("00D:003:1");
    contact.setSingleValueExtendedProperties(List.of(mark));
    return contact;
  }

  @Test
  void contacts_createReadChangeDelete() {
    Contact made = graph.me().contacts().post(ada());
    assertThat(made.getDisplayName()).isEqualTo("Ada");

    Contact read =
        graph
            .me()
            .contacts()
            .byContactId(made.getId())
            .get(
                c -> {
                  c.headers.add("Prefer", IMMUTABLE);
                  c.headers.add("Prefer", "outlook.timezone=\"UTC\"");
                  c.queryParameters.expand =
                      new String[] {"singleValueExtendedProperties($filter=id eq '" + MARK + "')"};
                });
    assertThat(read.getId()).isNotEqualTo(made.getId());
    assertThat(read.getSingleValueExtendedProperties().getFirst().getValue())
        .isEqualTo("00D:003:1");

    Contact change = new Contact();
    change.setSurname("Lovelace");
    graph.me().contacts().byContactId(read.getId()).patch(change);
    graph.me().contacts().byContactId(read.getId()).delete();

    ODataError gone =
        Assertions.catchThrowableOfType(
            ODataError.class, () -> graph.me().contacts().byContactId(read.getId()).get());
    assertThat(gone.getResponseStatusCode()).isEqualTo(404);
    assertThat(gone.getError().getCode()).isEqualTo("ErrorItemNotFound");
  }

  @Test
  void delta_followsItsLinks() {
    graph.me().contacts().post(ada());
    DeltaGetResponse page = graph.me().contacts().delta().get();
    assertThat(page.getValue()).hasSize(1);
    Contact made = graph.me().contacts().post(ada());
    graph.me().contacts().byContactId(made.getId()).delete();

    DeltaGetResponse next =
        new DeltaRequestBuilder(page.getOdataDeltaLink(), graph.getRequestAdapter()).get();

    assertThat(next.getValue()).hasSize(1);
    assertThat(next.getValue().getFirst().getAdditionalData()).containsKey("@removed");
  }

  @Test
  void batch_carriesSeveralCalls() throws IOException {
    BatchRequestContent batch = new BatchRequestContent(graph);
    String create =
        batch.addBatchRequestStep(graph.me().contacts().toPostRequestInformation(ada()));
    String missing =
        batch.addBatchRequestStep(
            graph.me().contacts().byContactId("nonsense").toGetRequestInformation());

    BatchResponseContent answers = graph.getBatchRequestBuilder().post(batch, null);

    assertThat(answers.getResponsesStatusCode().get(create)).isEqualTo(201);
    assertThat(answers.getResponseById(create, Contact::createFromDiscriminatorValue))
        .extracting(Contact::getGivenName)
        .isEqualTo("Ada");
    assertThat(answers.getResponsesStatusCode().get(missing)).isEqualTo(400);
  }
}

package io.lockstep.vault;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** How an org reaches the mailboxes of a mail system. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Connection.GoogleServiceAccount.class, name = "googleServiceAccount"),
  @JsonSubTypes.Type(value = Connection.GoogleOAuthClient.class, name = "googleOAuthClient"),
  @JsonSubTypes.Type(value = Connection.MicrosoftApp.class, name = "microsoftApp"),
  @JsonSubTypes.Type(value = Connection.MicrosoftOAuthClient.class, name = "microsoftOAuthClient")
})
public sealed interface Connection {
  /** The {@code SyncConnection__c} it belongs to; letters, digits, {@code -} and {@code _}. */
  String id();

  /**
   * Google, with domain-wide delegation.
   *
   * @param json the service account's key file
   */
  record GoogleServiceAccount(String id, Secret json) implements Connection {}

  /** Google, each user granting access on their own; see {@link Registry#grant}. */
  record GoogleOAuthClient(String id, String clientId, Secret clientSecret) implements Connection {}

  /**
   * Microsoft 365, by an app registration with permissions for the whole directory.
   *
   * @param tenantId the customer's directory
   * @param secret null where a certificate is used
   * @param certificate PEM; null where a secret is used
   * @param certificateKey PKCS#8 in PEM; null where a secret is used
   */
  record MicrosoftApp(
      String id,
      String tenantId,
      String clientId,
      @Nullable Secret secret,
      @Nullable String certificate,
      @Nullable Secret certificateKey)
      implements Connection {
    public AppCredentials credentials() {
      return AppCredentials.of(secret, certificate, certificateKey);
    }
  }

  /**
   * Microsoft 365, each user granting access on their own; see {@link Registry#grant}.
   *
   * @param tenantId the directory whose people may connect; {@code organizations} = any
   * @param secret null where a certificate is used
   * @param certificate PEM; null where a secret is used
   * @param certificateKey PKCS#8 in PEM; null where a secret is used
   */
  record MicrosoftOAuthClient(
      String id,
      String tenantId,
      String clientId,
      @Nullable Secret secret,
      @Nullable String certificate,
      @Nullable Secret certificateKey)
      implements Connection {
    public AppCredentials credentials() {
      return AppCredentials.of(secret, certificate, certificateKey);
    }
  }
}

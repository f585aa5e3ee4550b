package io.lockstep.vault;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Salesforce org as it was enrolled.
 *
 * @param orgId Organization.Id, 18 characters; each pass compares it with the org it meets
 * @param sandbox Organization.IsSandbox at enrolment; compared likewise
 * @param loginUrl where tokens are asked for, for instance {@code https://login.salesforce.com}
 * @param clientId the consumer key of the connected app
 * @param privateKey PKCS#8 in PEM, signs the JWT of the bearer flow
 * @param integrationUsername the user that reads the change feed
 * @param pinnedCertificate the org's own certificate in PEM, which signs its calls to us; null =
 *     not yet known
 * @param hashKey 32 bytes in base64, for the keyed hashes of field values
 * @param testMailboxes addresses that a sandbox may sync; empty for a production org
 */
public record OrgEntry(
    String orgId,
    boolean sandbox,
    String loginUrl,
    String clientId,
    Secret privateKey,
    String integrationUsername,
    @Nullable String pinnedCertificate,
    Secret hashKey,
    List<String> testMailboxes) {
  public OrgEntry {
    testMailboxes = List.copyOf(testMailboxes);
  }
}

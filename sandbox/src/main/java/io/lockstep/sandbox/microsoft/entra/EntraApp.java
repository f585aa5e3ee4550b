package io.lockstep.sandbox.microsoft.entra;

import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.Set;

/**
 * An app registration.
 *
 * @param secrets client secrets by value, with whether each is still valid
 * @param certificates public keys by thumbprint in base64url, SHA-1 ({@code x5t}) and SHA-256
 *     ({@code x5t#S256}) of the certificate alike
 * @param redirectUris compared character by character
 * @param roles application permissions it is registered for; admin consent gives them
 * @param scopes delegated permissions it is registered for
 * @param multiTenant whether people of any tenant may sign in, through {@code /common} too
 */
public record EntraApp(
    String id,
    String name,
    Map<String, Boolean> secrets,
    Map<String, RSAPublicKey> certificates,
    Set<String> redirectUris,
    Set<String> roles,
    Set<String> scopes,
    boolean multiTenant) {
  public EntraApp {
    secrets = Map.copyOf(secrets);
    certificates = Map.copyOf(certificates);
    redirectUris = Set.copyOf(redirectUris);
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
  }
}

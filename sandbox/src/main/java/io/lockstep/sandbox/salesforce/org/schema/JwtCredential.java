package io.lockstep.sandbox.salesforce.org.schema;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * An External Credential of the package that signs a JWT for each callout.
 *
 * @param certificate the name of the org's certificate, which signs and is the token's {@code kid}
 * @param claims of the body, by name; may hold merge fields as {@code {!$Organization.Id}}
 * @param headers beyond {@code alg}, {@code typ} and {@code kid}
 */
public record JwtCredential(
    String name, String certificate, Map<String, String> claims, Map<String, String> headers) {

  /** Null where the credential is of another protocol. */
  static @Nullable JwtCredential read(Path file, String name) {
    Element xml = MetadataXml.read(file);
    if (!MetadataXml.text(xml, "authenticationProtocol", "").equals("Jwt")) {
      return null;
    }
    Map<String, String> claims = new LinkedHashMap<>();
    Map<String, String> headers = new LinkedHashMap<>();
    String certificate = "";
    for (Element p : MetadataXml.children(xml, "externalCredentialParameters")) {
      String parameter = MetadataXml.text(p, "parameterName", "");
      String value = MetadataXml.text(p, "parameterValue", "");
      switch (MetadataXml.text(p, "parameterType", "")) {
        case "JwtBodyClaim" -> claims.put(parameter, value);
        case "JwtHeaderClaim" -> headers.put(parameter, value);
        case "SigningCertificate" -> certificate = MetadataXml.text(p, "certificate", "");
        default -> {} // principals say who may use the credential, nothing of the token
      }
    }
    if (certificate.isEmpty()) {
      throw new IllegalArgumentException("a JWT credential without a certificate: " + file);
    }
    return new JwtCredential(name, certificate, Map.copyOf(claims), Map.copyOf(headers));
  }
}

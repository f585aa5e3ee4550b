package io.lockstep.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.port.PortException;
import io.lockstep.sandbox.microsoft.entra.EntraApp;
import io.lockstep.sync.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proof by certificate, as the simulated Entra checks it. */
class ClientAssertionTest {
  private static final String APP = "22222222-2222-4333-8444-555555555555";
  private static final Set<String> RIGHTS = Set.of("Calendars.ReadWrite", "Contacts.ReadWrite");

  @TempDir Path dir;
  private final SandboxMicrosoft sandbox;

  ClientAssertionTest() throws IOException {
    sandbox = new SandboxMicrosoft();
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  /** The JDK makes certificates only by its own tool. */
  private KeyStore made() throws IOException, GeneralSecurityException, InterruptedException {
    Path store = dir.resolve("app.p12");
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "app",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=Lockstep",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    return keys;
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + what
        + "-----\n";
  }

  private GraphConnection connection(ClientProof proof) {
    return new GraphConnection(
        sandbox.transport,
        sandbox.endpoints(),
        new GraphGrant.Application(sandbox.microsoft.tenant().id(), APP, proof),
        sandbox.clock::now);
  }

  @Test
  void certificate_isAcceptedInPlaceOfASecret() throws Exception {
    KeyStore keys = made();
    Certificate certificate = keys.getCertificate("app");
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    EntraApp app =
        new EntraApp(
            APP,
            "By certificate",
            Map.of(),
            Map.of(
                Base64.getUrlEncoder().withoutPadding().encodeToString(hash),
                (RSAPublicKey) certificate.getPublicKey()),
            Set.of(),
            RIGHTS,
            RIGHTS,
            true);
    sandbox.microsoft.grants().register(app);
    sandbox.microsoft.grants().consents().giveForAll(app);
    ClientProof proof =
        new ClientProof.Certificate(
            pem("CERTIFICATE", certificate.getEncoded()),
            pem("PRIVATE KEY", keys.getKey("app", "changeit".toCharArray()).getEncoded()));

    assertThat(
            connection(proof)
                .forUser(SandboxMicrosoft.ADA, sandbox.context(SandboxMicrosoft.ADA))
                .changes(Kind.EVENT, null, null)
                .seen())
        .isEmpty();
  }

  @Test
  void certificateThatIsNone_isTheOperatorsToMend() {
    assertThatThrownBy(
            () ->
                connection(new ClientProof.Certificate("nonsense", "nonsense"))
                    .forUser(SandboxMicrosoft.ADA, sandbox.context(SandboxMicrosoft.ADA))
                    .changes(Kind.EVENT, null, null))
        .isInstanceOfSatisfying(
            PortException.AccessLost.class,
            lost -> assertThat(lost.mender()).isEqualTo(PortException.AccessLost.Mender.OPERATOR));
  }
}

package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands an operator looks with. */
@Tag("endtoend")
@ParameterizedClass
@MethodSource("io.lockstep.endtoend.Provider#all")
class CommandsEndToEndTest {
  private final Provider provider;
  @TempDir Path dir;
  private Installation installation;

  CommandsEndToEndTest(Provider provider) {
    this.provider = provider;
  }

  @BeforeEach
  void fill() {
    installation = Installation.empty(dir, provider);
  }

  @AfterEach
  void close() {
    installation.close();
  }

  @Test
  void config_masksSecretsAndTellsSources() {
    installation.set("LOCKSTEP_VAULT_KEY", "secret-vault-key-text");
    installation.set("LOCKSTEP_REDIS_URL", "redis://me:hush-hush@127.0.0.1:6379");
    try (MiddlewareProcess config = installation.lockstep("config", "--http-port", "8099")) {
      assertThat(config.exitCode()).isZero();
      assertThat(config.output())
          .contains("LOCKSTEP_VAULT_KEY", "LOCKSTEP_ENROLMENT_FILE", "***", "8099", "--http-port")
          .contains("default")
          .doesNotContain("secret-vault-key-text", "hush-hush", "PRIVATE KEY");
    }
  }

  @Test
  void doctor_soundInstallation_isZero() {
    try (MiddlewareProcess doctor = installation.lockstep("doctor")) {
      assertThat(doctor.exitCode()).as(doctor.output()).isZero();
      assertThat(doctor.output()).contains("is ready").doesNotContain("WRONG", "PRIVATE KEY");
    }
  }

  @Test
  void doctor_userWithoutPermission_isOneWithASentence() {
    installation.org().setup().unassign(installation.userId(), "Lockstep_User");
    try (MiddlewareProcess doctor = installation.lockstep("doctor")) {
      assertThat(doctor.exitCode()).isEqualTo(1);
      assertThat(doctor.output()).contains("WRONG", "Lockstep User");
    }
  }

  @Test
  void doctor_nothingEnrolled_isOneWithTheSetting() {
    installation.unset("LOCKSTEP_ENROLMENT_FILE");
    try (MiddlewareProcess doctor = installation.lockstep("doctor")) {
      assertThat(doctor.exitCode()).isEqualTo(1);
      assertThat(doctor.output()).contains("WRONG", "LOCKSTEP_ENROLMENT_FILE");
    }
  }
}

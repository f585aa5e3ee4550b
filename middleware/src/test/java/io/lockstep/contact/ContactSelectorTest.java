package io.lockstep.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContactSelectorTest {
  @Test
  void of_nothing_isTheDefault() {
    assertThat(ContactSelector.of("")).isEqualTo(ContactSelector.DEFAULT);
    assertThat(ContactSelector.of("  ")).isEqualTo(ContactSelector.DEFAULT);
    assertThat(ContactSelector.of(" salesforce SYNC").isDefault()).isTrue();
    assertThat(ContactSelector.of("Kunden").isDefault()).isFalse();
  }

  @Test
  void names_sameNameInAnotherSpelling() {
    ContactSelector selector = ContactSelector.of(" Caf\u00e9 ");
    assertThat(selector.names("CAFE\u0301 ")).isTrue();
    assertThat(selector.names("Cafe")).isFalse();
    assertThat(selector.names(null)).isFalse();
  }

  @Test
  void code_tellsNamesApart_andNotSpellings() {
    assertThat(ContactSelector.of("Kunden").code()).isEqualTo(ContactSelector.of("KUNDEN").code());
    assertThat(ContactSelector.of("Kunden").code())
        .isNotEqualTo(ContactSelector.of("Customers").code())
        .hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Kunden, Partner", "a;b", "two\nlines"})
  void of_noSingleName_isRefused(String text) {
    assertThatThrownBy(() -> ContactSelector.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("holds a");
  }

  @Test
  void of_longerThanTheField_isRefused() {
    assertThatThrownBy(() -> ContactSelector.of("x".repeat(81))).hasMessageContaining("80");
  }
}

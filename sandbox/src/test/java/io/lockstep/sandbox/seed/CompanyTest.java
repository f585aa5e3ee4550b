package io.lockstep.sandbox.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.sandbox.seed.SeedRequest.Size;
import java.lang.Character.UnicodeScript;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CompanyTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 2);

  @Test
  void of_sameSeed_isTheSameCompany() {
    assertThat(Company.of(Size.demo.request(7), TODAY))
        .isEqualTo(Company.of(Size.demo.request(7), TODAY));
  }

  @Test
  void of_otherSeed_isAnotherCompany() {
    assertThat(Company.of(Size.demo.request(7), TODAY).cards())
        .isNotEqualTo(Company.of(Size.demo.request(8), TODAY).cards());
  }

  @Test
  void of_everySize_hasTheNumbersAskedFor() {
    for (Size size : Size.values()) {
      SeedRequest request = size.request(1);
      Company company = Company.of(request, TODAY);
      assertThat(company.people()).hasSize(request.people());
      assertThat(company.cards()).hasSize(request.contacts());
      assertThat(company.meetings()).hasSize(request.events());
    }
  }

  @Test
  void of_moreThanTwelvePeople_haveAddressesOfTheirOwn() {
    SeedRequest request = new SeedRequest(Size.demo, 1, 30, 0, 0, 5, 0.5, true, null);
    Company company = Company.of(request, TODAY);
    assertThat(company.people().stream().map(Person::email)).doesNotHaveDuplicates();
    assertThat(company.people().stream().map(Person::name)).doesNotHaveDuplicates();
    assertThat(company.people().stream().filter(p -> p.provider().equals("microsoft"))).hasSize(5);
  }

  @Test
  void numbers_arePositionsInTheLists() {
    Company company = Company.of(Size.demo.request(3), TODAY);
    for (int i = 0; i < company.cards().size(); i++) {
      assertThat(company.cards().get(i).number()).isEqualTo(i);
    }
    for (int i = 0; i < company.meetings().size(); i++) {
      assertThat(company.meetings().get(i).number()).isEqualTo(i);
    }
  }

  @Test
  void twins_areOnBothSidesAndNameEachOther() {
    Company company = Company.of(Size.demo.request(3), TODAY);
    var twins = company.cards().stream().filter(c -> c.twin() != null).toList();
    assertThat(twins).hasSizeGreaterThan(10);
    for (Card one : twins) {
      Card other = company.cards().get(Objects.requireNonNull(one.twin()));
      assertThat(other.twin()).isEqualTo(one.number());
      assertThat(Set.of(one.place(), other.place()))
          .containsExactlyInAnyOrder(Card.Place.salesforceContact, Card.Place.mailbox);
    }
  }

  @Test
  void demo_namesAreInManyScripts() {
    Company company = Company.of(Size.demo.request(42), TODAY);
    Set<UnicodeScript> scripts =
        company.cards().stream()
            .flatMapToInt(c -> c.family().codePoints())
            .mapToObj(UnicodeScript::of)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(UnicodeScript.class)));
    assertThat(scripts)
        .contains(
            UnicodeScript.LATIN,
            UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC,
            UnicodeScript.ARABIC,
            UnicodeScript.HEBREW,
            UnicodeScript.HAN,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.HANGUL);
  }

  @Test
  void demo_hasEveryAwkwardKindOfEvent() {
    Company company = Company.of(Size.demo.request(42), TODAY);
    assertThat(company.meetings())
        .anyMatch(m -> m.allDay() && m.end().isAfter(m.start().plusDays(1)));
    assertThat(company.meetings()).anyMatch(Meeting::isPrivate);
    assertThat(company.meetings()).anyMatch(Meeting::free);
    assertThat(company.meetings()).anyMatch(m -> m.rrule() != null);
    assertThat(company.meetings()).anyMatch(m -> m.subject().length() >= 300);
    assertThat(company.meetings()).anyMatch(Meeting::html);
    assertThat(company.meetings()).anyMatch(m -> !m.colleagues().isEmpty());
    assertThat(company.meetings())
        .as("an event over a change of the clocks")
        .anyMatch(
            m ->
                !m.allDay()
                    && m.start().atZone(m.zone()).getOffset()
                        != m.end().atZone(m.zone()).getOffset());
  }

  @Test
  void salesforce_getsNothingItCannotHold() {
    Company company = Company.of(Size.demo.request(42), TODAY);
    assertThat(company.meetings())
        .filteredOn(Meeting::inSalesforce)
        .allSatisfy(
            m -> {
              assertThat(m.subject()).hasSizeLessThanOrEqualTo(255);
              assertThat(m.rrule()).isNull();
              assertThat(m.isPrivate() && m.relatedTo() != null).isFalse();
              assertThat(m.end().toInstant(ZoneOffset.UTC))
                  .isAfterOrEqualTo(m.start().toInstant(ZoneOffset.UTC));
            });
    assertThat(company.cards())
        .filteredOn(c -> c.place() != Card.Place.mailbox)
        .allSatisfy(c -> assertThat(c.family()).isNotEmpty());
  }

  @Test
  void request_outOfRange_isRefusedWithItsName() {
    assertThatThrownBy(() -> new SeedRequest(Size.demo, 1, 0, 1, 1, 0, 0.5, true, null))
        .hasMessageContaining("people must be from 1 to 200");
    assertThatThrownBy(() -> new SeedRequest(Size.demo, 1, 1, 1, 1, 2, 0.5, true, null))
        .hasMessageContaining("microsoft");
  }
}

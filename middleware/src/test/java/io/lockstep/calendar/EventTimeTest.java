package io.lockstep.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01T09:00:00Z/2026-03-01T10:00:00Z",
        "2026-03-01T09:00:00Z/2026-03-01T09:00:00Z",
        "2026-03-01/2026-03-02",
        "2024-02-29/2024-03-01"
      })
  void parse_ownText_readsBack(String text) {
    assertThat(EventTime.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "2026-03-01",
        "2026-03-01/2026-03-01",
        "2026-03-01/2026-02-01",
        "2026-03-01T10:00:00Z/2026-03-01T09:00:00Z",
        "2026-03-01T10:00:00Z/2026-03-02",
        "2026-02-30/2026-03-02"
      })
  void parse_noTimeOrEndBeforeStart_isRefused(String text) {
    assertThatThrownBy(() -> EventTime.parse(text)).isInstanceOf(IllegalArgumentException.class);
    assertThat(EventTime.tryParse(text)).isEmpty();
  }

  @Test
  void span_allDay_isMidnightUtc() {
    EventTime time = EventTime.allDay(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 3));
    assertThat(time.span())
        .isEqualTo(
            new EventTime.Span(
                Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-03T00:00:00Z")));
    assertThat(time.span().length()).hasHours(48);
  }

  @Test
  void touches_edges_endIsExclusive() {
    Instant nine = Instant.parse("2026-03-01T09:00:00Z");
    Instant ten = Instant.parse("2026-03-01T10:00:00Z");
    EventTime.Span span = new EventTime.Span(nine, ten);
    assertThat(span.touches(ten, ten.plusSeconds(1))).isFalse();
    assertThat(span.touches(nine.minusSeconds(1), nine)).isFalse();
    assertThat(span.touches(nine, nine.plusSeconds(1))).isTrue();
    assertThat(new EventTime.Span(nine, nine).touches(nine, ten)).isTrue();
  }
}

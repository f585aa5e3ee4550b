package io.lockstep.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeZonesTest {

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, Europe/Berlin",
    "europe/berlin, Europe/Berlin",
    "W. Europe Standard Time, Europe/Berlin",
    "w. europe standard time, Europe/Berlin",
    "Asia/Calcutta, Asia/Kolkata",
    "India Standard Time, Asia/Kolkata",
    "US/Eastern, America/New_York",
    "UTC, Etc/UTC",
    "tzone://Microsoft/Utc, Etc/UTC"
  })
  void find_nameOfEitherKind_isTodaysIanaName(String name, String iana) {
    assertThat(TimeZones.find(name)).contains(ZoneId.of(iana));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Customized Time Zone",
        "tzone://Microsoft/Custom",
        "+02:00",
        "GMT+6:30",
        "Mars/Base"
      })
  void find_noZone_isEmpty(String name) {
    assertThat(TimeZones.find(name)).isEmpty();
  }

  @Test
  void find_everyWindowsName_leadsBackToItself() {
    for (String id : com.ibm.icu.util.TimeZone.getAvailableIDs()) {
      String windows = com.ibm.icu.util.TimeZone.getWindowsID(id);
      if (windows != null) {
        assertThat(TimeZones.find(windows).map(TimeZones::windows)).as(id).contains(windows);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T09:00:00.0000000, W. Europe Standard Time, 2026-03-01T08:00:00Z",
    "2026-03-01T09:00:00.1234567, UTC, 2026-03-01T09:00:00.123456700Z",
    "2026-03-29T02:30:00, Europe/Berlin, 2026-03-29T01:30:00Z",
    "2026-10-25T02:30:00, Europe/Berlin, 2026-10-25T00:30:00Z"
  })
  void instant_wallTime_isReadInItsZone(String dateTime, String zone, String instant) {
    assertThat(TimeZones.instant(dateTime, zone)).isEqualTo(Instant.parse(instant));
  }

  @Test
  void instant_withOffsetOrUnknownZone_isRefused() {
    assertThatThrownBy(() -> TimeZones.instant("2026-03-01T09:00:00Z", "UTC"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TimeZones.instant("2026-03-01T09:00:00", "Nowhere"))
        .isInstanceOf(Unsupported.class);
  }

  @Test
  void windowsExactly_sameRules_isTheName() {
    assertThat(
            TimeZones.windowsExactly(
                ZoneId.of("Europe/Rome"), Instant.parse("2026-01-01T00:00:00Z")))
        .contains("W. Europe Standard Time");
    assertThat(
            TimeZones.windowsExactly(
                ZoneId.of("Antarctica/Troll"), Instant.parse("2026-01-01T00:00:00Z")))
        .isEmpty();
  }
}

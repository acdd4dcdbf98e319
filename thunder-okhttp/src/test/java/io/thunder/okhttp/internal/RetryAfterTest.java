package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryAfterTest {

  private static final String DATE = "Fri, 20 Nov 2026 10:00:00 GMT";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | PT0S",
        "120 | PT2M",
        " 7  | PT7S",
        "999999999 | PT277777H46M39S",
        "9999999999 |",
        "1.5 |",
        "-1 |",
        "soon |",
        "'' |",
        "Fri, 20 Nov 2026 10:00:30 GMT | PT30S",
        "Friday, 20-Nov-26 10:00:30 GMT | PT30S",
        "Fri, 20 Nov 2026 09:00:00 GMT | PT0S",
      })
  void of_header_isATimeFromTheAnswerOn(String value, Duration expected) {
    assertThat(RetryAfter.of(
            answer().header("Date", DATE).header("Retry-After", value).build()))
        .isEqualTo(expected);
  }

  @Test
  void of_dateOfAServerWithoutClock_isComparedWithOurs() {
    Response answer = answer()
        .header("Retry-After", "Fri, 20 Nov 2026 10:00:30 GMT")
        .receivedResponseAtMillis(1_795_168_800_000L) // 10:00:00
        .build();

    assertThat(RetryAfter.of(answer)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void of_noHeader_isUnknown() {
    assertThat(RetryAfter.of(answer().build())).isNull();
  }

  private static Response.Builder answer() {
    return new Response.Builder()
        .request(new Request.Builder().url("http://localhost/").build())
        .protocol(Protocol.HTTP_1_1)
        .code(503)
        .message("");
  }
}

package io.thunder.okhttp.internal;

import java.time.Duration;
import java.time.Instant;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** For how long a server asks to be left alone (RFC 9110, section 10.2.3): seconds, or a date. */
final class RetryAfter {

  private static final String NAME = "Retry-After";

  /** So many digits are some thirty years, and no overflow. */
  private static final int DIGITS_MAX = 9;

  private RetryAfter() {}

  /** The time from the answer on, not negative; null if it does not say, or nothing that is known. */
  static @Nullable Duration of(Response response) {
    String text = response.header(NAME);
    if (text == null) {
      return null;
    }
    String seconds = text.strip();
    if (seconds.matches("[0-9]{1," + DIGITS_MAX + "}")) {
      return Duration.ofSeconds(Long.parseLong(seconds));
    }
    Instant until = response.headers().getInstant(NAME);
    return until == null ? null : notNegative(Duration.between(answered(response), until));
  }

  /** By the server's own clock, if it shows one: it may differ from ours. */
  private static Instant answered(Response response) {
    Instant date = response.headers().getInstant("Date");
    return date == null ? Instant.ofEpochMilli(response.receivedResponseAtMillis()) : date;
  }

  private static Duration notNegative(Duration time) {
    return time.isNegative() ? Duration.ZERO : time;
  }
}

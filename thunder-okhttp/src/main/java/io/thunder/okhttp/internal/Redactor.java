package io.thunder.okhttp.internal;

import java.util.Map;
import okhttp3.Headers;

/** Takes what was sent in headers out of texts that engines send back: some echo credentials. */
final class Redactor {

  /** Shorter values, such as a priority, are no secrets and would riddle any text with gaps. */
  private static final int SECRET_CHARS_MIN = 8;

  private Redactor() {}

  static String redact(String text, Headers headers, Map<String, String> more) {
    String clean = text;
    for (int i = 0; i < headers.size(); i++) {
      clean = without(clean, headers.value(i));
    }
    for (String value : more.values()) {
      clean = without(clean, value);
    }
    return clean;
  }

  private static String without(String text, String value) {
    String secret = value.startsWith("Bearer ") ? value.substring("Bearer ".length()) : value;
    return secret.length() < SECRET_CHARS_MIN ? text : text.replace(secret, "***");
  }
}

package io.thunder.examples.benchmarks;

import java.nio.charset.StandardCharsets;

/** Names programs by their numbers, a new string each time. Not thread-safe. */
final class ProgramName {

  private static final int DIGITS = 8;

  private final byte[] letters =
      ("program-" + "0".repeat(DIGITS)).getBytes(StandardCharsets.ISO_8859_1);

  String of(int number) {
    int rest = number;
    for (int i = 1; i <= DIGITS; i++) {
      letters[letters.length - i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return new String(letters, StandardCharsets.ISO_8859_1);
  }
}

package io.thunder.okhttp.internal;

import java.util.Arrays;

/** How the ASCII characters that a JSON string cannot hold are written (RFC 8259, 7). */
final class JsonEscapes {

  /** The bytes of a long escape, a backslash, a u and four digits. */
  static final int LONG_BYTES = 6;

  /** Stands for the long escape, where there is no short one. */
  static final byte LONG = 'u';

  private static final byte[] ESCAPES = escapes();

  private JsonEscapes() {}

  /**
   * What follows the backslash.
   *
   * @param c an ASCII character
   * @return 0 if it needs no escape
   */
  static byte of(char c) {
    return ESCAPES[c];
  }

  private static byte[] escapes() {
    byte[] escapes = new byte[0x80];
    Arrays.fill(escapes, 0, 0x20, LONG);
    String characters = "\"\\\n\r\t\b\f";
    String shortForms = "\"\\nrtbf";
    for (int i = 0; i < characters.length(); i++) {
      escapes[characters.charAt(i)] = (byte) shortForms.charAt(i);
    }
    return escapes;
  }
}

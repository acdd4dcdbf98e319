package io.thunder.okhttp.internal;

import java.util.Arrays;

/** How the ASCII characters that a JSON string cannot hold are written (RFC 8259, 7). */
final class JsonEscapes {

  /** The bytes of a long escape, a backslash, a u and four digits. */
  static final int LONG_BYTES = 6;

  /** The bytes of a short one, a backslash and a letter. */
  static final int SHORT_BYTES = 2;

  /** Stands for the long escape, where there is no short one. */
  static final byte LONG = 'u';

  /** Every character that a JSON string cannot hold is escaped. */
  static final long ALL = -1;

  /** Nothing is. */
  static final long NONE = 0;

  private static final byte[] ESCAPES = escapes();

  /** It has no short escape, though it lies between characters that do. */
  private static final char VERTICAL_TAB = 0x0b;

  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = EACH << 7;
  private static final long LOW_BITS = 0x7f * EACH;

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

  /**
   * Which of eight bytes are not plain: not ASCII, or in need of an escape. Sums of seven bits carry
   * into the eighth of their own byte, and no further.
   *
   * @param bytes eight Latin-1 characters
   * @param escapes {@link #ALL}, or {@link #NONE} in JSON that is valid already
   * @return the high bits of those that are not
   */
  static long among(long bytes, long escapes) {
    long ascii = bytes & LOW_BITS;
    // With this bit flipped the quote follows the control characters, which stay together.
    long noControlNorQuote = (ascii ^ ('"' ^ ' ') * EACH) + (0x80 - ' ' - 1) * EACH;
    long notBackslash = (ascii ^ '\\' * EACH) + LOW_BITS;
    long escaped = ~(noControlNorQuote & notBackslash);
    return (bytes | (escaped & escapes)) & HIGH_BITS;
  }

  /**
   * Which of eight bytes are control characters other than ends of lines.
   *
   * @param bytes eight Latin-1 characters
   * @return the high bits of those that are
   */
  static long controlsAmong(long bytes) {
    long ascii = bytes & LOW_BITS;
    long fromSpaceOn = ascii + (0x80 - ' ') * EACH;
    long notNewline = (ascii ^ '\n' * EACH) + LOW_BITS;
    return notNewline & ~(fromSpaceOn | bytes) & HIGH_BITS;
  }

  /**
   * Which of eight bytes have a long escape: the control characters but \b, \t, \n, \f and \r.
   *
   * @param bytes eight Latin-1 characters
   * @return the high bits of those that have
   */
  static long longAmong(long bytes) {
    long ascii = bytes & LOW_BITS;
    long fromSpaceOn = ascii + (0x80 - ' ') * EACH;
    long fromBackspaceOn = ascii + (0x80 - '\b') * EACH;
    long afterReturn = ascii + (0x80 - '\r' - 1) * EACH;
    long notVerticalTab = (ascii ^ VERTICAL_TAB * EACH) + LOW_BITS;
    long isShort = fromBackspaceOn & ~afterReturn & notVerticalTab;
    return ~(fromSpaceOn | bytes | isShort) & HIGH_BITS;
  }

  /** Where the first of those is, in bytes; 8 if there is none. */
  static int first(long highBits) {
    return Long.numberOfTrailingZeros(highBits) >>> 3;
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

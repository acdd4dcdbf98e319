package io.thunder.okhttp.internal;

/**
 * Writes the characters of a JSON string that are not plain: not ASCII, or in need of an escape. What
 * UTF-8 cannot say, half of a surrogate pair, becomes an escape, too.
 */
final class JsonSpecials {

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private JsonSpecials() {}

  /**
   * Writes one character that is not plain.
   *
   * @param target has room for {@link JsonEscapes#LONG_BYTES}
   * @return where it ends
   */
  static int one(byte[] target, int at, char c) {
    if (c < 0x80) {
      byte escape = JsonEscapes.of(c);
      if (escape == JsonEscapes.LONG) {
        return longEscape(target, at, c);
      }
      target[at] = '\\';
      target[at + 1] = escape;
      return at + 2;
    }
    return Character.isSurrogate(c) ? longEscape(target, at, c) : basicPlane(target, at, c);
  }

  /**
   * Writes a character that is a pair of surrogates.
   *
   * @return where it ends
   */
  static int pair(byte[] target, int at, int codePoint) {
    target[at] = (byte) (0xf0 | (codePoint >> 18));
    target[at + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
    target[at + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
    target[at + 3] = (byte) (0x80 | (codePoint & 0x3f));
    return at + 4;
  }

  private static int basicPlane(byte[] target, int at, char c) {
    int end = at;
    if (c < 0x800) {
      target[end++] = (byte) (0xc0 | (c >> 6));
    } else {
      target[end++] = (byte) (0xe0 | (c >> 12));
      target[end++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    }
    target[end++] = (byte) (0x80 | (c & 0x3f));
    return end;
  }

  private static int longEscape(byte[] target, int at, char c) {
    target[at] = '\\';
    target[at + 1] = 'u';
    for (int digit = 0; digit < 4; digit++) {
      target[at + 2 + digit] = HEX[(c >> (12 - 4 * digit)) & 0xf];
    }
    return at + JsonEscapes.LONG_BYTES;
  }
}

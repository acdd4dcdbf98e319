package io.thunder.okhttp.internal;

/** Shortens foreign text for messages: one line, bounded, no control characters. */
final class Excerpt {

  private static final int CHARS_MAX = 300;

  private Excerpt() {}

  static String of(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), CHARS_MAX));
    for (int i = 0; i < text.length() && line.length() < CHARS_MAX; i++) {
      char c = text.charAt(i);
      boolean blank = Character.isWhitespace(c) || Character.isISOControl(c);
      if (!blank) {
        line.append(c);
      } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
        line.append(' ');
      }
    }
    return line.toString().stripTrailing();
  }
}

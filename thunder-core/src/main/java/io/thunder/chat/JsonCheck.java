package io.thunder.chat;

import java.util.BitSet;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a text is one JSON value (RFC 8259) without building anything.
 *
 * <p>Iterative with one bit per open bracket, so that nesting costs no stack; depth is bounded
 * because no engine accepts more.
 */
final class JsonCheck {

  private static final int DEPTH_MAX = 1_000;

  private final String text;

  /** By depth, as far as a long reaches, whether the open bracket is of an object. */
  private long objectAtDepth;

  /** By depth, beyond; made where an answer is so deep, which none is that makes sense. */
  private @Nullable BitSet objectFurtherDown;

  private int at;

  JsonCheck(String text) {
    this.text = text;
  }

  void check() {
    int depth = 0;
    value:
    while (true) {
      skipSpace();
      char c = peek();
      if (c == '{' || c == '[') {
        at++;
        if (++depth > DEPTH_MAX) {
          throw wrong("nesting deeper than " + DEPTH_MAX);
        }
        open(depth, c == '{');
        skipSpace();
        if (peek() != closer(depth)) {
          key(depth);
          continue;
        }
      } else {
        scalar(c);
      }
      while (depth > 0) {
        skipSpace();
        char next = peek();
        if (next == ',') {
          at++;
          skipSpace();
          key(depth);
          continue value;
        }
        if (next != closer(depth)) {
          throw wrong("expected ',' or '" + closer(depth) + "'");
        }
        at++;
        depth--;
      }
      break;
    }
    skipSpace();
    if (at < text.length()) {
      throw wrong("text after the value");
    }
  }

  private void open(int depth, boolean object) {
    if (depth < Long.SIZE) {
      long bit = 1L << depth;
      objectAtDepth = object ? objectAtDepth | bit : objectAtDepth & ~bit;
      return;
    }
    if (objectFurtherDown == null) {
      objectFurtherDown = new BitSet();
    }
    objectFurtherDown.set(depth, object);
  }

  private boolean isObject(int depth) {
    return depth < Long.SIZE
        ? (objectAtDepth >>> depth & 1) != 0
        : objectFurtherDown != null && objectFurtherDown.get(depth);
  }

  private char closer(int depth) {
    return isObject(depth) ? '}' : ']';
  }

  private void key(int depth) {
    if (isObject(depth)) {
      if (peek() != '"') {
        throw wrong("expected a key");
      }
      string();
      skipSpace();
      if (peek() != ':') {
        throw wrong("expected ':'");
      }
      at++;
    }
  }

  private void scalar(char c) {
    if (c == '"') {
      string();
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      number();
    } else if (!literal("true") && !literal("false") && !literal("null")) {
      throw wrong("expected a value");
    }
  }

  private boolean literal(String word) {
    boolean here = text.startsWith(word, at);
    at += here ? word.length() : 0;
    return here;
  }

  private void string() {
    for (at++; ; at++) {
      char c = peek();
      if (c == '"') {
        at++;
        return;
      }
      if (c < 0x20) {
        throw wrong("control character in a string");
      }
      if (c == '\\') {
        at++;
        escape();
      }
    }
  }

  private void escape() {
    char c = peek();
    if (c == 'u') {
      for (int i = 0; i < 4; i++) {
        at++;
        if (!HexFormat.isHexDigit(peek())) {
          throw wrong("bad \\u escape");
        }
      }
    } else if ("\"\\/bfnrt".indexOf(c) < 0) {
      throw wrong("bad escape");
    }
  }

  private void number() {
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw wrong("expected a digit");
    }
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("text ends inside a value");
    }
    return text.charAt(at);
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("not JSON at position " + at + ": " + what);
  }
}

package io.thunder.okhttp.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads series in Prometheus' text format or in OpenMetrics, a line at a time.
 *
 * <p>A line that makes no sense is skipped, and so are comments, time stamps and exemplars: one odd
 * line must not hide the others. Bounded in the length of a line, in the length of the page and, by
 * the wanted names, in what is kept.
 */
final class PrometheusText {

  /** A series with very many labels has some thousand characters. */
  static final long LINE_BYTES_MAX = 64 * 1024;

  /** About a hundred times the page of a server with four engines. */
  static final long PAGE_BYTES_MAX = 16 * 1024 * 1024;

  private PrometheusText() {}

  /**
   * One line of a page.
   *
   * @param name the whole name, suffix included
   * @param labels the wanted ones, unescaped
   * @param value may be NaN or infinite
   */
  record Series(String name, Map<String, String> labels, double value) {}

  /**
   * Reads a page.
   *
   * @param wanted which names to parse and hand out
   * @param wantedLabels which labels to keep; a page can have millions
   * @throws TooLargeException if the page or a line of it is too large
   */
  static void read(
      BufferedSource page,
      Predicate<String> wanted,
      Predicate<String> wantedLabels,
      Consumer<Series> to)
      throws IOException {
    Buffer buffer = page.getBuffer();
    long bytes = 0;
    while (!page.exhausted()) {
      long end = page.indexOf((byte) '\n', 0, LINE_BYTES_MAX);
      if (end < 0 && page.request(LINE_BYTES_MAX)) {
        throw new TooLargeException("a line of the metrics", LINE_BYTES_MAX);
      }
      long length = end < 0 ? buffer.size() : end;
      bytes += length + 1;
      if (bytes > PAGE_BYTES_MAX) {
        throw new TooLargeException("the metrics page", PAGE_BYTES_MAX);
      }
      new Line(buffer.readUtf8(length), wantedLabels).read(wanted, to);
      if (end >= 0) {
        buffer.skip(1);
      }
    }
  }

  /** A cursor over one line. */
  private static final class Line {

    private final String text;
    private final Predicate<String> wantedLabels;
    private int at;

    Line(String text, Predicate<String> wantedLabels) {
      this.text = text.strip();
      this.wantedLabels = wantedLabels;
    }

    void read(Predicate<String> wanted, Consumer<Series> to) {
      int nameEnd = 0;
      while (nameEnd < text.length() && "{ \t#".indexOf(text.charAt(nameEnd)) < 0) {
        nameEnd++;
      }
      String name = text.substring(0, nameEnd);
      if (name.isEmpty() || !wanted.test(name)) {
        return;
      }
      at = nameEnd;
      Map<String, String> labels = new HashMap<>();
      skipBlanks();
      if (peek() == '{' && !labels(labels)) {
        return;
      }
      skipBlanks();
      int start = at;
      while (at < text.length() && !isBlank(text.charAt(at))) {
        at++;
      }
      Double value = number(text.substring(start, at));
      if (value != null) {
        to.accept(new Series(name, labels, value));
      }
    }

    /** Reads {@code {name="value",…}}; returns false if it is not that. */
    private boolean labels(Map<String, String> labels) {
      at++;
      while (true) {
        skipBlanks();
        if (peek() == '}') {
          at++;
          return true;
        }
        int equals = text.indexOf('=', at);
        if (equals < 0) {
          return false;
        }
        String name = text.substring(at, equals).strip();
        at = equals + 1;
        skipBlanks();
        StringBuilder value = new StringBuilder();
        if (!quoted(value)) {
          return false;
        }
        if (wantedLabels.test(name)) {
          labels.put(name, value.toString());
        }
        skipBlanks();
        if (peek() == ',') {
          at++;
        } else if (peek() != '}') {
          return false;
        }
      }
    }

    private boolean quoted(StringBuilder value) {
      if (peek() != '"') {
        return false;
      }
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return true;
        }
        if (c == '\\' && at + 1 < text.length()) {
          at++;
          c = text.charAt(at) == 'n' ? '\n' : text.charAt(at);
        }
        value.append(c);
      }
      return false;
    }

    private static @Nullable Double number(String text) {
      String infinity = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
      if (infinity.equalsIgnoreCase("inf")) {
        return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      }
      try {
        return Double.valueOf(text);
      } catch (NumberFormatException e) {
        return null;
      }
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipBlanks() {
      while (at < text.length() && isBlank(text.charAt(at))) {
        at++;
      }
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t';
    }
  }
}

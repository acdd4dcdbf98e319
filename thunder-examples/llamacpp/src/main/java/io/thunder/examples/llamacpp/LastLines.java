package io.thunder.examples.llamacpp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Takes what a process prints, so that it never waits for us, and keeps the end. Thread-safe. */
final class LastLines {

  private static final int KEPT = 8;
  private static final int CHARS_MAX = 200;

  private final Deque<String> lines = new ArrayDeque<>();

  /** Reads until the process has ended; {@code heard} gets every line. */
  void read(InputStream output, Consumer<String> heard) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
        heard.accept(line);
      }
    } catch (IOException e) {
      add("its output cannot be read: " + e.getMessage());
    }
  }

  private synchronized void add(String line) {
    if (line.isBlank()) {
      return;
    }
    lines.add(line.length() > CHARS_MAX ? line.substring(0, CHARS_MAX) + "..." : line);
    if (lines.size() > KEPT) {
      lines.remove();
    }
  }

  synchronized String text() {
    return lines.stream().map(String::strip).collect(Collectors.joining(" | "));
  }
}

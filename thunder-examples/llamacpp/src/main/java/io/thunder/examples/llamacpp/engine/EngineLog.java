package io.thunder.examples.llamacpp.engine;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads from llama.cpp's log how much of each prompt was cached, which the bindings do not tell. A
 * slot says so with the first part of a prompt that it computes:
 *
 * <pre>slot update_slots: id  0 | task 22 | kv cache rm [862, end)</pre>
 *
 * <p>llama.cpp writes its log with a thread of its own, which may be late: a short answer can end
 * before that line is in the file.
 *
 * <p>Thread-safe.
 */
final class EngineLog {

  private static final Pattern PROMPT_BEGINS =
      Pattern.compile("task (\\d{1,9}) \\| kv cache rm \\[(\\d{1,9}), end\\)");

  private static final int CHUNK_BYTES = 1 << 16;

  /** How often the file is read for one line before it counts as missing: a second or so. */
  private static final int READS = 1_000;

  /** Lines that nobody has asked for are kept: of tasks that are still answering, or were given up. */
  private static final int KEPT_MAX = 10_000;

  /** Not a channel: an interrupt while it is read would close it for all who come later. */
  private final FileInputStream file;

  private final Pause pause;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final Map<Integer, Integer> cachedTokens = new LinkedHashMap<>();
  private String rest = "";

  private EngineLog(FileInputStream file, Pause pause) {
    this.file = file;
    this.pause = pause;
  }

  /** Lets a moment pass in which more may be written. */
  @FunctionalInterface
  interface Pause {

    void pause() throws InterruptedException;
  }

  static EngineLog open(Path path, Pause pause) throws IOException {
    return new EngineLog(new FileInputStream(path.toFile()), pause);
  }

  /**
   * Returns how much of a task's prompt was cached, null if the log does not say so for some {@value
   * #READS} pauses; asked once.
   */
  @Nullable
  Integer takeCachedTokens(int task) throws InterruptedException {
    @Nullable Integer cached = read(task);
    for (int reads = 1; cached == null && reads < READS; reads++) {
      pause.pause();
      cached = read(task);
    }
    return cached;
  }

  private synchronized @Nullable Integer read(int task) {
    try {
      readOn();
    } catch (IOException e) {
      return null;
    }
    return cachedTokens.remove(task);
  }

  private void readOn() throws IOException {
    for (int count = file.read(chunk); count > 0; count = file.read(chunk)) {
      String text = rest + new String(chunk, 0, count, StandardCharsets.ISO_8859_1);
      int end = text.lastIndexOf('\n') + 1;
      rest = text.substring(end);
      text.substring(0, end).lines().forEach(this::readLine);
    }
  }

  private void readLine(String line) {
    Matcher begins = PROMPT_BEGINS.matcher(line);
    if (begins.find()) {
      // Longer prompts are computed in parts, and only the first says what there was before.
      cachedTokens.putIfAbsent(
          Integer.parseInt(begins.group(1)), Integer.parseInt(begins.group(2)));
      if (cachedTokens.size() > KEPT_MAX) {
        cachedTokens.remove(cachedTokens.keySet().iterator().next());
      }
    }
  }
}

package io.thunder.okhttp.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how many bytes long texts take as JSON strings. A program sends its whole history with
 * every turn, most of it as the same {@link String} objects: what a turn adds is counted, the rest
 * is known. A text is told by its identity, and is not kept alive here. Thread-safe.
 */
final class KnownLengths {

  /** Shorter texts are counted about as fast as they are looked up. */
  static final int CHARS_MIN = 2_048;

  /** Some 160 B each, so 5 MB if there are that many. */
  private static final int TEXTS_MAX = 32_768;

  private static final Cache<String, Long> LENGTHS = Caffeine.newBuilder()
      .weakKeys()
      .maximumSize(TEXTS_MAX)
      .executor(Runnable::run) // what there is to tidy up is not worth another thread
      .build();

  private KnownLengths() {}

  /**
   * What was remembered.
   *
   * @return bytes, or null if nothing is known of a text
   */
  static @Nullable Long of(String text) {
    return LENGTHS.getIfPresent(text);
  }

  static void remember(String text, long bytes) {
    LENGTHS.put(text, bytes);
  }
}

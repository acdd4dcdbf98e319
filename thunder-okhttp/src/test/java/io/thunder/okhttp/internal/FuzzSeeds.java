package io.thunder.okhttp.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What fuzzing starts from besides the committed inputs: pieces of captures of real engines, where
 * they are present. They are for fuzzing only, {@code CapturesTest} reads them as they are.
 */
final class FuzzSeeds {

  private static final Path FOLDER =
      Path.of(System.getProperty("thunder.captures", "../../shared/data/captures"));

  /** Long inputs are slow to try, and hardly say more than short ones. */
  private static final int PIECE_BYTES = 4_096;

  /** A whole page, since a piece of one is no JSON. */
  private static final int JSON_BYTES = 2 * PIECE_BYTES;

  private static final int PIECES_MAX = 8;

  private FuzzSeeds() {}

  static Stream<byte[]> metrics() throws IOException {
    return captures("glob:**/*{metrics,prometheus}*.txt").flatMap(FuzzSeeds::pieces);
  }

  static Stream<byte[]> streams() throws IOException {
    return captures("glob:**/*.sse").flatMap(FuzzSeeds::pieces);
  }

  static Stream<byte[]> json() throws IOException {
    return captures("glob:**/*.json").filter(capture -> capture.length <= JSON_BYTES);
  }

  private static Stream<byte[]> captures(String pattern) throws IOException {
    if (System.getenv("JAZZER_FUZZ") == null || !Files.isDirectory(FOLDER)) {
      return Stream.empty();
    }
    List<byte[]> captures = new ArrayList<>();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files
          .filter(FOLDER.getFileSystem().getPathMatcher(pattern)::matches)
          .sorted()
          .toList()) {
        captures.add(Files.readAllBytes(file));
      }
    }
    return captures.stream();
  }

  private static Stream<byte[]> pieces(byte[] capture) {
    return Stream.iterate(0, start -> start < capture.length, start -> start + PIECE_BYTES)
        .limit(PIECES_MAX)
        .map(start ->
            Arrays.copyOfRange(capture, start, Math.min(capture.length, start + PIECE_BYTES)));
  }
}

package io.thunder.examples.llamacpp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder that a process and its child share; either deletes it with all that is in it. */
final class WorkFolder {

  private final Path path;

  private WorkFolder(Path path) {
    this.path = path;
  }

  static WorkFolder create() throws IOException {
    return new WorkFolder(Files.createTempDirectory("thunder-llamacpp-"));
  }

  /** Returns a folder that the other process has created. */
  static WorkFolder at(Path path) {
    return new WorkFolder(path);
  }

  Path path() {
    return path;
  }

  /** Deletes what can be deleted: Windows keeps a library that is loaded. */
  void delete() {
    for (Path file : deepestFirst()) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        System.err.println("llamacpp: cannot delete " + file);
      }
    }
  }

  private List<Path> deepestFirst() {
    try (Stream<Path> all = Files.walk(path)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // the other process was faster
    }
  }
}

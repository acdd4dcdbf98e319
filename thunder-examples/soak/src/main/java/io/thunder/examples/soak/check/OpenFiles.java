package io.thunder.examples.soak.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Names the open files and sockets of this process where Linux lists them. */
final class OpenFiles {

  private static final Path LIST = Path.of("/proc/self/fd");

  private OpenFiles() {}

  /** Each as its number and what it is, such as {@code 12 socket:[4711]}; empty elsewhere. */
  static Set<String> names() {
    Set<String> names = new HashSet<>();
    if (!Files.isDirectory(LIST)) {
      return names;
    }
    try (Stream<Path> files = Files.list(LIST)) {
      files.forEach(file -> add(file, names));
    } catch (IOException | UncheckedIOException e) {
      names.clear(); // it only helps to understand what was counted
    }
    return names;
  }

  private static void add(Path file, Set<String> names) {
    try {
      String target = Files.readSymbolicLink(file).toString();
      if (!target.endsWith("/fd")) { // that is the list
        names.add(file.getFileName() + " " + target);
      }
    } catch (IOException e) {
      // Closed meanwhile.
    }
  }
}

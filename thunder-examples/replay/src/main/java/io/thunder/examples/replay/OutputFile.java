package io.thunder.examples.replay;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file to be written when the replay is over. */
final class OutputFile {

  private final Path path;

  private OutputFile(Path path) {
    this.path = path;
  }

  /**
   * Checks that a file can be written, before a long run is spent on it. What it holds stays until
   * the results are there.
   */
  static OutputFile at(Path path) throws UsageException {
    boolean existed = Files.exists(path);
    try {
      Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
          .close();
      if (!existed) {
        Files.delete(path);
      }
      return new OutputFile(path);
    } catch (IOException e) {
      throw new UsageException(cannotWrite(path, e));
    }
  }

  void write(String text) throws ReplayFailedException {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new ReplayFailedException(cannotWrite(path, e));
    }
  }

  private static String cannotWrite(Path path, IOException cause) {
    String reason = String.valueOf(cause.getMessage());
    if (cause instanceof NoSuchFileException) {
      reason = "no such folder";
    } else if (cause instanceof AccessDeniedException) {
      reason = "access denied";
    } else if (cause instanceof FileSystemException file && file.getReason() != null) {
      reason = file.getReason();
    }
    return "cannot write " + path + ": " + reason;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

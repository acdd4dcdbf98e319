package io.thunder.examples.simulator.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file to be written when the runs are over, whole or not at all. */
public final class OutputFile {

  private final Path path;

  private OutputFile(Path path) {
    this.path = path;
  }

  /**
   * Checks that a file can be written, before long runs are spent on it. What it holds stays until
   * the results are there.
   *
   * @throws UsageException if it cannot; says why
   */
  public static OutputFile at(Path path) throws UsageException {
    boolean existed = Files.exists(path);
    try {
      Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
          .close();
      if (!existed) {
        Files.delete(path);
      }
      return new OutputFile(path);
    } catch (IOException e) {
      throw new UsageException("cannot write " + path + ": " + reason(e));
    }
  }

  /**
   * Checks the same of a file in a folder, which is made if it is not there.
   *
   * @throws UsageException if it cannot be written; says why
   */
  public static OutputFile in(Path folder, String name) throws UsageException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UsageException("cannot write into " + folder + ": " + reason(e));
    }
    return at(folder.resolve(name));
  }

  /**
   * Writes the file.
   *
   * @throws IOException if it cannot be written; the message says which file, and why
   */
  public void write(String text) throws IOException {
    if (!Files.isRegularFile(path) && Files.exists(path)) {
      Files.writeString(path, text); // a pipe or a terminal, which cannot be replaced
      return;
    }
    Path part = Path.of(path + ".part");
    try {
      Files.writeString(part, text);
      move(part);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw new IOException("cannot write " + path + ": " + reason(e), e);
    }
  }

  private void move(Path part) throws IOException {
    try {
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such folder";
    }
    if (cause instanceof AccessDeniedException) {
      return "access denied";
    }
    if (cause instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return String.valueOf(cause.getMessage());
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

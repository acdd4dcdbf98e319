package io.thunder.examples.llamacpp;

import io.thunder.examples.llamacpp.engine.EngineOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An engine in a child process, because an engine cannot be closed but with its process. It ends by
 * itself when this process does, however that happens, and leaves no files.
 */
public final class LlamaProcess implements AutoCloseable {

  private static final long START_SECONDS = 120;
  private static final long END_SECONDS = 5;

  /** From here on the JVM warns of native code that it was not told to allow. */
  private static final int WARNS_OF_NATIVE_CODE = 24;

  private final Process process;
  private final WorkFolder folder;
  private final LastLines output = new LastLines();
  private final CompletableFuture<String> url = new CompletableFuture<>();
  private volatile boolean closed;

  private LlamaProcess(Process process, WorkFolder folder) {
    this.process = process;
    this.folder = folder;
    Thread reader = new Thread(this::read, "llamacpp-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a process; {@link #awaitUrl} waits until it answers.
   *
   * @param options how to run the engine
   * @param port where it listens, 0 for any free port
   * @return the process, to be closed
   * @throws LlamaFailedException if it cannot be started
   */
  public static LlamaProcess start(EngineOptions options, int port) throws LlamaFailedException {
    try {
      WorkFolder folder = WorkFolder.create();
      try {
        Process process = new ProcessBuilder(command(options, port, folder.path()))
            .redirectErrorStream(true)
            .start();
        return new LlamaProcess(process, folder);
      } catch (IOException e) {
        folder.delete();
        throw e;
      }
    } catch (IOException e) {
      throw new LlamaFailedException("cannot start llama.cpp: " + e.getMessage());
    }
  }

  private static List<String> command(EngineOptions options, int port, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:+UseSerialGC");
    if (Runtime.version().feature() >= WARNS_OF_NATIVE_CODE) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LlamaCpp.class.getName());
    command.add(LlamaCpp.CHILD + "=" + folder);
    command.add("--port=" + port);
    command.add("--model=" + options.model().label());
    command.add("--slots=" + options.slots());
    command.add("--slot-tokens=" + options.slotTokens());
    command.add("--threads=" + options.threads());
    command.add("--seed=" + options.seed());
    return command;
  }

  private void read() {
    output.read(process.getInputStream(), line -> {
      if (line.startsWith(LlamaCpp.LISTENING)) {
        url.complete(line.substring(LlamaCpp.LISTENING.length()));
      }
    });
    url.completeExceptionally(new IOException("the process has ended"));
  }

  /**
   * Waits until the engine answers requests.
   *
   * @return where, without a path
   * @throws LlamaFailedException if it ends instead, or takes minutes
   */
  public String awaitUrl() throws LlamaFailedException {
    try {
      return url.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new LlamaFailedException(ended());
    } catch (TimeoutException e) {
      throw new LlamaFailedException("llama.cpp did not start within " + START_SECONDS
          + " s; its last lines: " + output.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LlamaFailedException("interrupted while llama.cpp started");
    }
  }

  /**
   * Why the process has ended.
   *
   * @return the reason in one line, null if it runs or was closed
   */
  public @Nullable String failure() {
    return process.isAlive() || closed ? null : ended();
  }

  private String ended() {
    process.onExit().join();
    return "llama.cpp ended with exit code " + process.exitValue() + "; its last lines: "
        + output.text();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Returns the process, once {@link #failure} knows that it has ended. */
  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** Returns where its files are. */
  Path folder() {
    return folder.path();
  }

  /** Ends the process, which may be killed for that, and deletes its files; once is enough. */
  @Override
  public void close() {
    closed = true;
    try {
      process.getOutputStream().close(); // it then deletes its files and halts
      process.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).join();
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      process.onExit().join();
    }
    folder.delete();
  }
}

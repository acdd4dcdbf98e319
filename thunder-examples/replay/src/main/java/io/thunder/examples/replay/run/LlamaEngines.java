package io.thunder.examples.replay.run;

import io.thunder.backend.Backend;
import io.thunder.examples.llamacpp.LlamaFailedException;
import io.thunder.examples.llamacpp.LlamaProcess;
import io.thunder.examples.llamacpp.engine.EngineOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Real engines, each in a child process. */
public final class LlamaEngines implements Engines {

  private final List<LlamaProcess> processes = new ArrayList<>();
  private final List<Backend> backends = new ArrayList<>();

  private LlamaEngines() {}

  /**
   * Starts engines, and waits until they answer.
   *
   * @param options what they are
   * @param count how many
   * @param firstPort the first one's port, the others follow; 0 for any free ones
   * @return the engines
   * @throws RunFailedException if one does not start
   */
  public static LlamaEngines start(EngineOptions options, int count, int firstPort)
      throws RunFailedException {
    LlamaEngines engines = new LlamaEngines();
    try {
      for (int i = 0; i < count; i++) {
        engines.processes.add(LlamaProcess.start(options, firstPort == 0 ? 0 : firstPort + i));
      }
      for (LlamaProcess process : engines.processes) {
        engines.backends.add(Backend.vllm(process.awaitUrl()));
      }
      return engines;
    } catch (LlamaFailedException e) {
      engines.close();
      throw new RunFailedException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<Backend> backends() {
    return backends;
  }

  /** Returns 0: their time is the machine's. */
  @Override
  public double lateShare() {
    return 0;
  }

  @Override
  public @Nullable String failure() {
    for (LlamaProcess process : processes) {
      String failure = process.failure();
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  @Override
  public void close() {
    processes.forEach(LlamaProcess::close);
  }
}

package io.thunder.examples.llamacpp;

import io.thunder.examples.llamacpp.engine.EngineOptions;
import io.thunder.examples.llamacpp.gguf.ModelSize;
import org.junit.jupiter.api.Assumptions;

/** Starts the smallest engine, or skips the test where llama.cpp has no native library. */
public final class TinyEngine {

  public static final EngineOptions OPTIONS = new EngineOptions(ModelSize.TINY, 2, 1_024, 1, 1);

  private TinyEngine() {}

  public static LlamaProcess start(int port) throws LlamaFailedException {
    return start(OPTIONS, port);
  }

  public static LlamaProcess start(EngineOptions options, int port) throws LlamaFailedException {
    LlamaProcess process = LlamaProcess.start(options, port);
    try {
      process.awaitUrl();
      return process;
    } catch (LlamaFailedException e) {
      process.close();
      Assumptions.assumeFalse(e.getMessage().contains(LlamaCpp.NO_LIBRARY), e::getMessage);
      throw e;
    }
  }
}

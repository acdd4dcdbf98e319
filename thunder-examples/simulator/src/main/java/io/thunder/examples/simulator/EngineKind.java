package io.thunder.examples.simulator;

/** The inference engines that there is a model of. */
public enum EngineKind {
  /** vLLM V1: {@link EngineModel}. */
  VLLM,
  /** SGLang: {@link SglangEngine}. */
  SGLANG,
  /** vLLM V1 with the changes of Continuum: {@link ContinuumEngine}. */
  CONTINUUM;

  /** Creates an idle engine with an empty cache. */
  public InferenceEngine create(EnginePreset preset) {
    return switch (this) {
      case VLLM -> new EngineModel(preset);
      case SGLANG -> new SglangEngine(preset);
      case CONTINUUM -> new ContinuumEngine(preset);
    };
  }
}

package io.thunder.examples.simulator;

/**
 * What the roofline needs to know of one GPU.
 *
 * @param flopsPerSecond peak dense arithmetic in the precision of the weights
 * @param bytesPerSecond peak memory bandwidth
 */
public record Accelerator(double flopsPerSecond, double bytesPerSecond) {

  /** NVIDIA H100 SXM, BF16 (vendor's data sheet). */
  public static final Accelerator H100 = new Accelerator(989e12, 3.35e12);

  /** NVIDIA H200 SXM, BF16 (vendor's data sheet). */
  public static final Accelerator H200 = new Accelerator(989e12, 4.8e12);

  /** Share of the peak arithmetic that large matrix products reach. */
  private static final double COMPUTE_EFFICIENCY = 0.60;

  /** Share of the peak bandwidth that streaming reads reach. */
  private static final double MEMORY_EFFICIENCY = 0.80;

  /** Fixed cost of a step with CUDA graphs on one GPU. */
  private static final double STEP_SECONDS = 0.0018;

  /** Cost of each generating sequence (sampling, bookkeeping); as in the calibrated presets. */
  private static final double DECODER_SECONDS = 2e-5;

  /**
   * Derives the step time of a dense model on one GPU from the roofline.
   *
   * <p>The arithmetic is that of vLLM's own accounting of floating-point operations ({@code
   * vllm/v1/metrics/perf.py}); the efficiencies are those that reproduce the per-layer H100
   * profiles published with the Vidur simulator within some 15 %. Not suitable for tensor
   * parallelism or mixtures of experts: there collectives and per-layer launches dominate small
   * steps.
   */
  public StepTime stepTime(ModelShape model) {
    double flops = flopsPerSecond * COMPUTE_EFFICIENCY;
    double bytes = bytesPerSecond * MEMORY_EFFICIENCY;
    return new StepTime(
        STEP_SECONDS,
        model.weightBytes() / bytes,
        1,
        flops / model.linearFlopsPerToken(),
        DECODER_SECONDS,
        model.kvBytesPerToken() / bytes,
        model.attentionFlopsPerPair() / flops);
  }
}

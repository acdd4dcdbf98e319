package io.thunder.examples.llamacpp.gguf;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How large a model of random weights is. */
public enum ModelSize {
  /** 0.15 million weights, 0.6 MB: an engine for tests. */
  TINY(2, 64, 4, 128),
  /** 11 million weights, 44 MB: one core computes about a thousand tokens per second with it. */
  SMALL(4, 512, 8, 1_024);

  final int layers;
  final int width;
  final int heads;
  final int feedForward;

  ModelSize(int layers, int width, int heads, int feedForward) {
    this.layers = layers;
    this.width = width;
    this.heads = heads;
    this.feedForward = feedForward;
  }

  /**
   * What the size is called on the command line.
   *
   * @return the name in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds a size.
   *
   * @param label its label
   * @return the size
   * @throws IllegalArgumentException if there is none; the message lists all labels
   */
  public static ModelSize byLabel(String label) {
    return Arrays.stream(values())
        .filter(size -> size.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown model size '" + label
            + "', known are "
            + Arrays.stream(values()).map(ModelSize::label).collect(Collectors.joining(", "))));
  }
}

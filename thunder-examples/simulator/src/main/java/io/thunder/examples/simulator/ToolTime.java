package io.thunder.examples.simulator;

import java.util.List;

/** How long a tool call takes. */
public interface ToolTime {

  /** Draws a duration in seconds. */
  double seconds(Draws draws);

  /** Returns a duration whose logarithm is uniform. */
  static ToolTime logUniform(double low, double high) {
    return draws -> draws.logUniform(low, high);
  }

  /** Returns this tool, slower by a factor. */
  default ToolTime times(double factor) {
    return draws -> factor * seconds(draws);
  }

  /** One alternative of a mixture. */
  record Share(double weight, ToolTime tool) {}

  /** Returns an alternative of a mixture; the weights need not add up to 1. */
  static Share share(double weight, ToolTime tool) {
    return new Share(weight, tool);
  }

  /** Returns a choice between tools by weight. */
  static ToolTime mixture(Share... shares) {
    List<Share> all = List.of(shares);
    double total = all.stream().mapToDouble(Share::weight).sum();
    return draws -> {
      double left = draws.uniform() * total;
      int i = 0;
      while (i < all.size() - 1 && left >= all.get(i).weight()) {
        left -= all.get(i).weight();
        i++;
      }
      return all.get(i).tool().seconds(draws);
    };
  }
}

package io.thunder.examples.simulator.trace;

import io.thunder.examples.simulator.Draws;
import java.util.Arrays;

/**
 * A distribution given by twelve of its quantiles.
 *
 * <p>Between two quantiles the logarithm of the value grows evenly. Token counts and tool times have
 * long tails; straight lines between their quantiles would put the mean of the output tokens of the
 * built-in workload a fifth too high. Values may be 0, so an offset is added before the logarithm
 * is taken.
 */
public final class QuantileTable {

  private static final double[] PERCENT = {0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9, 100};

  private static final double TOKENS_OFFSET = 1;
  private static final double SECONDS_OFFSET = .1;

  private final double offset;
  private final double[] values;

  private QuantileTable(double offset, double[] values) {
    if (values.length != PERCENT.length) {
      throw new IllegalArgumentException(
          PERCENT.length + " quantiles are needed, were " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= (i == 0 ? 0 : values[i - 1]))) {
        throw new IllegalArgumentException(
            "quantiles must rise from 0: " + Arrays.toString(values));
      }
    }
    this.offset = offset;
    this.values = values.clone();
  }

  /**
   * A distribution of counts.
   *
   * @param quantiles the values at 0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9 and 100 per cent
   * @return the table
   */
  public static QuantileTable counts(double... quantiles) {
    return new QuantileTable(TOKENS_OFFSET, quantiles);
  }

  /**
   * A distribution of times in seconds.
   *
   * @param quantiles the values at 0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9 and 100 per cent
   * @return the table
   */
  public static QuantileTable seconds(double... quantiles) {
    return new QuantileTable(SECONDS_OFFSET, quantiles);
  }

  /**
   * A distribution of counts in another unit.
   *
   * @param factor what every count is multiplied with
   * @param min what no product is less than
   * @return the distribution of the products
   */
  public QuantileTable times(double factor, double min) {
    return counts(
        Arrays.stream(values).map(value -> Math.max(min, value * factor)).toArray());
  }

  /**
   * The value that a share of all draws does not exceed.
   *
   * @param share from 0 to 1
   * @return the value
   */
  public double at(double share) {
    double percent = 100 * share;
    int right = 1;
    while (right < PERCENT.length - 1 && PERCENT[right] < percent) {
      right++;
    }
    double position = (percent - PERCENT[right - 1]) / (PERCENT[right] - PERCENT[right - 1]);
    double low = values[right - 1] + offset;
    double high = values[right] + offset;
    // StrictMath gives the same bits on every machine.
    return low * StrictMath.pow(high / low, position) - offset;
  }

  double draw(Draws draws) {
    return Math.max(0, at(draws.uniform()));
  }

  int drawCount(Draws draws) {
    return (int) Math.round(draw(draws));
  }
}

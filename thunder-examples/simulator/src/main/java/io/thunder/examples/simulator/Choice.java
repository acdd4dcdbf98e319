package io.thunder.examples.simulator;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A choice between alternatives by weight; the weights need not add up to 1.
 *
 * @param shares the alternatives, at least one
 * @param <T> what they are
 */
public record Choice<T>(List<Share<T>> shares) {

  /** Copies the alternatives. */
  public Choice {
    shares = List.copyOf(shares);
    if (shares.isEmpty()) {
      throw new IllegalArgumentException("nothing to choose from");
    }
  }

  /**
   * One alternative.
   *
   * @param weight how often it is drawn, relative to the others
   * @param value what it is
   * @param <T> the type of that
   */
  public record Share<T>(double weight, T value) {}

  /** Returns a choice of one alternative. */
  public static <T> Choice<T> of(double weight, T value) {
    return new Choice<>(List.of(new Share<>(weight, value)));
  }

  /** Returns this choice with one more alternative. */
  public Choice<T> or(double weight, T value) {
    return new Choice<>(
        Stream.concat(shares.stream(), Stream.of(new Share<>(weight, value))).toList());
  }

  /** Returns the choice between changed alternatives, by the same weights. */
  public Choice<T> map(UnaryOperator<T> change) {
    return new Choice<>(shares.stream()
        .map(share -> new Share<>(share.weight(), change.apply(share.value())))
        .toList());
  }

  /** Draws one. */
  T draw(Draws draws) {
    double left = draws.uniform() * shares.stream().mapToDouble(Share::weight).sum();
    int i = 0;
    while (i < shares.size() - 1 && left >= shares.get(i).weight()) {
      left -= shares.get(i).weight();
      i++;
    }
    return shares.get(i).value();
  }
}

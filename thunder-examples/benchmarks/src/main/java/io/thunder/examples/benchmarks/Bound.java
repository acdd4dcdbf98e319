package io.thunder.examples.benchmarks;

/** On which side of its limit a figure must stay. */
enum Bound {
  /** Costs. */
  AT_MOST("<="),
  /** Rates. */
  AT_LEAST(">=");

  private final String sign;

  Bound(String sign) {
    this.sign = sign;
  }

  String sign() {
    return sign;
  }
}

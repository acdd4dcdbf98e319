package io.thunder.examples.simulator.server;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as Python's Prometheus client prints them: {@code 3.0}, {@code 6.1e-05}, {@code 1.5e+06}. */
final class PrometheusNumber {

  private static final int POINT_MAX = 6;
  private static final int POINT_MIN = -3;

  private PrometheusNumber() {}

  /** Formats a finite number. */
  static String format(double value) {
    if (value == 0) {
      return "0.0";
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String digits = decimal.unscaledValue().abs().toString();
    int point = digits.length() - decimal.scale(); // digits before the decimal point
    String sign = value < 0 ? "-" : "";
    if (point <= POINT_MAX && point >= POINT_MIN) {
      String plain = decimal.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return String.format(
        Locale.ROOT,
        "%s%c%s%s%02d",
        sign,
        digits.charAt(0),
        fraction,
        point > 0 ? "e+" : "e-",
        Math.abs(point - 1));
  }
}

package io.thunder.examples.soak.engine;

import io.thunder.examples.soak.fault.Fault;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes answers so that they are complete, but wrong. */
final class Rewriting {

  private static final Pattern USAGE_OF_BODY = Pattern.compile(",\"usage\":\\{.*}(?=}$)");
  private static final Pattern USAGE_EVENT =
      Pattern.compile("data: [^\n]*\"choices\":\\[],[^\n]*\n\n");
  private static final Pattern CAPACITY =
      Pattern.compile("(?<=kv_cache_size_tokens=\"|num_gpu_blocks=\")\\d+");

  private static final int LIE = 4;

  private Rewriting() {}

  /** Returns what a fault makes of a text; {@code chance} decides between its variants. */
  static UnaryOperator<String> of(Fault fault, double chance) {
    return switch (fault) {
      // The half of a stream's last write may hold all but its usage, and then it is no broken one.
      case TRUNCATED -> text -> text.substring(0, text.length() / 4);
      case USAGE_MISSING -> Rewriting::withoutUsage;
      case METRICS_LIE -> chance < .5 ? text -> scaled(text, 1, LIE) : text -> scaled(text, LIE, 1);
      default -> throw new IllegalArgumentException(fault + " rewrites nothing");
    };
  }

  private static String withoutUsage(String text) {
    return USAGE_EVENT.matcher(USAGE_OF_BODY.matcher(text).replaceFirst("")).replaceFirst("");
  }

  private static String scaled(String metrics, int factor, int divisor) {
    return CAPACITY.matcher(metrics).replaceAll(number -> scaled(number, factor, divisor));
  }

  private static String scaled(MatchResult number, int factor, int divisor) {
    return Long.toString(Long.parseLong(number.group()) * factor / divisor);
  }
}

package io.thunder.examples.conformance;

import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatStream;
import io.thunder.chat.JsonText;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a running turn is seen in the server's gauges, and whether breaking it off frees what it held. */
final class GaugeChecks {

  static final String GAUGES = "gauges move";
  static final String CANCELLING = "cancelling";

  /** Of a stream that is to be seen running, and then broken off. */
  private static final int ANSWER_TOKENS = 1_000;

  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(10);

  /** Metrics of an SGLang engine that has nothing to do are up to 30 s old. */
  private static final Duration FREED_WITHIN = Duration.ofSeconds(40);

  private final Target target;
  private final Checks.Pause pause;

  GaugeChecks(Target target, Checks.Pause pause) {
    this.target = target;
    this.pause = pause;
  }

  Finding gauges() {
    GaugeWatch watch = watch();
    if (!watch.hasAny()) {
      return new Finding(GAUGES, Support.NO, "there are none", "does without");
    }
    try (ChatStream stream = longStream()) {
      boolean all = stream.hasNext() && pause.until(() -> watch.sawAll(look()), SHOWN_WITHIN);
      if (all) {
        String cache = watch.sawUsage() ? ", and the cache that it holds" : "";
        String turn = watch.sawRunning() ? "a running turn is shown" : "cache in use is shown";
        return new Finding(
            GAUGES, Support.YES, watch.sawRunning() ? turn + cache : turn, "trusts what they show");
      }
    }
    if (watch.sawRunning()) {
      return new Finding(
          GAUGES,
          Support.PARTLY,
          "a running turn is shown, but the cache in use stays at " + share(watch.usageMost()),
          "cannot see what others use");
    }
    if (watch.sawUsage()) {
      return new Finding(
          GAUGES,
          Support.PARTLY,
          "the cache in use grows, but no running turn is shown",
          "subtracts what others use");
    }
    return new Finding(
        GAUGES,
        Support.UNKNOWN,
        "a running turn was not shown within 10 s, or was over",
        "goes by its own ledger, and subtracts what they show");
  }

  Finding cancelling() {
    GaugeWatch watch = watch();
    if (!watch.hasAny()) {
      return notShown();
    }
    try (ChatStream stream = longStream()) {
      boolean unused = stream.hasNext() && pause.until(() -> watch.sawAll(look()), SHOWN_WITHIN);
    }
    if (!watch.sawRunning() && !watch.sawUsage()) {
      return notShown();
    }
    if (!pause.until(() -> watch.isOver(look()), FREED_WITHIN)) {
      return stillThere(watch, look());
    }
    return watch.sawUsage()
        ? new Finding(
            CANCELLING,
            Support.YES,
            "a turn that was broken off ended, and the cache that it held is free",
            "frees its blocks")
        : new Finding(
            CANCELLING,
            Support.PARTLY,
            "a turn that was broken off ended; only running requests seen, not the cache they hold",
            "takes its blocks for free");
  }

  private static Finding notShown() {
    return new Finding(
        CANCELLING, Support.UNKNOWN, "no gauge shows a running turn", "cancels anyway");
  }

  private static Finding stillThere(GaugeWatch watch, BackendReading now) {
    if (watch.isUnknown(now)) {
      return new Finding(
          CANCELLING, Support.UNKNOWN, "the gauges were gone meanwhile", "cancels anyway");
    }
    String late = FREED_WITHIN.toSeconds() + " s after the connection was closed";
    return new Finding(
        CANCELLING,
        Support.NO,
        watch.isRunning(now)
            ? now.running() + " turns still run " + late
            : share(now.kvUsage()) + " of the cache is in use " + late + ", "
                + share(watch.usageBefore()) + " was before",
        "gives room back that the engine still uses");
  }

  /** Looks at a server where nothing runs, as far as that is to be had. */
  private GaugeWatch watch() {
    boolean unused = pause.until(() -> !isBusy(look()), FREED_WITHIN);
    return new GaugeWatch(look());
  }

  private static boolean isBusy(BackendReading reading) {
    return reading.running() != null && reading.running() > 0;
  }

  private BackendReading look() {
    return target.reading();
  }

  /**
   * Goes on whatever the model would say, where the engine knows {@code ignore_eos}, as vLLM and
   * SGLang do: a short answer is over before anybody looks.
   */
  private ChatStream longStream() {
    return target.stream(target
        .request(target.prompt("e"), ANSWER_TOKENS)
        .field("ignore_eos", JsonText.ofBoolean(true))
        .build());
  }

  private static String share(@Nullable Double usage) {
    return usage == null ? "an unknown share" : String.format(Locale.ROOT, "%.3f %%", 100 * usage);
  }
}

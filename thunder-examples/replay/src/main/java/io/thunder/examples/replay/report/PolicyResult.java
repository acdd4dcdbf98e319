package io.thunder.examples.replay.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one policy made of the programs. Times are engine time.
 *
 * @param name the policy
 * @param round which of several runs of it this is, from 1; {@link #ONLY_RUN} if there is one run,
 *     {@link #MEAN} for the mean of several
 * @param measuredSeconds length of the measured part of the run
 * @param steps turns that ended in it
 * @param prefixHitRate share of their prompt tokens that came from the prefix cache, NaN if unknown
 * @param stepLatencyP50Ms median time from sending a turn to its answer, NaN without turns
 * @param stepLatencyP95Ms the 95th percentile of it
 * @param pauses how often a program was paused
 * @param recomputedTokens prompt tokens computed again although the program had sent or received
 *     them before
 * @param failures turns that failed
 * @param lastFailure why the last of them did, or null if none did
 * @param lateShare share of the engines' busy time that the machine was late by; 0 for real engines
 * @param partial whether the run was ended early
 * @param fillSeconds what came before the measured part
 * @param samples the course of the whole run
 */
public record PolicyResult(
    String name,
    int round,
    double measuredSeconds,
    long steps,
    double prefixHitRate,
    double stepLatencyP50Ms,
    double stepLatencyP95Ms,
    long pauses,
    long recomputedTokens,
    long failures,
    @Nullable String lastFailure,
    double lateShare,
    boolean partial,
    double fillSeconds,
    List<Sample> samples) {

  /** The baseline of all ratios. */
  public static final String PASS_THROUGH = "passThrough";

  /** The round of a run that is not repeated. */
  public static final int ONLY_RUN = 0;

  /** The round of a mean over all rounds. */
  public static final int MEAN = -1;

  private static final double SECONDS_PER_MINUTE = 60;

  /** Copies the samples. */
  public PolicyResult {
    samples = List.copyOf(samples);
  }

  /**
   * The throughput.
   *
   * @return steps per minute of engine time, NaN if nothing was measured
   */
  public double stepsPerMinute() {
    return measuredSeconds > 0 ? steps * SECONDS_PER_MINUTE / measuredSeconds : Double.NaN;
  }

  /**
   * What to call it in tables and charts.
   *
   * @return the policy, and which of its runs
   */
  public String title() {
    return switch (round) {
      case ONLY_RUN -> name;
      case MEAN -> name + " mean";
      default -> name + " #" + round;
    };
  }

  /**
   * The throughput as a multiple of the baseline's in the same round.
   *
   * @param all all results
   * @return the ratio, NaN if the baseline is not among them or got nothing done
   */
  public double ratioToPassThrough(List<PolicyResult> all) {
    return all.stream()
        .filter(result -> result.name.equals(PASS_THROUGH) && result.round == round)
        .filter(result -> result.stepsPerMinute() > 0)
        .mapToDouble(result -> stepsPerMinute() / result.stepsPerMinute())
        .findFirst()
        .orElse(Double.NaN);
  }
}

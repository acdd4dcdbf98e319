package io.thunder.examples.soak.fault;

import java.util.Locale;

/** A fault of an engine's answer, or of its metrics. */
public enum Fault {
  /** The connection is reset before the first byte of the answer. */
  RESET_EARLY(FaultGroup.ANSWERS, .006),
  /** The connection is reset in the middle of the answer or stream. */
  RESET_MIDWAY(FaultGroup.ANSWERS, .006),
  /** Nothing comes until the client gives up. */
  HANG(FaultGroup.ANSWERS, .001),
  /** Status 429. */
  TOO_MANY_REQUESTS(FaultGroup.ANSWERS, .006),
  /** Status 500. */
  INTERNAL_ERROR(FaultGroup.ANSWERS, .005),
  /** Status 503. */
  UNAVAILABLE(FaultGroup.ANSWERS, .006),
  /** The answer is complete for HTTP, but its second half is missing. */
  TRUNCATED(FaultGroup.ANSWERS, .005),
  /** The answer has no token counts. */
  USAGE_MISSING(FaultGroup.ANSWERS, .01),
  /** The metrics answer with status 500. */
  METRICS_FAIL(FaultGroup.METRICS, .05),
  /** The metrics name a quarter, or four times, of the capacity. */
  METRICS_LIE(FaultGroup.METRICS, .05),
  /** The metrics come late, perhaps too late. */
  METRICS_SLOW(FaultGroup.METRICS, .05);

  private final FaultGroup group;
  private final double share;

  Fault(FaultGroup group, double share) {
    this.group = group;
    this.share = share;
  }

  /**
   * Which group it belongs to.
   *
   * @return the group
   */
  public FaultGroup group() {
    return group;
  }

  /**
   * How often it happens.
   *
   * @return share of the requests
   */
  public double share() {
    return share;
  }

  /**
   * The name in reports.
   *
   * @return in lower case, words apart
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

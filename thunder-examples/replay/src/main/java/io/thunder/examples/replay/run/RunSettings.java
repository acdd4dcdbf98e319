package io.thunder.examples.replay.run;

/**
 * How to run a policy. Times are engine time.
 *
 * @param programs how many programs are in flight
 * @param speed how many seconds of engine time pass in a second
 * @param fillSeconds how long the engines fill up before the measurement begins
 * @param measuredSeconds how long the measurement takes
 * @param sampleSeconds length of the samples over time
 * @param textSalt makes the texts of this run differ from those of others
 * @param round which run of the policy this is, see {@link
 *     io.thunder.examples.replay.report.PolicyResult}
 */
public record RunSettings(
    int programs,
    double speed,
    double fillSeconds,
    double measuredSeconds,
    double sampleSeconds,
    long textSalt,
    int round) {

  /**
   * The length of the whole run.
   *
   * @return seconds of engine time
   */
  public double totalSeconds() {
    return fillSeconds + measuredSeconds;
  }

  /**
   * The same settings for another run.
   *
   * @param salt for its texts
   * @param number which run of the policy it is
   * @return the settings
   */
  public RunSettings forRun(long salt, int number) {
    return new RunSettings(
        programs, speed, fillSeconds, measuredSeconds, sampleSeconds, salt, number);
  }

  /**
   * The same settings without filling.
   *
   * @param seconds length of the run
   * @return the settings
   */
  public RunSettings forWarmUp(double seconds) {
    return new RunSettings(programs, speed, 0, seconds, sampleSeconds, textSalt, round);
  }
}

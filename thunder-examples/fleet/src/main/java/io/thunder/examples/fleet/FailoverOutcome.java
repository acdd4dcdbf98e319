package io.thunder.examples.fleet;

import java.util.List;
import java.util.Map;

/**
 * One run.
 *
 * @param begun programs begun
 * @param finished programs whose turns were all answered
 * @param failures why others were not, and how many
 * @param log what was sent
 * @param killedNanos when the engine was killed, by the machine's clock; 0 if none was
 * @param returnedSeconds when it was back, of engine time since the run began
 * @param victim the name of its backend
 * @param spreads over time
 * @param drifts what self-checks found
 */
record FailoverOutcome(
    int begun,
    int finished,
    Map<String, Integer> failures,
    AttemptLog log,
    long killedNanos,
    double returnedSeconds,
    String victim,
    List<Spread> spreads,
    List<String> drifts) {}

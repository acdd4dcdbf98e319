package io.thunder.examples.replay.report;

/**
 * One interval of a policy's run.
 *
 * @param endSeconds its end, in engine time since the run began
 * @param stepsPerMinute turns that ended in it
 * @param hitRate share of their prompt tokens that came from the prefix cache; NaN if none ended or
 *     the backend does not say
 * @param occupancy tokens of the programs placed on backends at its end, as a share of all capacity;
 *     above 1 if they want more than there is; NaN if the capacity is unknown
 * @param pausedPrograms programs that were paused at its end
 * @param pauses how often a program was paused, since the run began
 * @param recomputedTokens prompt tokens computed again, since the run began
 */
public record Sample(
    double endSeconds,
    double stepsPerMinute,
    double hitRate,
    double occupancy,
    int pausedPrograms,
    long pauses,
    long recomputedTokens) {}

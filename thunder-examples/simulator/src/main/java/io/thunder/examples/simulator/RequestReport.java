package io.thunder.examples.simulator;

/**
 * What happened to one request, times on the clock of the driver.
 *
 * @param id the request
 * @param finishReason why it left the engine
 * @param promptTokens length of its prompt
 * @param outputTokens tokens generated
 * @param cachedTokens prompt tokens found in the prefix cache at the first admission
 * @param preemptions how often it lost its blocks while running
 * @param queuedNanos when it was submitted
 * @param firstScheduledNanos when it was first admitted, -1 if never
 * @param firstTokenNanos when its first token was there, -1 if never
 * @param finishedNanos when it left the engine
 */
public record RequestReport(
    long id,
    FinishReason finishReason,
    int promptTokens,
    int outputTokens,
    int cachedTokens,
    int preemptions,
    long queuedNanos,
    long firstScheduledNanos,
    long firstTokenNanos,
    long finishedNanos) {}

package io.thunder.examples.simulator;

/**
 * One planned LLM call of a program and the tool call after it.
 *
 * @param promptTokens length of the whole prompt
 * @param keptTokens how many tokens at its start are as in the call before; 0 in the first
 * @param outputTokens length of the answer
 * @param toolNanos how long the tool runs afterwards
 */
public record Turn(int promptTokens, int keptTokens, int outputTokens, long toolNanos) {}

package io.thunder.examples.simulator;

/**
 * A program that another one starts as part of its tool call; the call lasts until it has ended.
 *
 * @param plan what it does
 * @param inheritedTokens how much of the other's history its own prompts begin with; 0 if it starts
 *     from a prompt of its own
 */
public record SubAgent(ProgramPlan plan, int inheritedTokens) {}

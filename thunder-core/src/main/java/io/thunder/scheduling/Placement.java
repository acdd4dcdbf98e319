package io.thunder.scheduling;

/**
 * On which backend a program is placed among those with room; of equal ones the one that it was on
 * last, and then the one that was added first. Where capacity does not decide, all that are up have
 * room. In the formulas a turn is in flight from its admission to its end, whoever computes it.
 */
public enum Placement {
  /** The one with the most room: spreads the load. */
  MOST_FREE,
  /** The one with the least room that still fits: keeps large gaps for large programs. */
  BEST_FIT,
  /** The one added after that of the last placement, then the first again: blind, and fair. */
  ROUND_ROBIN,
  /** The one with the fewest of our turns in flight. Does not see the load of others. */
  LEAST_CONNECTIONS,
  /**
   * The one with the least {@code (turns in flight + 1) x latency}: the cost of peak EWMA (Twitter's
   * Finagle), with an average instead of its peaks, which of turns are only the longest. The latency
   * is the time of whole turns per token that they generated, the normalized latency of Orca (OSDI
   * 2022) and vLLM: time to the first token is not known of answers that are not streamed, and the
   * time of a turn depends on its length. Turns that fail count for nothing, since they fail fast.
   * The latency of a backend of which little is known, or lately, is drawn to that of all; what is
   * in flight keeps turns from crowding on the fastest. Where capacity decides, a backend with less
   * than a quarter of the most room comes after those that have more: one that is full is not fast.
   */
  LEAST_LATENCY,
  /**
   * The one with the least {@code running + 4 x waiting} requests inside the engine, as vLLM balances
   * its own data-parallel engines ({@code vllm/v1/engine/core_client.py}): as of the last probe, plus
   * our turns begun since, minus those ended. Our turns in flight count at least, and alone where an
   * engine shows nothing. Sees the load of others.
   */
  LEAST_LOAD,
  /**
   * The one that a hash of program and backend ranks first (rendezvous hashing, Thaler and Ravishankar
   * 1998) among those with less than {@code ceil(1.25 x (turns in flight everywhere + 1) / backends)}
   * turns in flight: consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam,
   * arXiv:1608.01350), which moves few programs when backends come and go, and lets several clients
   * choose alike.
   */
  CONSISTENT_HASH
}

package io.thunder.examples.simulator.lab.scheduler;

import static java.util.stream.Collectors.joining;

import io.thunder.examples.simulator.EngineKind;
import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.lab.Contender;
import io.thunder.examples.simulator.lab.Scenario;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.List;

/** Every scheduler of the laboratory, by name. */
public final class Contenders {

  /** Request-level scheduling; what gains are measured against. */
  public static final Contender VLLM =
      new Contender("vllm", "vLLM V1, first come first served, LRU prefix cache", LeastLoaded::new);

  /** Session affinity by hash. */
  public static final Contender CONSISTENT_HASH = new Contender(
      "consistent-hash",
      "session key on a hash ring, as SMG and vLLM's production stack",
      ConsistentHash::new);

  /** Session affinity that gives way to load. */
  public static final Contender BOUNDED_LOAD = new Contender(
      "bounded-load",
      "sticky least-loaded, load bounded to 1.25 x average (Mirrokni et al. 2018; sglang#33625)",
      world -> new StickyLeastLoaded(world, .25));

  /** Memory kept in the engine for the time of a tool call. */
  public static final Contender CONTINUUM = new Contender(
      "continuum",
      "Continuum (arXiv:2511.02230) as its code: pins for 2 s after calls of fast tools",
      world -> new StickyLeastLoaded(world, Double.POSITIVE_INFINITY),
      scenario -> scenario.withEngineKind(EngineKind.CONTINUUM));

  /** The published policy. */
  public static final Contender PUBLISHED =
      thunder(SchedulingPolicy.published(), "ThunderAgent (arXiv:2602.13692) as released, mended");

  /** The published policy with its fading switched on. */
  public static final Contender PUBLISHED_WITH_DECAY =
      thunder(SchedulingPolicy.publishedWithDecay(), "the same with 2^-t fading");

  /** The published policy with room left for growth. */
  public static final Contender PUBLISHED_WITH_HEADROOM = thunder(
      SchedulingPolicy.published().toBuilder()
          .name("publishedWithHeadroom")
          .admitWatermark(.90)
          .build(),
      "the same, admitting up to 0.90 of capacity only");

  /** Thresholds with hysteresis. */
  public static final Contender DYNAMO_BAND = new Contender(
      "dynamo-band",
      "Dynamo's ThunderAgent router: pause above 0.95 down to 0.80, resume up to 0.85",
      DynamoBand::new);

  /** Congestion control. */
  public static final Contender AIMD = new Contender(
      "aimd",
      "AIMD on the prefix hit rate, after CONCUR (arXiv:2601.22705)",
      CongestionControl::new);

  /** The default policy. */
  public static final Contender THUNDER =
      thunder(SchedulingPolicy.thunder(), "the default of this library");

  /** The default policy, on servers that say nothing of themselves. */
  public static final Contender THUNDER_UNTOLD = new Contender(
      "thunder-untold",
      "the same, but told no capacity and no metrics: assumes 131,072 tokens an engine, and learns",
      world -> new ThunderScheduler(world, SchedulingPolicy.thunder(), /* told= */ false));

  /** A schedule that knows the future; a strong reference, not a bound. */
  public static final Contender CLAIRVOYANT = new Contender(
      "clairvoyant",
      "reference: knows tool times, output lengths and remaining turns",
      Clairvoyant::new);

  /**
   * A memory in which nothing is ever evicted and for which nothing ever waits. On one engine a true
   * upper bound on what keeping caches can give, in this sense: every turn starts when it arrives,
   * and no token is computed twice, so that no schedule of the same turns makes the engine compute
   * less. It bounds the throughput only as far as an earlier start never delays others. Batching
   * does not promise that: on a small batch of programs another order was 6 % faster. On several
   * engines programs stay where they started, so that imbalance remains.
   */
  public static final Contender INFINITE_CACHE = new Contender(
      "infinite-cache",
      "upper bound: 16 Mi tokens of KV memory per engine",
      world -> new StickyLeastLoaded(world, Double.POSITIVE_INFINITY),
      Contenders::endless);

  private static final long ENDLESS_TOKENS = 1 << 24;

  private static final List<Contender> ALL = List.of(
      VLLM,
      CONSISTENT_HASH,
      BOUNDED_LOAD,
      CONTINUUM,
      PUBLISHED,
      PUBLISHED_WITH_DECAY,
      PUBLISHED_WITH_HEADROOM,
      DYNAMO_BAND,
      AIMD,
      THUNDER,
      THUNDER_UNTOLD,
      CLAIRVOYANT,
      INFINITE_CACHE);

  private Contenders() {}

  /** Returns all of them, baselines first, references last. */
  public static List<Contender> all() {
    return ALL;
  }

  /**
   * Returns the one with a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all names
   */
  public static Contender byName(String name) {
    return ALL.stream()
        .filter(contender -> contender.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown policy '" + name + "', known are "
            + ALL.stream().map(Contender::name).collect(joining(", "))));
  }

  /** Returns a policy of Thunder as a contender, under the policy's name. */
  public static Contender thunder(SchedulingPolicy policy, String source) {
    return new Contender(policy.name(), source, world -> new ThunderScheduler(world, policy));
  }

  private static Scenario endless(Scenario scenario) {
    EnginePreset preset = scenario.preset();
    long tokens = Math.max(ENDLESS_TOKENS, preset.capacityTokens());
    return scenario.withPreset(preset.withCapacityTokens(tokens));
  }
}

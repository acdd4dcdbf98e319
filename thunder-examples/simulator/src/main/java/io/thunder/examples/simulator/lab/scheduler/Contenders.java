package io.thunder.examples.simulator.lab.scheduler;

import static java.util.stream.Collectors.joining;

import io.thunder.examples.simulator.lab.Contender;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.List;

/** Every scheduler of the laboratory, by name. */
public final class Contenders {

  /** Request-level scheduling; what gains are measured against. */
  public static final Contender VLLM =
      new Contender("vllm", "vLLM V1, first come first served, LRU prefix cache", LeastLoaded::new);

  /** The published policy. */
  public static final Contender PUBLISHED =
      thunder(SchedulingPolicy.published(), "ThunderAgent (arXiv:2602.13692) as released, mended");

  /** The published policy with its fading switched on. */
  public static final Contender PUBLISHED_WITH_DECAY =
      thunder(SchedulingPolicy.publishedWithDecay(), "the same with 2^-t fading");

  /** The default policy. */
  public static final Contender THUNDER =
      thunder(SchedulingPolicy.thunder(), "the default of this library");

  private static final List<Contender> ALL =
      List.of(VLLM, PUBLISHED, PUBLISHED_WITH_DECAY, THUNDER);

  private Contenders() {}

  /** Returns all of them, baselines first. */
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
}

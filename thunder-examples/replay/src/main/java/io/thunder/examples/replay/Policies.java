package io.thunder.examples.replay;

import io.thunder.examples.simulator.cli.UsageException;
import io.thunder.examples.simulator.lab.scheduler.Routings;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The policies that can be compared, by name. */
final class Policies {

  private static final List<SchedulingPolicy> DEFAULT = List.of(
      SchedulingPolicy.passThrough(), SchedulingPolicy.published(), SchedulingPolicy.thunder());

  private static final List<SchedulingPolicy> ALL = Stream.concat(
          Stream.of(
              SchedulingPolicy.passThrough(),
              SchedulingPolicy.published(),
              SchedulingPolicy.publishedWithDecay(),
              SchedulingPolicy.thunder()),
          Routings.policies().stream())
      .toList();

  private Policies() {}

  /** Returns the policies of some names, or the default ones of none. */
  static List<SchedulingPolicy> named(List<String> names) throws UsageException {
    if (names.isEmpty()) {
      return DEFAULT;
    }
    List<SchedulingPolicy> policies = new ArrayList<>();
    for (String name : names) {
      SchedulingPolicy policy = named(name);
      if (policies.contains(policy)) {
        throw new UsageException("policy '" + name + "' is given twice");
      }
      policies.add(policy);
    }
    return policies;
  }

  private static SchedulingPolicy named(String name) throws UsageException {
    return ALL.stream()
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new UsageException("unknown policy '" + name + "', known are "
            + ALL.stream().map(SchedulingPolicy::name).collect(Collectors.joining(", "))));
  }
}

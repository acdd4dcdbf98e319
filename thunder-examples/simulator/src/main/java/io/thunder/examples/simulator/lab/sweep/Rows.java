package io.thunder.examples.simulator.lab.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rows of a sweep, in the order in which the runs were asked for.
 *
 * @param all the rows
 */
public record Rows(List<Row> all) {

  /** The name of the baseline of speed-ups. */
  public static final String VLLM = "vllm";

  /** The name of the published policy. */
  public static final String PUBLISHED = "published";

  /** The name of the schedule that knows what is to come. */
  public static final String REFERENCE = "clairvoyant";

  /** The name of the default policy. */
  public static final String THUNDER = "thunder";

  /** Copies the list. */
  public Rows {
    all = List.copyOf(all);
  }

  /** Returns a row for each scenario, condition and scheduler among the outcomes. */
  public static Rows of(List<Outcome> outcomes) {
    Map<List<String>, List<Outcome>> groups = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      Experiment experiment = outcome.experiment();
      List<String> key = List.of(
          experiment.scenario().name(),
          experiment.contender().name(),
          experiment.condition().name());
      groups.computeIfAbsent(key, none -> new ArrayList<>()).add(outcome);
    }
    List<Row> rows = new ArrayList<>();
    groups.forEach((key, runs) -> rows.add(new Row(key.get(0), key.get(1), key.get(2), runs)));
    return new Rows(rows);
  }

  /** Returns the row of another scheduler in the same scenario and condition. */
  public Optional<Row> rival(Row row, String policy) {
    return find(row.workload(), policy, row.condition());
  }

  /** Returns a row. */
  public Optional<Row> find(String workload, String policy, String condition) {
    return all.stream()
        .filter(row -> row.workload().equals(workload)
            && row.policy().equals(policy)
            && row.condition().equals(condition))
        .findFirst();
  }

  /** Returns the throughput of a row relative to another scheduler's, unknown if it did not run. */
  public Estimate speedUp(Row row, String policy) {
    return rival(row, policy).map(row::speedUpOver).orElse(Estimate.UNKNOWN);
  }

  /** Returns some of the rows. */
  public Rows where(Predicate<Row> wanted) {
    return new Rows(all.stream().filter(wanted).toList());
  }

  /** Returns the scenarios' names, in order. */
  public List<String> workloads() {
    return all.stream().map(Row::workload).distinct().toList();
  }

  /** Returns the schedulers' names, in order. */
  public List<String> policies() {
    return all.stream().map(Row::policy).distinct().toList();
  }
}

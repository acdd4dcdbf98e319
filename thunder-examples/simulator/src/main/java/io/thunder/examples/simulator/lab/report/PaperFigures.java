package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.Workload;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Figures 4 and 5 of the ThunderAgent paper (arXiv:2602.13692), read from its vector graphics with
 * an error below 0.1 % of each axis. The published points themselves contradict Little's law by 15
 * to 20 % in places, and those of figure 5d each other.
 */
final class PaperFigures {

  /** Request-level vLLM. */
  static final String VLLM = "vllm";

  /** TTL pinning. */
  static final String CONTINUUM = "continuum";

  /** ThunderAgent. */
  static final String PUBLISHED = "published";

  private static final List<Point> POINTS = Stream.of(
          panel(
              ScienceWorkloads.SWE_GLM,
              new int[] {24, 48, 72, 96},
              new double[] {221.9, 274.5, 161.8, 140.1},
              new double[] {98.2, 98.5, 45.3, 29.7},
              new double[] {217.2, 302.9, 282.0, 213.6},
              new double[] {98.4, 98.0, 64.2, 60.2},
              new double[] {220.1, 349.2, 381.9, 371.1},
              new double[] {98.3, 98.0, 96.4, 93.1}),
          panel(
              ScienceWorkloads.OPEN_HANDS_GLM,
              new int[] {24, 48, 72, 96},
              new double[] {152.9, 55.1, 46.4, 52.1},
              new double[] {97.9, 48.8, 31.7, 31.7},
              new double[] {157.3, 82.6, 62.5, 56.3},
              new double[] {97.8, 62.5, 55.6, 54.9},
              new double[] {154.7, 190.4, 187.8, 186.6},
              new double[] {97.9, 97.1, 96.6, 94.1}),
          panel(
              ScienceWorkloads.TOOL_ORCHESTRA_Q8,
              new int[] {24, 32, 40, 48},
              new double[] {5.08, 5.17, 5.50, 4.78},
              new double[] {12.8, 12.2, 12.1, 11.8},
              new double[] {3.37, 3.39, 4.19, 3.09},
              new double[] {27.2, 26.5, 29.0, 21.7},
              new double[] {6.05, 6.46, 6.95, 7.06},
              new double[] {27.8, 23.0, 22.2, 18.0}),
          panel(
              ScienceWorkloads.SWE_QWEN,
              new int[] {144, 168, 192},
              new double[] {83.4, 143.6, 125.3},
              new double[] {44.6, 44.6, 73.1},
              new double[] {305.1, 218.4, 181.0},
              new double[] {96.5, 57.3, 66.8},
              new double[] {334.3, 388.4, 378.6},
              new double[] {96.1, 95.9, 96.2}),
          panel(
              ScienceWorkloads.OPEN_HANDS_QWEN,
              new int[] {24, 48, 72, 96},
              new double[] {161.2, 173.6, 122.1, 69.4},
              new double[] {97.1, 97.2, 72.1, 37.9},
              new double[] {161.6, 167.2, 99.8, 84.9},
              new double[] {97.1, 96.5, 62.2, 59.1},
              new double[] {164.5, 172.4, 164.5, 168.3},
              new double[] {97.0, 97.1, 96.1, 95.9}),
          panel(
              ScienceWorkloads.SCIENCE_GLM,
              new int[] {48, 72, 96, 120},
              new double[] {39.7, 38.1, 38.9, 40.0},
              new double[] {51.1, 51.5, 53.5, 51.5},
              new double[] {35.2, 35.5, 35.2, 42.2},
              new double[] {51.4, 50.9, 51.7, 55.9},
              new double[] {39.6, 47.0, 50.4, 49.7},
              new double[] {52.3, 54.1, 52.3, 60.3}))
      .flatMap(List::stream)
      .toList();

  private PaperFigures() {}

  /**
   * A published point.
   *
   * @param workload the workload
   * @param programs how many in flight
   * @param policy which scheduler, by its name here
   * @param stepsPerMinute throughput, figure 4
   * @param hitPercent prefix cache hits, figure 5
   */
  record Point(
      Workload workload, int programs, String policy, double stepsPerMinute, double hitPercent) {

    /** Returns the name of the scenario with this point's workload and concurrency. */
    String scenario() {
      return workload.name() + "-" + programs;
    }
  }

  /** Returns all points, panel after panel. */
  static List<Point> all() {
    return POINTS;
  }

  /** Returns the workloads, in the order of the panels. */
  static List<Workload> workloads() {
    return POINTS.stream().map(Point::workload).distinct().toList();
  }

  /** Returns at how many programs in flight a workload was published, fewest first. */
  static List<Integer> programs(Workload workload) {
    return POINTS.stream()
        .filter(point -> point.workload().equals(workload))
        .map(Point::programs)
        .distinct()
        .toList();
  }

  /** Returns a point of vLLM, Continuum or ThunderAgent. */
  static Optional<Point> find(String scenario, String policy) {
    return POINTS.stream()
        .filter(point -> point.scenario().equals(scenario) && point.policy().equals(policy))
        .findFirst();
  }

  private static List<Point> panel(Workload workload, int[] programs, double[]... columns) {
    List<String> policies = List.of(VLLM, CONTINUUM, PUBLISHED);
    return IntStream.range(0, programs.length)
        .boxed()
        .flatMap(at -> IntStream.range(0, policies.size())
            .mapToObj(policy -> new Point(
                workload,
                programs[at],
                policies.get(policy),
                columns[2 * policy][at],
                columns[2 * policy + 1][at])))
        .toList();
  }
}

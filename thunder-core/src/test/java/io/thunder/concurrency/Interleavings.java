package io.thunder.concurrency;

import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/**
 * Runs few threads in many interleavings. Lincheck decides at accesses to shared memory which thread
 * goes on, so that a run does not depend on the machine; when nobody can go on, it fails. It assumes
 * sequentially consistent memory: what the memory model allows beyond that is for the jcstress tests.
 */
public final class Interleavings {

  /** Enough to see each class under test fail when it is broken on purpose. */
  private static final int INVOCATIONS = 100;

  /** Real threads are quicker, but meet less often. */
  private static final int REAL_INVOCATIONS = 1_000;

  /** Rounds of a loop until it counts as one that never ends: readers of text take some hundred. */
  private static final int LOOP_MAX = 1_000;

  private Interleavings() {}

  /**
   * Runs one operation per thread, all at once, and then the scenario's {@code @Validate} method.
   *
   * @param scenario a public class with a public constructor, made anew each time
   * @param operations the names of its public methods without parameters, one per thread
   */
  public static void explore(Class<?> scenario, String... operations) {
    explore(scenario, atOnce(List.of(), scenario, operations));
  }

  /**
   * The same, after another operation has ended. For what Lincheck would see otherwise than the
   * constructor does: it makes up hash codes that are the same in each run.
   *
   * @param scenario as above
   * @param first name of the operation
   * @param operations as above
   */
  public static void exploreAfter(Class<?> scenario, String first, String... operations) {
    explore(scenario, atOnce(List.of(actor(scenario, first)), scenario, operations));
  }

  private static void explore(Class<?> scenario, ExecutionScenario operations) {
    new ModelCheckingOptions()
        .iterations(0)
        .addCustomScenario(operations)
        .loopBound(LOOP_MAX)
        .invocationsPerIteration(Effort.times(INVOCATIONS))
        .minimizeFailedScenario(false)
        .verifier(EpsilonVerifier.class)
        .check(scenario);
  }

  /**
   * The same on real threads. For what parks: Lincheck's own threads may wake for no reason, as the
   * contract of parking allows, and so hide that nobody woke them.
   *
   * @param scenario as above
   * @param operations as above
   */
  public static void collide(Class<?> scenario, String... operations) {
    new StressOptions()
        .iterations(0)
        .addCustomScenario(atOnce(List.of(), scenario, operations))
        .invocationsPerIteration(Effort.times(REAL_INVOCATIONS))
        .minimizeFailedScenario(false)
        .verifier(EpsilonVerifier.class)
        .check(scenario);
  }

  private static ExecutionScenario atOnce(
      List<Actor> first, Class<?> scenario, String... operations) {
    List<List<Actor>> threads =
        Arrays.stream(operations).map(name -> List.of(actor(scenario, name))).toList();
    return new ExecutionScenario(first, threads, List.of(), null);
  }

  private static Actor actor(Class<?> scenario, String name) {
    try {
      return new Actor(scenario.getMethod(name), List.of());
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Checks that an object which threads share behaves like one that they use one after the other:
   * draws what they do, and looks for results that no sequence of these operations has.
   *
   * @param object a public class with a public constructor, whose operations are annotated
   * @param scenarios how many to draw; few for an object with few operations
   */
  public static void checkLinearizable(Class<?> object, int scenarios) {
    new ModelCheckingOptions()
        .iterations(scenarios)
        .invocationsPerIteration(Effort.times(INVOCATIONS))
        .threads(2)
        .actorsBefore(0)
        .actorsPerThread(2)
        .actorsAfter(1)
        .check(object);
    new StressOptions()
        .iterations(scenarios)
        .invocationsPerIteration(Effort.times(REAL_INVOCATIONS))
        .threads(3)
        .actorsBefore(0)
        .actorsPerThread(2)
        .actorsAfter(1)
        .check(object);
  }
}

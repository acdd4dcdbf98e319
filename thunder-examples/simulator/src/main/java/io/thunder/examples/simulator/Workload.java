package io.thunder.examples.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A distribution of programs. A program is a function of seed and index, so that every policy meets
 * the same ones.
 *
 * <p>A program has a first prompt, then turns that append their output and an observation to the
 * history. Its scale factor (log-normal, variation 0.30) stretches its outputs and observations, so
 * that programs differ.
 *
 * @param name name of the workload
 * @param preset the engine of the published figure
 * @param sharedTokens system prompt that all programs share
 * @param first tokens of a program's own first prompt
 * @param observation prompt tokens that each later turn adds
 * @param output tokens of an answer
 * @param outputMax most of them
 * @param steps number of turns
 * @param stepsMin fewest of them
 * @param stepsMax most of them
 * @param keptShare share of the history that is unchanged in the next prompt: 1 if it only grows;
 *     less if each prompt is built anew, and then without the answers
 * @param promptMax longest prompt
 * @param tools the tool after each turn
 * @param preparationShare time to prepare the environment, relative to OpenHands
 */
public record Workload(
    String name,
    EnginePreset preset,
    int sharedTokens,
    LogNormal first,
    LogNormal observation,
    LogNormal output,
    int outputMax,
    LogNormal steps,
    int stepsMin,
    int stepsMax,
    double keptShare,
    int promptMax,
    Choice<Tool> tools,
    double preparationShare) {

  private static final LogNormal SCALE = new LogNormal(1, .30);
  private static final double NANOS_PER_SECOND = 1e9;

  /** Seconds to prepare an OpenHands environment with 24, 48, 72 and 96 programs in flight. */
  private static final double[] PREPARATION_SECONDS = {29.9, 32.8, 38.4, 47.2};

  private static final double PREPARATION_GRID = 24;

  /** Returns what the program with an index does. */
  public ProgramPlan plan(long seed, int index) {
    Draws draws = new Draws(seed, index);
    double scale = SCALE.draw(draws);
    int count = steps.draw(draws, 1, stepsMin, stepsMax);
    List<Turn> turns = new ArrayList<>(count);
    long history = 0;
    long kept = 0;
    for (int i = 0; i < count; i++) {
      int added = i == 0
          ? sharedTokens + first.draw(draws, 1, 1, promptMax)
          : observation.draw(draws, scale, 1, promptMax);
      int prompt = (int) Math.min(promptMax, history + added);
      int answer = output.draw(draws, scale, 1, outputMax);
      Tool tool = tools.draw(draws);
      long toolNanos = Math.round(tool.time().seconds(draws) * NANOS_PER_SECOND);
      turns.add(new Turn(prompt, (int) Math.min(prompt, kept), answer, tool.name(), toolNanos));
      history = isRebuilt() ? prompt : (long) prompt + answer;
      kept = (long) (keptShare * history);
    }
    return new ProgramPlan(index, List.of(SharedPrefix.ofAll(sharedTokens)), turns);
  }

  /** Returns the same workload with other tools, under another name. */
  public Workload withTools(String otherName, Choice<Tool> others) {
    return new Workload(
        otherName,
        preset,
        sharedTokens,
        first,
        observation,
        output,
        outputMax,
        steps,
        stepsMin,
        stepsMax,
        keptShare,
        promptMax,
        others,
        preparationShare);
  }

  /** Returns the same workload with other first prompts, under another name. */
  public Workload withFirst(String otherName, LogNormal other) {
    return new Workload(
        otherName,
        preset,
        sharedTokens,
        other,
        observation,
        output,
        outputMax,
        steps,
        stepsMin,
        stepsMax,
        keptShare,
        promptMax,
        tools,
        preparationShare);
  }

  private boolean isRebuilt() {
    return keptShare < 1;
  }

  /** Returns the mean number of turns of the first programs of a fixed seed. */
  public double meanSteps(int programs) {
    return IntStream.range(0, programs)
        .map(index -> plan(0, index).turns().size())
        .average()
        .orElseThrow();
  }

  /** Returns how long an environment takes to prepare with so many programs in flight. */
  public long preparationNanos(int programs) {
    double position = Math.max(0, programs / PREPARATION_GRID - 1);
    int left = (int) Math.min(position, PREPARATION_SECONDS.length - 2);
    double slope = PREPARATION_SECONDS[left + 1] - PREPARATION_SECONDS[left];
    double seconds = PREPARATION_SECONDS[left] + (position - left) * slope;
    return Math.round(preparationShare * seconds * NANOS_PER_SECOND);
  }
}

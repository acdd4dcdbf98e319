package io.thunder.examples.simulator;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * vLLM V1 as changed by Continuum (arXiv:2511.02230), as its code is and not its paper: a request
 * that ends with a tool call keeps its blocks pinned for 2 s if that tool takes 2 s or less in the
 * mean, or has not been seen, and not at all otherwise.
 *
 * <p>A pin holds longer while the program's next request waits. Waiting requests are admitted
 * pinned programs first, and otherwise in the order in which programs first came; requests of the
 * program that came last are preempted first. Pins give way to nothing but the last running request,
 * or to the next one if none runs, the one that ends last first.
 *
 * <p>Modelled after {@code vllm/v1/core/sched/scheduler.py}, {@code request_queue.py} and {@code
 * estimate_with_func.py} of vllm-continuum (early 2026). The exemption of a program's last step from
 * preemption is left out, and the token budget goes to running requests in the order of their
 * programs, not of their admission. A request's id is taken for its program's.
 */
public final class ContinuumEngine extends EngineModel {

  private static final long PIN_NANOS = Duration.ofSeconds(2).toNanos();

  private final Map<Long, Integer> programs = new HashMap<>();
  private final List<Pin> pins = new ArrayList<>();
  private final ToolTimeMeans tools = new ToolTimeMeans();

  /** Creates an idle engine with an empty cache. */
  public ContinuumEngine(EnginePreset preset) {
    super(preset);
  }

  @Override
  public void submit(EngineRequest request, EngineListener listener, long nowNanos) {
    super.submit(request, listener, nowNanos);
    programs.putIfAbsent(request.id(), programs.size());
    tools.arrived(request.id(), nowNanos);
  }

  @Override
  public long beginStep(long nowNanos) {
    drop(pin -> nowNanos >= pin.untilNanos && !isWaiting(pin.program()));
    return super.beginStep(nowNanos);
  }

  @Override
  BlockSequence next() {
    return Collections.min(
        waitingSequences(),
        comparingInt((BlockSequence sequence) -> isPinned(sequence.request.id()) ? 0 : 1)
            .thenComparingInt(this::order));
  }

  @Override
  int position(BlockSequence sequence) {
    int position = runningSequences().size();
    while (position > 0 && order(runningSequences().get(position - 1)) > order(sequence)) {
      position--;
    }
    return position;
  }

  @Override
  boolean makeRoomToGrow() {
    boolean dropped = runningSequences().size() == 1 && dropLast();
    return !dropped && super.makeRoomToGrow();
  }

  @Override
  boolean makeRoomToAdmit() {
    return runningSequences().isEmpty() && dropLast();
  }

  @Override
  void release(BlockSequence sequence, long nowNanos) {
    long program = sequence.request.id();
    String tool = sequence.request.tool();
    drop(pin -> pin.program() == program);
    tools.left(program, tool, nowNanos);
    if (tool.isEmpty() || tools.nanos(tool) > PIN_NANOS) {
      cache().free(sequence);
    } else {
      pins.add(new Pin(sequence, nowNanos + PIN_NANOS, cache().exclusiveTokens(sequence)));
    }
  }

  @Override
  long keptTokens() {
    return pins.stream()
        .filter(pin -> !isRunning(pin.program()))
        .mapToLong(Pin::tokens)
        .sum();
  }

  @Override
  List<BlockSequence> keptSequences() {
    return pins.stream().map(Pin::sequence).toList();
  }

  private int order(BlockSequence sequence) {
    return programs.getOrDefault(sequence.request.id(), Integer.MAX_VALUE);
  }

  private boolean isPinned(long program) {
    return pins.stream().anyMatch(pin -> pin.program() == program);
  }

  private boolean isWaiting(long program) {
    return waitingSequences().stream().anyMatch(sequence -> sequence.request.id() == program);
  }

  private boolean isRunning(long program) {
    return runningSequences().stream().anyMatch(sequence -> sequence.request.id() == program);
  }

  private boolean dropLast() {
    if (pins.isEmpty()) {
      return false;
    }
    long last = Collections.max(pins, comparingLong(Pin::untilNanos)).program();
    drop(pin -> pin.program() == last);
    return true;
  }

  private void drop(Predicate<Pin> condition) {
    pins.removeIf(pin -> {
      boolean dropped = condition.test(pin);
      if (dropped) {
        cache().free(pin.sequence);
      }
      return dropped;
    });
  }

  /**
   * The blocks of a finished request that are kept.
   *
   * @param tokens what nobody else held when the pin was made
   */
  private record Pin(BlockSequence sequence, long untilNanos, long tokens) {

    long program() {
      return sequence.request.id();
    }
  }
}

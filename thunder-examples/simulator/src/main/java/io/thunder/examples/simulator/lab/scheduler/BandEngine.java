package io.thunder.examples.simulator.lab.scheduler;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the programs of one engine hold, as {@link DynamoBand} knows it. */
final class BandEngine {

  final int index;
  private final Set<BandProgram> programs = new LinkedHashSet<>();
  private long used;

  BandEngine(int index) {
    this.index = index;
  }

  void add(BandProgram program) {
    programs.add(program);
    program.engine = this;
    used += program.need();
  }

  void remove(BandProgram program) {
    programs.remove(program);
    program.engine = null;
    used -= program.need();
  }

  /** Takes notice of what has been streamed and answered. */
  void refresh() {
    used = programs.stream().mapToLong(BandProgram::need).sum();
  }

  long used() {
    return used;
  }

  double fadedLoad(long nowNanos) {
    return programs.stream().mapToDouble(program -> program.fadedNeed(nowNanos)).sum();
  }

  List<BandProgram> smallestFirst() {
    return programs.stream().sorted(BandProgram.SMALLEST_FIRST).toList();
  }
}

package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VirtualTimeTest {

  private final VirtualTime time = new VirtualTime();
  private final List<String> ran = new ArrayList<>();

  @Test
  void run_severalTasks_runsByTimeThenByOrderOfScheduling() {
    time.schedule(20, () -> log("late"));
    time.schedule(10, () -> log("first"));
    time.schedule(10, () -> time.schedule(0, () -> log("nested")));
    time.schedule(10, () -> log("second"));

    time.run();

    assertThat(ran).containsExactly("first@10", "second@10", "nested@10", "late@20");
  }

  @Test
  void runUntil_betweenTasks_standsAtTheTimeAsked() {
    time.schedule(10, () -> log("a"));
    time.schedule(11, () -> log("b"));

    time.runUntil(10);
    assertThat(ran).containsExactly("a@10");
    time.runUntil(5);
    assertThat(time.nanoTime()).isEqualTo(10);
    time.runUntil(100);
    assertThat(time.nanoTime()).isEqualTo(100);
  }

  @Test
  void cancel_beforeItRuns_keepsItFromRunning() {
    VirtualTime.Task task = time.schedule(10, () -> log("a"));

    task.cancel();
    time.run();

    assertThat(ran).isEmpty();
    assertThat(time.nanoTime()).isZero();
  }

  private void log(String name) {
    ran.add(name + "@" + time.nanoTime());
  }
}

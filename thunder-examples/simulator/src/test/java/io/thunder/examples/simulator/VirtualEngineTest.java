package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VirtualEngineTest {

  private static final long SECOND = EngineHarness.STEP_NANOS;

  private final VirtualTime time = new VirtualTime();
  private final VirtualEngine engine = new VirtualEngine(EngineHarness.preset(20, 100, 8), time);
  private final List<RequestReport> reports = new ArrayList<>();

  @Test
  void submit_sameInstant_sharesTheStep() {
    submit(1, 10, 2);
    submit(2, 10, 2);

    time.run();

    assertThat(reports).extracting(RequestReport::finishedNanos).containsOnly(2 * SECOND);
    assertThat(engine.stats().steps()).isEqualTo(2);
  }

  @Test
  void submit_duringAStep_waitsForTheNext() {
    submit(1, 10, 3);
    time.schedule(SECOND / 2, () -> submit(2, 10, 1));

    time.run();

    assertThat(reports.get(0).id()).isEqualTo(2);
    assertThat(reports.get(0).firstScheduledNanos()).isEqualTo(SECOND);
  }

  @Test
  void submit_fromTheCallback_continuesTheProgram() {
    ProgramTokens tokens = new ProgramTokens(1, 0, 16);
    engine.submit(new EngineRequest(1, 32, 2, tokens), new EngineListener() {
      @Override
      public void requestFinished(RequestReport report) {
        submit(1, 64, 1);
      }
    });

    time.run();

    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).cachedTokens()).isEqualTo(32);
  }

  @Test
  void abort_inFlight_staysSilentAndGoesIdle() {
    submit(1, 10, 50);
    time.schedule(5 * SECOND, () -> engine.abort(1));

    time.run();

    assertThat(reports).isEmpty();
    assertThat(engine.stats().running()).isZero();
    submit(2, 10, 1);
    time.run();
    assertThat(reports).extracting(RequestReport::id).containsExactly(2L);
  }

  private void submit(long id, int prompt, int output) {
    EngineListener listener = new EngineListener() {
      @Override
      public void requestFinished(RequestReport report) {
        reports.add(report);
      }
    };
    engine.submit(new EngineRequest(id, prompt, output, new ProgramTokens(id, 0, 16)), listener);
  }
}

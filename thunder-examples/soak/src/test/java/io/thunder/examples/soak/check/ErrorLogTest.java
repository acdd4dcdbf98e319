package io.thunder.examples.soak.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ErrorLogTest {

  private static final System.Logger LIBRARY = System.getLogger("io.thunder.internal.Any");

  @Test
  void verdict_warningsOnly_passes() {
    try (ErrorLog log = ErrorLog.open()) {
      LIBRARY.log(System.Logger.Level.WARNING, "a lease was lost");
      assertThat(log.warnings()).isEqualTo(1);
      assertThat(log.verdict().passed()).isTrue();
    }
  }

  @Test
  void verdict_error_failsAndNamesIt() {
    try (ErrorLog log = ErrorLog.open()) {
      LIBRARY.log(
          System.Logger.Level.ERROR, "the scheduler failed", new IllegalStateException("why"));
      assertThat(log.verdict().passed()).isFalse();
      assertThat(log.verdict().found())
          .isEqualTo("1, such as the scheduler failed: java.lang.IllegalStateException: why");
    }
  }
}

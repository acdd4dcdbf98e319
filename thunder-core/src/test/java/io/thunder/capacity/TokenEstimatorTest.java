package io.thunder.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class TokenEstimatorTest {

  private final TokenEstimator estimator = new TokenEstimator();

  @Test
  void whole_nothingLearnt_assumesFourCharactersPerToken() {
    assertThat(estimator.whole(4_000)).isEqualTo(1_000);
    assertThat(estimator.whole(4_001)).isEqualTo(1_001);
    assertThat(estimator.whole(0)).isEqualTo(1);
  }

  @Test
  void learn_firstCount_isTakenOver() {
    estimator.learn(2_000, 1_000);

    assertThat(estimator.charsPerToken()).isEqualTo(2);
    assertThat(estimator.whole(300)).isEqualTo(150);
  }

  @Test
  void learn_laterCounts_moveSlowlyAndArrive() {
    estimator.learn(2_000, 1_000);
    estimator.learn(6_000, 1_000);
    assertThat(estimator.charsPerToken()).isCloseTo(2.4, within(1e-9));

    for (int i = 0; i < 100; i++) {
      estimator.learn(6_000, 1_000);
    }

    assertThat(estimator.charsPerToken()).isCloseTo(6, within(0.01));
  }

  @Test
  void learn_unknownOrAbsurdCounts_doNoHarm() {
    estimator.learn(0, 100);
    estimator.learn(100, 0);
    estimator.learn(-5, 7);
    assertThat(estimator.charsPerToken()).isEqualTo(TokenEstimator.DEFAULT_CHARS_PER_TOKEN);

    estimator.learn(1_000_000, 1); // an image that was not counted
    assertThat(estimator.charsPerToken()).isEqualTo(20);
  }

  @Test
  void continued_appendedText_isTheOnlyEstimate() {
    // The prompt grew by the answer (50 tokens, 100 characters) and by 40 characters of a tool.
    assertThat(estimator.continued(1_140, 1_000, 500, 50)).isEqualTo(550 + 20);
  }

  @Test
  void continued_nothingAppended_isWhatWasCounted() {
    assertThat(estimator.continued(1_000, 1_000, 500, 50)).isEqualTo(550);
    assertThat(estimator.continued(1_050, 1_000, 500, 50))
        .as("an answer shorter than thought")
        .isEqualTo(550);
  }

  @Test
  void continued_textBecameShorter_estimatesTheWholeAtTheProgramsRatio() {
    assertThat(estimator.continued(300, 1_000, 500, 50)).isEqualTo(150);
  }

  @Test
  void continued_nothingCountedLastTime_usesTheModelsRatio() {
    estimator.learn(800, 100);

    assertThat(estimator.continued(1_000, 0, 0, 10))
        .isEqualTo(10 + (long) Math.ceil((1_000 - 80) / 8.0));
  }

  @Test
  void given_nothingLearnt_isTakenAtItsWord() {
    assertThat(estimator.given(1_000)).isEqualTo(1_000);
  }

  @Test
  void given_enginesCountMore_isCorrectedAndRoundedUp() {
    estimator.learnGiven(1_000, 1_250);

    assertThat(estimator.given(1_000)).isEqualTo(1_250);
    assertThat(estimator.given(2)).as("2.5").isEqualTo(3);
    assertThat(estimator.charsPerToken())
        .as("text is another matter")
        .isEqualTo(TokenEstimator.DEFAULT_CHARS_PER_TOKEN);
  }

  @Test
  void learnGiven_laterCounts_moveSlowlyAndArrive() {
    estimator.learnGiven(1_000, 1_000);
    estimator.learnGiven(1_000, 1_500);
    assertThat(estimator.given(1_000)).isEqualTo(1_050);

    for (int i = 0; i < 100; i++) {
      estimator.learnGiven(1_000, 1_500);
    }

    assertThat(estimator.given(1_000)).isEqualTo(1_500);
  }

  @Test
  void learnGiven_unknownOrAbsurdCounts_doNoHarm() {
    estimator.learnGiven(0, 100);
    estimator.learnGiven(100, 0);
    assertThat(estimator.given(100)).isEqualTo(100);

    estimator.learnGiven(1, 1_000_000);
    assertThat(estimator.given(100)).isEqualTo(200);
  }

  @Test
  void expected_noHistory_isTheDefault() {
    GrowthForecast forecast = new GrowthForecast();

    assertThat(forecast.expected()).isEqualTo(GrowthForecast.DEFAULT_TOKENS);
    assertThat(forecast.expected(new GrowthForecast())).isEqualTo(GrowthForecast.DEFAULT_TOKENS);
  }

  @Test
  void learn_growth_averagesFirstAndForgetsLater() {
    GrowthForecast forecast = new GrowthForecast();
    forecast.learn(100);
    forecast.learn(300);
    assertThat(forecast.expected()).as("a plain mean at first").isEqualTo(200);

    for (int i = 0; i < 100; i++) {
      forecast.learn(1_000);
    }

    assertThat(forecast.expected()).isCloseTo(1_000, within(0.01));
  }

  @Test
  void expected_ownHistory_outweighsPeersAsItGrows() {
    GrowthForecast peers = new GrowthForecast();
    peers.learn(100);
    GrowthForecast own = new GrowthForecast();
    assertThat(own.expected(peers)).isEqualTo(100);

    own.learn(400);
    assertThat(own.expected(peers)).as("one turn against the weight of two").isEqualTo(200);
    own.learn(400);
    assertThat(own.expected(peers)).isEqualTo(250);
    for (int i = 0; i < 100; i++) {
      own.learn(400);
    }
    assertThat(own.expected(peers)).isCloseTo(350, within(0.01));
  }
}

package io.thunder.internal;

import io.thunder.capacity.GrowthForecast;
import io.thunder.capacity.TokenEstimator;

/** What is learnt of one model: its tokeniser's ratio, and how much its turns generate. */
final class ModelStats {
  final TokenEstimator estimator = new TokenEstimator();
  final GrowthForecast growth = new GrowthForecast();
}

package io.thunder.okhttp.internal;

import io.thunder.backend.BackendReading;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks any OpenAI-compatible server whether it lists its models, which the protocol asks of everyone.
 * Nothing else of it is known.
 */
final class OpenAiProbe implements EngineProbe {

  private final Pages pages;

  OpenAiProbe(Pages pages) {
    this.pages = pages;
  }

  @Override
  public CompletableFuture<BackendReading> read(URI server, @Nullable Integer rank) {
    CompletableFuture<Page<Boolean>> health = pages.status(server, Health.PATH);
    return pages.status(server, Models.PATH).thenCombine(health, OpenAiProbe::reading);
  }

  private static BackendReading reading(Page<Boolean> models, Page<Boolean> health) {
    Health.require(models, health);
    return BackendReading.EMPTY;
  }
}

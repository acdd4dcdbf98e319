package io.thunder.examples.conformance;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.EnginePresets;
import io.thunder.examples.simulator.server.Dialect;
import io.thunder.examples.simulator.server.EngineServer;
import io.thunder.examples.simulator.server.EngineServerOptions;
import io.thunder.examples.simulator.server.RouterKind;
import io.thunder.examples.simulator.server.RouterServer;
import org.junit.jupiter.api.Nested;

/** Every adapter against embedded engines. */
final class EmbeddedAdapterTest {

  private static final long CAPACITY = 65_536;
  private static final EnginePreset PRESET = EnginePresets.Q8.withCapacityTokens(CAPACITY);
  private static final EngineServerOptions OPTIONS =
      EngineServerOptions.of(PRESET).withSpeed(50);

  @Nested
  final class Vllm extends AdapterContract {
    @Override
    Served serve() {
      return server(BackendKind.VLLM, BackendKind.VLLM, Dialect.VLLM, CAPACITY);
    }
  }

  @Nested
  final class Sglang extends AdapterContract {
    @Override
    Served serve() {
      return server(BackendKind.SGLANG, BackendKind.SGLANG, Dialect.SGLANG, CAPACITY);
    }
  }

  /** A server of which nothing is known but the routes that all have. */
  @Nested
  final class OpenAi extends AdapterContract {
    @Override
    Served serve() {
      return server(BackendKind.OPENAI, BackendKind.VLLM, Dialect.VLLM, null);
    }
  }

  @Nested
  final class Skyrl extends AdapterContract {
    @Override
    Served serve() {
      return router(BackendKind.SKYRL, RouterKind.SKYRL);
    }
  }

  @Nested
  final class Slime extends AdapterContract {
    @Override
    Served serve() {
      return router(BackendKind.SLIME, RouterKind.SLIME);
    }
  }

  private static Served server(
      BackendKind kind, BackendKind detected, Dialect dialect, Long capacityTokens) {
    EngineServer server = EngineServer.start(OPTIONS.withDialect(dialect));
    return served(Backend.of(kind, server.url()), detected, capacityTokens, server::close);
  }

  private static Served router(BackendKind kind, RouterKind router) {
    RouterServer server = RouterServer.start(router, OPTIONS, 2);
    return served(Backend.of(kind, server.url()), kind, 2 * CAPACITY, server::close);
  }

  private static Served served(
      Backend backend, BackendKind detected, Long capacityTokens, Runnable stop) {
    return new Served() {
      @Override
      public Backend backend() {
        return backend;
      }

      @Override
      public BackendKind detectedKind() {
        return detected;
      }

      @Override
      public Long capacityTokens() {
        return capacityTokens;
      }

      @Override
      public void close() {
        stop.run();
      }
    };
  }
}

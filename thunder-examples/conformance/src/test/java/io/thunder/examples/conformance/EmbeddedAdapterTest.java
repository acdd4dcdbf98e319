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
import java.util.function.LongSupplier;
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
    Served serve(int ranks) {
      return server(BackendKind.VLLM, BackendKind.VLLM, Dialect.VLLM, CAPACITY, ranks);
    }
  }

  @Nested
  final class Sglang extends AdapterContract {
    @Override
    Served serve(int ranks) {
      return server(BackendKind.SGLANG, BackendKind.SGLANG, Dialect.SGLANG, CAPACITY, ranks);
    }
  }

  /** A server of which nothing is known but the routes that all have. */
  @Nested
  final class OpenAi extends AdapterContract {
    @Override
    Served serve(int ranks) {
      return server(BackendKind.OPENAI, BackendKind.VLLM, Dialect.VLLM, null, ranks);
    }
  }

  @Nested
  final class Skyrl extends AdapterContract {
    @Override
    Served serve(int ranks) {
      return router(BackendKind.SKYRL, RouterKind.SKYRL);
    }
  }

  @Nested
  final class Slime extends AdapterContract {
    @Override
    Served serve(int ranks) {
      return router(BackendKind.SLIME, RouterKind.SLIME);
    }
  }

  private static Served server(
      BackendKind kind, BackendKind detected, Dialect dialect, Long capacityTokens, int ranks) {
    EngineServer server = EngineServer.start(OPTIONS.withDialect(dialect).withRanks(ranks));
    Backend backend = Backend.of(kind, server.url());
    return served(backend, detected, capacityTokens, () -> 0, server::close);
  }

  private static Served router(BackendKind kind, RouterKind router) {
    RouterServer server = RouterServer.start(router, OPTIONS, 2);
    Backend backend = Backend.of(kind, server.url());
    return served(backend, kind, 2 * CAPACITY, server::finishedSessions, server::close);
  }

  private static Served served(
      Backend backend,
      BackendKind detected,
      Long capacityTokens,
      LongSupplier finishedSessions,
      Runnable stop) {
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
      public long finishedSessions() {
        return finishedSessions.getAsLong();
      }

      @Override
      public void close() {
        stop.run();
      }
    };
  }
}

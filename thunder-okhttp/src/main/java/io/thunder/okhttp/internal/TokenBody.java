package io.thunder.okhttp.internal;

import io.thunder.tokens.TokenRequest;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The body of a turn in tokens. */
final class TokenBody extends TurnBody {

  private final TokenRequest request;
  private final @Nullable Integer rank;
  private final boolean higherFirst;
  private final TokenDialect dialect;

  /**
   * Writes a request.
   *
   * @param rank which of the data-parallel engines takes it, null if none is named
   * @param higherFirst whether the engine takes higher priorities first
   */
  TokenBody(
      TokenRequest request,
      @Nullable Integer rank,
      boolean higherFirst,
      TokenDialect dialect,
      LongSupplier nanoTime) {
    super(nanoTime);
    this.higherFirst = higherFirst;
    this.request = request;
    this.rank = rank;
    this.dialect = dialect;
  }

  @Override
  String ifNoRoute() {
    return dialect.path() + " takes token ids, and is there with " + dialect.availability();
  }

  @Override
  void write(JsonOut out) throws IOException {
    dialect.write(request, rank, out);
    priority(out, request.priority(), higherFirst);
    out.verbatim("}");
  }
}

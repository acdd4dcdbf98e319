package io.thunder.okhttp.internal;

import io.thunder.tokens.TokenRequest;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The body of a turn in tokens. */
final class TokenBody extends TurnBody {

  private final TokenRequest request;
  private final @Nullable Integer rank;
  private final TokenDialect dialect;

  TokenBody(
      TokenRequest request, @Nullable Integer rank, TokenDialect dialect, LongSupplier nanoTime) {
    super(nanoTime);
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
  }
}

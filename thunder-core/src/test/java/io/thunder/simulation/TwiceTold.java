package io.thunder.simulation;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** An answer of a transport with futures of its own, which may tell of one completion several times. */
final class TwiceTold<T> extends CompletableFuture<T> {

  private BiConsumer<T, Throwable> listener = (value, failure) -> {};

  @Override
  public <U> CompletableFuture<U> handle(BiFunction<? super T, Throwable, ? extends U> function) {
    listener = (value, failure) -> {
      U unused = function.apply(value, failure);
    };
    return super.handle(function);
  }

  /** Tells once more, and something else if it likes. */
  void tellAgain(T value, Throwable failure) {
    listener.accept(value, failure);
  }
}

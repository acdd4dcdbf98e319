package io.thunder.simulation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** An answer of a transport with futures of its own, which may tell of one completion several times. */
final class TwiceTold<T> extends CompletableFuture<T> {

  /** Returns whether anybody was told; null while nobody listens. */
  private BiPredicate<T, Throwable> listener;

  @Override
  public <U> CompletableFuture<U> handle(BiFunction<? super T, Throwable, ? extends U> function) {
    listener = (value, failure) -> {
      U unused = function.apply(value, failure);
      return true;
    };
    return super.handle(function);
  }

  /** What comes of it may be told several times, too. */
  @Override
  public <U> CompletableFuture<U> thenApply(Function<? super T, ? extends U> function) {
    TwiceTold<U> applied = new TwiceTold<>();
    listener = (value, failure) -> failure == null
        ? applied.tell(function.apply(value), null)
        : applied.tell(null, new CompletionException(failure));
    CompletableFuture<Boolean> unused = super.handle(listener::test);
    return applied;
  }

  /** Completes, or tells once more, and something else if it likes; returns whether it was heard. */
  boolean tell(T value, Throwable failure) {
    if (!isDone()) {
      return failure == null ? complete(value) : completeExceptionally(failure);
    }
    return listener != null && listener.test(value, failure);
  }
}

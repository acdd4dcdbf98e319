package io.thunder.okhttp.internal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The future of a whole answer; cancelling it cancels the turn.
 *
 * @param <A> what the answer is
 */
final class AsyncAnswer<A> extends CompletableFuture<A> implements Callback {

  private final Turn turn;
  private final TurnsInFlight turns;
  private final Answers answers;
  private final AnswerCodec<A> codec;
  private final Failures failures;

  AsyncAnswer(
      Turn turn, TurnsInFlight turns, Answers answers, AnswerCodec<A> codec, Failures failures) {
    this.turn = turn;
    this.turns = turns;
    this.answers = answers;
    this.codec = codec;
    this.failures = failures;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      turn.call().cancel();
    }
    return cancelled;
  }

  @Override
  public void onResponse(Call call, Response response) {
    @Nullable A answer = null;
    @Nullable Throwable failure = null;
    try (response) {
      answer = answers.read(turn, response, codec);
    } catch (IOException e) {
      failure = failures.of(turn, e);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    end(answer, failure);
  }

  @Override
  public void onFailure(Call call, IOException e) {
    end(null, failures.of(turn, e));
  }

  /** Last of all, since what depends on the future runs on this thread. */
  private void end(@Nullable A answer, @Nullable Throwable failure) {
    turns.end(turn);
    if (answer != null) {
      complete(answer);
    } else if (failure != null) {
      completeExceptionally(failure);
    }
  }
}

package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.capacity.TokenEstimator;
import io.thunder.error.ThunderException;
import io.thunder.program.ParentProgram;
import io.thunder.program.ProgramId;
import io.thunder.program.ProgramState;
import io.thunder.program.PromptPrefix;
import io.thunder.transport.CancelSignal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One turn from its arrival to its outcome. The caller creates it and reads its verdict; everything
 * else is the engine's.
 */
public final class TurnTicket {

  private static final VarHandle WAITER = waiterHandle();

  /** Where a turn is. */
  enum Stage {
    CREATED,
    WAITING,
    RUNNING,
    OVER
  }

  private final long id;
  private final ProgramId programId;
  private final String model;
  private final long promptChars;
  private final long givenPromptTokens;
  private final int maxTokens;
  private final List<PromptPrefix> prefixes;
  private final @Nullable ParentProgram parent;
  private final CancelSignal cancel = new CancelSignal();

  /** Whether the handle that its caller used was closed. */
  private BooleanSupplier handleClosed = () -> false;

  // Written by the engine only.
  Stage stage = Stage.CREATED;

  /** Before it arrives: the program that it must still find, if it was tried before. */
  @Nullable
  ProgramEntry program;

  /** Before it arrives: where earlier attempts of it failed. */
  FailedBackends failedOn = FailedBackends.NONE;

  /** The next turn of the same program. Kept by the list of its turns. */
  @Nullable
  TurnTicket next;

  long promptTokens;

  /** What the prompt takes at least. It is not refused for an estimate, which no count could mend. */
  long leastTokens;

  long reservedTokens;

  /** What of the prompt should be cached, since its program stayed where it was; 0 if unknown. */
  long expectedTokens;

  long generatedTokens;
  /** How long earlier attempts of it waited. */
  private long waitedNanos;

  long arrivedNanos;
  long admittedNanos;
  long firstTokenNanos;

  /** When its caller or its engine was last heard of, while it runs. */
  long lastSignNanos;

  /** Null until decided; then a {@link Backend} or a {@link ThunderException}, for good. */
  private volatile @Nullable Object verdict;

  private volatile @Nullable ThunderException revocation;

  /** A {@link Thread} or a {@link Runnable} that waits to be told; taken exactly once. */
  @SuppressWarnings("unused") // through WAITER
  private volatile @Nullable Object waiter;

  /**
   * Creates a turn that has not arrived yet.
   *
   * @param id the turn's number, unique within the client
   * @param programId whose turn
   * @param model the model's name, empty if there is only one
   * @param promptChars the prompt's characters, 0 if unknown
   * @param givenPromptTokens the prompt's tokens if the caller knows them, else 0
   * @param maxTokens the bound on generated tokens, 0 for none
   * @param prefixes what the prompt may have in common with those of other programs
   * @param parent who started the program, or null
   */
  public TurnTicket(
      long id,
      ProgramId programId,
      String model,
      long promptChars,
      long givenPromptTokens,
      int maxTokens,
      List<PromptPrefix> prefixes,
      @Nullable ParentProgram parent) {
    this.id = id;
    this.programId = Objects.requireNonNull(programId);
    this.model = Objects.requireNonNull(model);
    this.promptChars = promptChars;
    this.givenPromptTokens = givenPromptTokens;
    this.maxTokens = maxTokens;
    this.prefixes = prefixes;
    this.parent = parent;
  }

  /**
   * Makes this a turn through a handle on its program: it must not begin the program anew once that
   * was closed.
   *
   * @param closed whether it was; asked inside the engine
   * @return this
   */
  public TurnTicket through(BooleanSupplier closed) {
    handleClosed = closed;
    return this;
  }

  /**
   * The same turn once more, after the backend that it was admitted to has failed it: on one that has
   * not failed it yet if there is any, and as long as its program lives.
   *
   * @param nextId the number of the new turn
   * @return a turn that has not arrived yet
   */
  public TurnTicket again(long nextId) {
    Backend failed = Objects.requireNonNull(admittedTo());
    TurnTicket next = new TurnTicket(
        nextId, programId, model, promptChars, givenPromptTokens, maxTokens, prefixes, parent);
    next.program = program;
    next.failedOn = failedOn.and(failed.id());
    next.waitedNanos = waitedNanos + admittedNanos - arrivedNanos;
    return next.through(handleClosed);
  }

  /**
   * How long earlier attempts of it waited to be admitted.
   *
   * @return nanoseconds, 0 for a first attempt
   */
  public long waitedNanos() {
    return waitedNanos;
  }

  /**
   * Whether its program has ended since its caller began with it. Nobody may begin it anew: it would be
   * left behind by a release that found nothing to release.
   */
  boolean comesTooLate() {
    boolean ended = program != null && program.state == ProgramState.ENDED;
    return ended || handleClosed.getAsBoolean();
  }

  /**
   * The turn's number.
   *
   * @return unique within the client
   */
  public long id() {
    return id;
  }

  /**
   * Whose turn.
   *
   * @return the program
   */
  public ProgramId programId() {
    return programId;
  }

  /**
   * What the prompt takes, as estimated when the turn arrived. For turns that are decided.
   *
   * @return tokens
   */
  public long promptTokens() {
    return promptTokens;
  }

  /** Who started the program, or null. */
  @Nullable
  ParentProgram parent() {
    return parent;
  }

  /**
   * Whether the engine has decided.
   *
   * @return true once the turn was admitted or refused
   */
  public boolean isDecided() {
    return verdict != null;
  }

  /**
   * Where the turn may run.
   *
   * @return the backend, or null if it was refused or is not decided yet
   */
  public @Nullable Backend admittedTo() {
    return verdict instanceof Backend backend ? backend : null;
  }

  /**
   * Why the turn may not run.
   *
   * @return the reason, or null if it was admitted or is not decided yet
   */
  public @Nullable ThunderException refusal() {
    return verdict instanceof ThunderException refusal ? refusal : null;
  }

  /**
   * Why the turn was ended while it ran.
   *
   * @return the reason, or null if it was not
   */
  public @Nullable ThunderException revocation() {
    return revocation;
  }

  /**
   * What stops the turn's exchange with the backend.
   *
   * @return the signal, cancelled when the turn is revoked
   */
  public CancelSignal cancel() {
    return cancel;
  }

  /**
   * Blocks until the engine has decided, or the thread is interrupted.
   *
   * @return true once decided; false if the thread was interrupted, which it still is
   */
  public boolean await() {
    if (isDecided()) {
      return true;
    }
    WAITER.setVolatile(this, Thread.currentThread());
    while (!isDecided()) {
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.park(this);
    }
    return true;
  }

  /**
   * Has something done once the engine has decided: on this thread if it has already, else on the
   * thread that delivers the decision.
   *
   * @param action what to do; must not block
   */
  public void whenDecided(Runnable action) {
    WAITER.setVolatile(this, action);
    if (isDecided()) {
      wake();
    }
  }

  /**
   * Has something done if the engine ends the turn while it runs: at once if it has already, else on
   * the thread that delivers the revocation. For turns that are decided.
   *
   * @param action what to do; must not block
   */
  public void whenRevoked(Runnable action) {
    WAITER.setVolatile(this, (Runnable) () -> {
      if (revocation == null) {
        whenRevoked(action); // only the verdict's delivery, which came late
      } else {
        action.run();
      }
    });
    if (revocation != null) {
      wake();
    }
  }

  /** Tells whoever waits for the verdict, or for a revocation. */
  void wake() {
    Object waiting = WAITER.getAndSet(this, null);
    if (waiting instanceof Thread thread) {
      LockSupport.unpark(thread);
    } else if (waiting instanceof Runnable action) {
      action.run();
    }
  }

  void revoke(ThunderException reason) {
    revocation = reason;
  }

  String model() {
    return model;
  }

  long promptChars() {
    return promptChars;
  }

  long givenPromptTokens() {
    return givenPromptTokens;
  }

  int maxTokens() {
    return maxTokens;
  }

  List<PromptPrefix> prefixes() {
    return prefixes;
  }

  /**
   * Which backend has failed the turn before.
   *
   * @return the id of the last that did, or null for a first attempt
   */
  public @Nullable BackendId failedLastOn() {
    return failedOn.last();
  }

  /** How many tokens so many characters of the prompt are, if all of it is so many. */
  long tokensOf(long chars, long promptTokens) {
    double charsPerToken = promptChars == 0
        ? TokenEstimator.DEFAULT_CHARS_PER_TOKEN
        : (double) promptChars / promptTokens;
    return Math.min(promptTokens, (long) (chars / charsPerToken));
  }

  /** What the prompt and the growth of this turn take together. */
  long tokens() {
    return promptTokens + Math.max(reservedTokens, generatedTokens);
  }

  void admit(Backend backend) {
    verdict = backend;
  }

  void refuse(ThunderException reason) {
    verdict = reason;
  }

  private static VarHandle waiterHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(TurnTicket.class, "waiter", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}

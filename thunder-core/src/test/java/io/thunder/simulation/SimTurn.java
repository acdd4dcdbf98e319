package io.thunder.simulation;

import io.thunder.TurnLease;
import io.thunder.backend.BackendId;
import io.thunder.backend.TokenCounts;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.Usage;
import io.thunder.error.AdmissionTimeoutException;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ClientClosedException;
import io.thunder.error.LeaseExpiredException;
import io.thunder.error.ProgramReleasedException;
import io.thunder.error.ProgramTooLargeException;
import io.thunder.error.QueueFullException;
import io.thunder.error.TurnCancelledException;
import io.thunder.tokens.TokenIds;
import io.thunder.tokens.TokenResponse;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** A turn as its caller knows it, and the judge of its outcome. */
@SuppressWarnings("ReferenceEquality") // it is about this very answer, not about an equal one
final class SimTurn {

  final World world;
  final SimProgram program;
  final long number;
  final long promptChars;
  final long releasesBefore;
  final int openBefore;
  private final long begunShown;
  private long signShown;

  /** Its place among the open ones. */
  int openIndex;

  /** What the caller waits for, or null if he blocks. */
  CompletableFuture<?> future;

  /** The permission it has, or null. */
  TurnLease lease;

  boolean leaseValid;
  boolean callerCompleted;
  boolean callerGaveUp;
  boolean interrupted;
  boolean done;
  boolean served;
  Throwable failure;
  int attempts;
  long waitingSince;

  /** The most that its client may believe it to have waited before its last attempt. */
  private long waitedBefore;

  /** What the clock said when its last attempt failed. */
  private long failedShown = Long.MAX_VALUE;

  /** Where it must not be sent to in the step in which it begins, or null. */
  private BackendId shunned;

  private int shunnedAt;

  /** The call that runs for it, or null. */
  SimCall call;

  /** What the transport said last. */
  ChatResponse answer;

  Throwable error;
  boolean saidNothing;

  /** The same for a caller who asked in tokens. */
  private TokenResponse tokens;

  /** What it is called among those of its program by callers who may share it, or null. */
  private String name;

  /** The answer to come of somebody who shares it, or null. */
  CompletableFuture<?> joined;

  /** Whether who shares it does not want the answer any more. */
  boolean joinerLeft;

  private boolean joinerRefused;

  /** Whether its caller was given a stream: then it must not be sent again. */
  boolean streamed;

  private boolean stopping;

  SimTurn(World world, SimProgram program, long number, long promptChars) {
    this.world = world;
    this.program = program;
    this.number = number;
    this.promptChars = promptChars;
    this.releasesBefore = program.releases;
    this.openBefore = world.mayWait();
    this.begunShown = world.time.reading();
    this.signShown = begunShown;
    this.waitingSince = world.time.now();
  }

  /** Whether its program may have been taken for dead while nothing of it was in the client. */
  private boolean expiredBetweenAttempts() {
    long idle = world.plan.programIdleTimeout.toNanos();
    return attempts > 0 && world.time.latestShown() - idle >= failedShown;
  }

  /** Its call was cancelled, and it waits for the transport to say so. */
  void stopping() {
    if (!done && !stopping) {
      stopping = true;
      program.stopping++;
    }
  }

  void noLongerStopping() {
    if (stopping) {
      stopping = false;
      program.stopping--;
    }
  }

  /** It has failed, and may be sent once more when there is room. */
  void waitsAgain() {
    waitingSince = world.time.now();
    failedShown = world.time.reading();
    waitedBefore = world.time.latestShown() - begunShown;
  }

  long promptTokens() {
    return 1 + (long) (promptChars / world.plan.charsPerToken);
  }

  boolean wasReleased() {
    return program.releases > releasesBefore;
  }

  /** Whether the client may stop its call. */
  boolean mayBeStopped() {
    return callerGaveUp || wasReleased() || world.closed || mayHaveExpired();
  }

  /** Whether no backend may be able to hold its text; of a lease's, only its caller knows. */
  private boolean mayBeTooLarge() {
    return promptChars == 0 || promptTokens() > SimBackend.CAPACITY_MIN;
  }

  /** It is about to be asked for while its client knows that a backend is not up. */
  void shun(BackendId backend) {
    shunned = backend;
    shunnedAt = world.steps();
  }

  boolean shuns(SimBackend backend) {
    boolean atOnce = shunnedAt == world.steps() && world.isSettled(); // later it may be up again
    return atOnce && backend.backend.id().equals(shunned);
  }

  /** An event of its stream is about to come, or its lease to show progress. */
  void heard() {
    signShown = world.time.reading();
  }

  /**
   * Whether so much time was shown to the client that it may take the turn for lost, of whose stream
   * it tells itself only so often.
   */
  boolean mayHaveExpired() {
    long lease = world.plan.leaseTimeout.toNanos();
    long untold = streamed ? Math.min(Plan.SECOND, lease / 16) : 0;
    return world.time.latestShown() - signShown >= lease - untold;
  }

  /** Whether a caller who asks for it again now would be given its answer. */
  boolean mayBeJoined() {
    return name != null && joined == null && !callerGaveUp && world.dice.coin();
  }

  /** Gives it a name by which it can be asked for. */
  String name() {
    name = "turn-" + number;
    return name;
  }

  /** What the transport answers to a caller who asked in tokens. */
  TokenResponse inTokens(ChatResponse said) {
    if (said == null) {
      return null;
    }
    Usage usage = said.usage() == null ? new Usage(1, 0, null) : said.usage();
    TokenResponse inTokens = new TokenResponse("", TokenIds.of(1), null, "stop", usage, "{}");
    if (said == answer) { // else it is told after the answer
      tokens = inTokens;
    }
    return inTokens;
  }

  private boolean isAnotherAnswer(Object value) {
    return (value instanceof ChatResponse && value != answer)
        || (value instanceof TokenResponse && value != tokens);
  }

  /** Whether this answer is for who shares it. */
  boolean isShared(CompletableFuture<?> answer) {
    return answer == joined;
  }

  /** Who shares it stays when the one leaves who asked first. */
  void swapCallers() {
    CompletableFuture<?> first = future;
    future = joined;
    joined = first;
  }

  /** Somebody who shares it hears how it went. */
  void sharedOutcome(Object value, Throwable cause) {
    world.joiners--;
    joinerRefused = cause != null && !joinerLeft;
    if (isAnotherAnswer(value) || (cause == null && done && failure != null)) {
      throw world.failure("who shared turn " + number + " was given the answer of another");
    }
    checkJoiner();
    world.journal.note(cause == null ? "shared" : "shared refusal", number, program.index);
  }

  /** Who shares a turn is served if it is. */
  private void checkJoiner() {
    if (joinerRefused && served) {
      throw world.failure("who shared turn " + number + " was refused its answer");
    }
  }

  /** The caller hears how the turn went. */
  void outcome(Object value, Throwable cause) {
    if (done) {
      throw world.failure("turn " + number + " has a second outcome");
    }
    done = true;
    program.touch();
    world.over(this);
    failure = cause;
    served = failure == null && !callerCompleted;
    if (served) {
      program.wasBusy(begunShown);
    }
    world.journal.note(served ? "served" : "refused", number, program.index);
    checkJoiner();
    if (callerCompleted) {
      return;
    }
    String wrong = failure != null
        ? wrongFailure(failure)
        : isAnotherAnswer(value) ? "was given the answer of another" : "";
    if (!wrong.isEmpty()) {
      throw world.failure("turn " + number + " of " + program.id + " " + wrong);
    }
  }

  /** What is wrong about a failure, or an empty text. */
  private String wrongFailure(Throwable failure) {
    if (failure == error || (failure.getCause() == error && error != null)) {
      boolean again = isRetried(failure) && !streamed && attempts < world.plan.attemptsMax;
      boolean affordable = world.plan.retryTokensMax == Plan.RETRY_TOKENS_ENOUGH
          && !world.plan.knows(Fault.USAGE_ABSURD); // by which it may seem as long as all that
      return again && affordable && lease == null ? "was not tried again after " + failure : "";
    }
    boolean right;
    if (failure instanceof CancellationException) {
      right = callerGaveUp;
    } else if (failure instanceof TurnCancelledException) {
      right = interrupted;
    } else if (failure instanceof ProgramReleasedException) {
      right = wasReleased() || expiredBetweenAttempts();
    } else if (failure instanceof LeaseExpiredException) {
      world.journal.count(Fault.LEASE_EXPIRED);
      right = mayHaveExpired();
    } else if (failure instanceof ClientClosedException) {
      right = world.closed;
    } else if (failure instanceof AdmissionTimeoutException) {
      long waited = waitedBefore + world.time.now() - waitingSince;
      right = waited >= world.plan.admissionTimeout.toNanos();
    } else if (failure instanceof QueueFullException) {
      world.journal.count(Fault.QUEUE_FULL);
      right = attempts > 0 || openBefore >= world.plan.waitingTurnsMax;
    } else if (failure instanceof ProgramTooLargeException) {
      right = world.plan.policy.capacityAware() && mayBeTooLarge();
    } else if (failure instanceof BackendUnavailableException) {
      right = world.mayLackBackends();
    } else {
      right = failure instanceof BackendFailedException && saidNothing;
    }
    return right ? "" : "was refused without reason: " + failure;
  }

  static boolean isRetried(Throwable failure) {
    if (failure instanceof BackendFailedException failed) {
      return switch (failed.status()) {
        case 429, 502, 503, 504 -> true;
        default -> false;
      };
    }
    return failure instanceof BackendUnavailableException;
  }

  /** What the engine says it has counted: the truth, something else, or nothing. */
  Usage usage() {
    Dice dice = world.dice;
    if (world.strikes(Fault.USAGE_ABSENT, 6)) {
      return null;
    }
    long prompt = promptTokens();
    if (world.strikes(Fault.USAGE_WRONG, 8)) {
      prompt = world.strikes(Fault.USAGE_ABSURD, 3) ? TokenCounts.MAX : dice.below(40_000);
    }
    Long cached = dice.oneIn(3) ? null : dice.between(0, prompt + 1);
    return new Usage(prompt, completion(), cached);
  }

  /** What was generated; for several choices, the sum. */
  private long completion() {
    if (world.strikes(Fault.USAGE_ABSURD, 24)) {
      return TokenCounts.MAX;
    }
    int choices = world.strikes(Fault.USAGE_SUMMED, 8) ? 1 + world.dice.below(64) : 1;
    return (long) choices * world.dice.below(400);
  }
}

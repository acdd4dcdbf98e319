package io.thunder.okhttp.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long turns may take. Immutable. */
final class Patience {

  /** How long an engine may take to accept more of a prompt; its event loop can be busy. */
  static final Duration SENDING_MAX = Duration.ofMinutes(1);

  private final Settings settings;
  private final Duration connecting;
  private final long connectingNanos;
  private final long sendingNanos;
  private final long silenceNanos;
  private final long wholeNanos;

  Patience(Settings settings) {
    this.settings = settings;
    this.silenceNanos = settings.readTimeout().toNanos();
    // OkHttp bounds the opening itself; this is for handshakes after it.
    this.connecting = settings.connectTimeout().plus(settings.readTimeout());
    this.connectingNanos = connecting.toNanos();
    this.sendingNanos = SENDING_MAX.toNanos();
    this.wholeNanos = settings.turnTimeout().toNanos();
  }

  /** What a turn has done for too long, in words, or null if it is in time. */
  @Nullable
  String exceeded(TurnProgress progress, long nowNanos) {
    if (progress.nanosInAll(nowNanos) > wholeNanos) {
      return "took longer than " + settings.turnTimeout();
    }
    TurnProgress.Phase phase = progress.phase(); // first: what moved is newer then
    return progress.nanosStill(nowNanos) > stillMax(phase) ? silent(phase) : null;
  }

  private long stillMax(TurnProgress.Phase phase) {
    return switch (phase) {
      case CONNECTING -> connectingNanos;
      case SENDING -> sendingNanos;
      case RECEIVING -> silenceNanos;
      case BEGINNING, RESTING -> Long.MAX_VALUE;
    };
  }

  private String silent(TurnProgress.Phase phase) {
    return switch (phase) {
      case CONNECTING -> "opened no connection within " + connecting;
      case SENDING -> "took none of the prompt for longer than " + SENDING_MAX;
      default -> "silent for longer than " + settings.readTimeout();
    };
  }
}

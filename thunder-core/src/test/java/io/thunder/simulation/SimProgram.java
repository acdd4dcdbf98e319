package io.thunder.simulation;

import io.thunder.Program;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.program.ParentProgram;
import io.thunder.tokens.SamplingParams;
import io.thunder.tokens.TokenIds;
import io.thunder.tokens.TokenRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An agent's program: its history, its turns, and what it owns. */
final class SimProgram {

  /** Turns of one program at the same time, at most. */
  static final int TURNS_MAX = 4;

  private static final int SLOTS = 1 << 10;
  private static final String SLOT = "slot";
  private static final List<Map<String, String>> SLOT_HEADERS = slotHeaders();

  final World world;
  final int index;
  final String id;
  final List<SimResource> owned = new ArrayList<>();
  private final List<ChatMessage> history = new ArrayList<>();
  private Program handle;

  /** Turns without an outcome. */
  int open;

  /** Calls that the client has not cancelled. */
  int live;

  /** Turns without an outcome whose call was cancelled. */
  int stopping;

  /** Leases that are valid. */
  int held;

  /** Where its calls are; of no meaning while there are none. */
  SimBackend backend;

  /** How often it was released. */
  long releases;

  /** Turns begun since then. */
  int turnsSinceRelease;

  /** When the last turn that was served began, on the client's clock. */
  private long lastBusy;

  /** When something last happened to a turn of it, on the client's clock. */
  private long touched;

  /**
   * Whether it is unknown when one of its turns ended: that of a lease which nobody took, or one that
   * was given up while it was about to be sent again.
   */
  private boolean endUnknown;

  /** When the client was last seen to have a turn of it, on the client's clock. */
  private long seenBusy;

  /** How often it had been released by then; -1 if it was not seen yet. */
  private long releasesWhenBusy = -1;

  /** So many of its resources were owned when it may last have expired. */
  private long resourcesWhenExpired;

  long resources;

  SimProgram(World world, int index) {
    this.world = world;
    this.index = index;
    this.id = "p" + index;
    this.lastBusy = world.time.latestShown();
  }

  /** The next request: the history and a little more, or another history altogether. */
  ChatRequest request(int slot) {
    Dice dice = world.dice;
    ParentProgram parent = null;
    int kind = history.isEmpty() ? 0 : dice.below(16);
    if (kind == 0) {
      parent = begin();
    } else if (kind == 1) {
      history.subList(1 + dice.below(history.size()), history.size()).clear(); // compacted
    }
    if (history.size() > 24) {
      history.subList(2, 12).clear();
    }
    history.add(Texts.user(dice.below(Texts.USUAL)));
    ChatMessage extra = world.strikes(Fault.PROMPT_TOO_LARGE, 40) ? Texts.huge() : null;
    List<ChatMessage> messages = history;
    if (extra != null) {
      messages = new ArrayList<>(history);
      messages.add(extra);
    }
    String model = index % 5 == 4 ? "other" : null;
    return new ChatRequest(
        model,
        messages,
        dice.oneIn(3) ? Texts.bounded(dice) : Map.of(),
        SLOT_HEADERS.get(slot % SLOTS),
        parent,
        /* priority= */ null);
  }

  /** A request in tokens, each with the beginning of the same text. */
  TokenRequest tokenRequest(int slot) {
    Dice dice = world.dice;
    TokenIds prompt = world.strikes(Fault.PROMPT_TOO_LARGE, 40)
        ? Texts.hugeInTokens()
        : Texts.inTokens(dice.below(Texts.USUAL));
    SimProgram other = world.programs[dice.below(world.programs.length)];
    return new TokenRequest(
        index % 5 == 4 ? "other" : null,
        prompt,
        new SamplingParams(
            dice.coin() ? 0 : 200, null, null, TokenIds.of(), null, dice.coin(), Map.of()),
        Map.of(),
        SLOT_HEADERS.get(slot % SLOTS),
        List.of(),
        dice.oneIn(8) ? ParentProgram.of(other.id) : null,
        /* priority= */ null);
  }

  /** A request that fits everywhere. */
  ChatRequest smallRequest(int slot) {
    return new ChatRequest(
        null, List.of(Texts.user(0)), Map.of(), SLOT_HEADERS.get(slot % SLOTS), null, null);
  }

  /** Begins a history: with a system prompt, as a copy of another program's, or with neither. */
  private ParentProgram begin() {
    Dice dice = world.dice;
    history.clear();
    SimProgram other = world.programs[dice.below(world.programs.length)];
    if (other != this && !other.history.isEmpty() && dice.oneIn(3)) {
      int inherited = 1 + dice.below(other.history.size());
      long chars = 0;
      for (int i = 0; i < inherited; i++) {
        history.add(other.history.get(i));
        chars += other.history.get(i).promptChars();
      }
      return dice.coin()
          ? ParentProgram.ofChars(other.id, chars)
          : ParentProgram.ofTokens(other.id, (long) (chars / world.plan.charsPerToken));
    }
    if (!dice.oneIn(4)) {
      history.add(Texts.system(dice.below(Texts.SYSTEMS)));
    }
    return dice.oneIn(8) ? ParentProgram.of(other.id) : null;
  }

  /** Remembers an answer, so that the next prompt repeats it. */
  void answered(ChatMessage message) {
    history.add(message);
  }

  /** A turn begins, perhaps after so long a pause that the program has expired. */
  void begun() {
    noteExpiry();
    touch();
    open++;
    turnsSinceRelease++;
  }

  /** A turn was served that began then; until it ended the program could not expire. */
  void wasBusy(long shown) {
    lastBusy = Math.max(lastBusy, shown);
  }

  void touch() {
    touched = world.time.nextShown();
  }

  void gaveUpBetweenCalls() {
    endUnknown = true;
  }

  /** Whether it was idle for so long at a tick that it must be gone. */
  boolean mustHaveExpired() {
    long idle = world.time.tickShown() - touched;
    return !endUnknown && idle >= world.plan.programIdleTimeout.toNanos();
  }

  /** The client was just seen to have a turn of it. */
  void seenBusy() {
    seenBusy = world.time.latestShown();
    releasesWhenBusy = releases;
  }

  /** Whether it may not be gone yet: nobody released it, and it cannot have been idle for so long. */
  boolean mustBeKnown() {
    long idleMax = world.time.latestShown() - seenBusy;
    return releasesWhenBusy == releases
        && idleMax < world.plan.programIdleTimeout.toNanos()
        && !world.closed;
  }

  private void noteExpiry() {
    if (mayHaveExpired()) {
      resourcesWhenExpired = resources;
    }
  }

  /** Whether no turn of it was served for so long that it may be gone. */
  boolean mayHaveExpired() {
    return world.time.latestShown() - lastBusy >= world.plan.programIdleTimeout.toNanos();
  }

  boolean mayHaveExpiredSince(long serial) {
    noteExpiry();
    return serial < resourcesWhenExpired;
  }

  /** The handle that is open now. */
  Program handle() {
    if (handle == null) {
      handle = world.client.program(id);
    }
    return handle;
  }

  void release() {
    releases++;
    turnsSinceRelease = 0;
    if (handle != null && world.dice.coin()) {
      Program closing = handle;
      handle = null;
      closing.close();
    } else {
      world.client.release(id);
    }
  }

  static int slotOf(Map<String, String> headers) {
    String slot = headers.get(SLOT);
    int number = 0;
    for (int i = 0; i < slot.length(); i++) {
      number = 10 * number + slot.charAt(i) - '0';
    }
    return number;
  }

  private static List<Map<String, String>> slotHeaders() {
    List<Map<String, String>> headers = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      headers.add(Map.of(SLOT, Integer.toString(i)));
    }
    return headers;
  }

  static int slots() {
    return SLOTS;
  }
}

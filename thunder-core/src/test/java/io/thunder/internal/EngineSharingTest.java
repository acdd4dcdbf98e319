package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendReading;
import io.thunder.event.ThunderEvent.ProgramMarked;
import io.thunder.event.ThunderEvent.ProgramPaused;
import io.thunder.program.ProgramId;
import io.thunder.program.ProgramState;
import io.thunder.program.PromptPrefix;
import io.thunder.scheduling.PauseOrder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What programs have in common is held once, and counted once. */
final class EngineSharingTest {

  private static final PromptPrefix SYSTEM = new PromptPrefix(1, 800);
  private static final PromptPrefix TASK = new PromptPrefix(2, 1_120);

  private final RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
  private long turns = 1_000;

  /** A turn known as text only, whose prompt begins with a prefix known as text only. */
  private TurnTicket arriveText(String program, long promptChars, PromptPrefix... prefixes) {
    TurnTicket turn = new TurnTicket(
        turns++, new ProgramId(program), "", promptChars, 0, 0, List.of(prefixes), null);
    run.apply(new Command.TurnArrived(turn));
    return turn;
  }

  private void acting(String program, long tokens, PromptPrefix... prefixes) {
    TurnTicket turn = run.arrive(program, tokens, prefixes);
    assertThat(turn.admittedTo()).as("admission of %s", program).isNotNull();
    run.finish(turn, tokens, 0);
  }

  /* --------------- Room --------------- */

  @Test
  void arrive_sharedPrefix_fitsWhereItsWholeSizeWouldNot() {
    run.arrive("a", 1_120, SYSTEM);

    TurnTicket turn = run.arrive("b", 1_120, SYSTEM);

    assertThat(turn.admittedTo()).isNotNull();
    assertThat(run.used("b")).isEqualTo(800 + 320 + 320);
    assertThat(run.arrive("c", 1_120, SYSTEM).isDecided())
        .as("no room for 320 more")
        .isFalse();
    assertThat(run.arrive("d", 960, SYSTEM).admittedTo()).as("160 more").isNotNull();
  }

  @Test
  void arrive_nestedPrefixes_shareAsFarAsTheyAgree() {
    run.arrive("a", 1_120, SYSTEM, TASK);

    run.arrive("task", 1_200, SYSTEM, TASK);
    run.arrive("other", 1_120, SYSTEM, new PromptPrefix(3, 1_120));

    assertThat(run.used("b")).isEqualTo(1_120 + 80 + 320);
  }

  @Test
  void arrive_promptShorterThanThePrefixItNames_sharesNoneOfIt() {
    run.arrive("a", 960, SYSTEM);
    TurnTicket turn = run.arrive("short", 320, SYSTEM);
    assertThat(run.used("b")).isEqualTo(960 + 320);

    run.finish(turn, 800, 160);

    assertThat(run.used("b")).as("now it can be").isEqualTo(960 + 160);
  }

  @Test
  void arrive_policyWithoutSharing_countsEachInFull() {
    RecordedEngine each =
        RecordedEngine.of(RecordedEngine.plain().sharedPrefixes(false).build(), 1_600);
    each.arrive("a", 1_120, SYSTEM);

    assertThat(each.arrive("b", 1_120, SYSTEM).isDecided()).isFalse();
  }

  @Test
  void release_oneOfTwo_leavesTheWholeOfTheOther() {
    run.arrive("a", 1_120, SYSTEM);
    run.arrive("b", 960, SYSTEM);

    run.release("a");

    assertThat(run.used("b")).isEqualTo(960);
    assertThat(run.program("b").prefixes).as("nobody left to share with").isEmpty();
    assertThat(run.program("b").freedTokens()).isEqualTo(960);
  }

  @Test
  void arrive_otherBeginning_isSharedFromThenOn() {
    run.arrive("a", 320, SYSTEM);
    TurnTicket turn = run.arrive("b", 1_120, new PromptPrefix(3, 800));
    assertThat(run.used("b")).isEqualTo(320 + 1_120);
    run.finish(turn, 1_120, 0);
    run.release("a");
    run.arrive("c", 1_280, SYSTEM);
    assertThat(run.state("b")).isEqualTo(ProgramState.ACTING);

    run.arrive("b", 1_120, SYSTEM); // after a compaction, say

    assertThat(run.used("b")).isEqualTo(1_280 + 320);
  }

  @Test
  void costs_whileTurnsWait_countAsUnusedWhatIsHeldTwiceInTheBooksOnly() {
    run.arrive("a", 1_120, SYSTEM);
    run.arrive("b", 960, SYSTEM); // 1,280 held
    run.arrive("waits", 640);

    run.pass(Duration.ofSeconds(10));
    run.observe("b", BackendReading.EMPTY);

    assertThat(run.backend("b").costs().unused()).isEqualTo(3_200);
  }

  /* --------------- Who waits --------------- */

  @Test
  void fill_waitingPrefixNobodyShares_standsInTheWayOfNobody() {
    run.arrive("a", 800);
    TurnTicket large = run.arrive("large", 1_120, TASK);
    TurnTicket small = run.arrive("small", 16);

    assertThat(run.program("large").ownTokens()).isEqualTo(1_120);
    assertThat(large.isDecided()).isFalse();
    assertThat(small.admittedTo()).isNotNull();
  }

  @Test
  void fill_prefixBecomesSharedWhileItsProgramWaits_isFoundByItsOwnPart() {
    run.arrive("blocker", 640);
    TurnTicket first = run.arrive("first", 1_200, SYSTEM, TASK);
    assertThat(run.program("first").ownTokens()).isEqualTo(1_200);
    assertThat(first.isDecided()).isFalse();

    TurnTicket second = run.arrive("second", 960, SYSTEM);

    assertThat(run.program("first").ownTokens()).as("what no other has").isEqualTo(400);
    assertThat(second.admittedTo()).as("640 + 960").isNotNull();
    assertThat(first.isDecided()).isFalse();
    run.release("blocker");
    assertThat(first.admittedTo()).as("960 + 400").isNotNull();
  }

  @Test
  void withdraw_lastToShareWhileAnotherWaits_givesTheOtherItsWholeSizeBack() {
    run.arrive("blocker", 1_600);
    run.arrive("first", 1_200, TASK);
    run.arrive("second", 1_200, TASK);
    assertThat(run.program("first").ownTokens()).isEqualTo(80);

    run.release("second");

    assertThat(run.program("first").ownTokens()).isEqualTo(1_200);
  }

  @Test
  void tick_reservationOfAProgramThatShares_countsItsOwnPart() {
    acting("a", 960, SYSTEM);
    TurnTicket busy = run.arrive("busy", 480);
    TurnTicket waits = run.arrive("waits", 1_120, SYSTEM);
    assertThat(waits.isDecided()).as("320 of its own, 160 free").isFalse();
    run.pass(Duration.ofMinutes(15));
    run.tick();

    run.finish(busy, 480, 0);

    assertThat(waits.admittedTo()).isNotNull();
  }

  /* --------------- Pauses --------------- */

  @Test
  void progress_overflow_pausingFreesOnlyWhatIsNotShared() {
    acting("a", 1_120, SYSTEM);
    acting("b", 960, SYSTEM);
    TurnTicket growing = run.arrive("growing", 320);

    run.progress(growing, 48); // 16 too much
    assertThat(run.programsOf(ProgramPaused.class)).containsExactly("a");
    assertThat(run.used("b")).isEqualTo(960 + 368);
    run.progress(growing, 336); // 16 too much again

    assertThat(run.programsOf(ProgramPaused.class)).containsExactly("a", "b");
    assertThat(run.used("b")).isEqualTo(656);
  }

  @Test
  void progress_overflow_marksWhoFreesTheMostOfItsOwn() {
    run.arrive("shares", 1_120, SYSTEM);
    run.arrive("too", 880, SYSTEM);
    run.arrive("own", 384);
    TurnTicket growing = run.arrive("growing", 16);

    run.progress(growing, 48);

    assertThat(run.programsOf(ProgramMarked.class)).containsExactly("own");
  }

  @Test
  void arrive_stickyOverflowThatPausingSharersCannotClear_pausesTheAsker() {
    run.arrive("holder", 960, SYSTEM);
    acting("a", 896, SYSTEM);
    acting("asker", 320);

    TurnTicket turn = run.arrive("asker", 752); // 208 too much, of which a would free 96

    assertThat(turn.isDecided()).isFalse();
    assertThat(run.programsOf(ProgramPaused.class)).containsExactly("asker");
  }

  @Test
  void arrive_programThatShares_leavesTheOrderOfPausingAsItWas() {
    PromptPrefix prefix = new PromptPrefix(3, 96);
    RecordedEngine idle = RecordedEngine.of(
        RecordedEngine.plain().pauseOrder(PauseOrder.LONGEST_IDLE_FIRST).build(), 1_600);
    idle.finish(idle.arrive("early", 160, prefix), 160, 0);
    idle.pass(Duration.ofSeconds(1));
    idle.acting("late", 160);
    idle.pass(Duration.ofSeconds(1));
    idle.finish(idle.arrive("too", 160, prefix), 160, 0); // early is booked anew
    TurnTicket growing = idle.arrive("growing", 1_120);

    idle.progress(growing, 160);

    assertThat(idle.programsOf(ProgramPaused.class)).containsExactly("early");
  }

  /* --------------- Lengths --------------- */

  @Test
  void finish_firstCountOfText_correctsThePrefixOfAllWhoShareIt() {
    PromptPrefix text = PromptPrefix.ofChars(7, 3_200); // 800 tokens by the assumed ratio
    TurnTicket first = arriveText("a", 3_840, text);
    arriveText("b", 3_840, text);
    assertThat(run.used("b")).isEqualTo(800 + 160 + 160);

    run.finish(first, 480, 0); // eight characters per token: the prefix has 400 tokens

    assertThat(run.used("b")).as("480, and 960 as estimated").isEqualTo(480 + 960 - 400);
    assertThat(run.program("b").prefixes).containsExactly(new PromptPrefix(7, 400));
  }

  @Test
  void finish_laterCounts_leaveThePrefixAsItIs() {
    PromptPrefix text = PromptPrefix.ofChars(7, 3_200);
    run.finish(arriveText("a", 3_840, text), 480, 0);
    TurnTicket second = arriveText("b", 3_840, text);

    run.finish(second, 960, 0);

    assertThat(run.program("b").prefixes).containsExactly(new PromptPrefix(7, 400));
  }

  @Test
  void arrive_textOfTurnWhoseTokensAreKnown_isMeasuredByItsOwnRatio() {
    PromptPrefix text = PromptPrefix.ofChars(7, 1_000);
    for (String program : List.of("a", "b")) {
      run.apply(new Command.TurnArrived(new TurnTicket(
          turns++, new ProgramId(program), "", 2_000, 1_000, 0, List.of(text), null)));
    }

    assertThat(run.program("a").prefixes).containsExactly(new PromptPrefix(7, 500));
  }

  @Test
  void arrive_estimatesOutOfOrder_areNeverShorterThanWhatTheyBeginWith() {
    PromptPrefix tools = PromptPrefix.ofChars(7, 3_200);
    PromptPrefix system = PromptPrefix.ofChars(8, 4_000);
    run.finish(arriveText("a", 3_200, tools), 800, 0);
    for (String program : List.of("b", "c")) { // eight characters per token
      run.apply(new Command.TurnArrived(new TurnTicket(
          turns++, new ProgramId(program), "", 4_800, 600, 0, List.of(tools, system), null)));
    }

    assertThat(run.program("c").prefixes)
        .containsExactly(new PromptPrefix(7, 800), new PromptPrefix(8, 800));
  }

  @Test
  void release_lastWithAPrefix_forgetsItsLength() {
    run.arrive("a", 1_120, SYSTEM);
    run.release("a");

    run.arrive("b", 1_120, new PromptPrefix(SYSTEM.key(), 640));
    run.arrive("c", 1_120, new PromptPrefix(SYSTEM.key(), 640));

    assertThat(run.program("b").prefixes).containsExactly(new PromptPrefix(SYSTEM.key(), 640));
  }
}

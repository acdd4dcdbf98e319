package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.program.ParentProgram;
import io.thunder.program.ProgramId;
import io.thunder.program.ProgramState;
import io.thunder.program.PromptPrefix;
import io.thunder.scheduling.ResumeOrder;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs that other programs start: what they inherit, and whom they go before. */
final class EngineForkTest {

  private static final PromptPrefix SYSTEM = new PromptPrefix(1, 160);

  private final RecordedEngine run = RecordedEngine.of(policy().build(), 3_200);

  private long texts = 1_000;

  private static SchedulingPolicy.Builder policy() {
    return RecordedEngine.plain().resumeOrder(ResumeOrder.SMALLEST_FIRST).inheritPriority(true);
  }

  private static ParentProgram inheriting(String parent, long tokens) {
    return ParentProgram.ofTokens(parent, tokens);
  }

  /* --------------- History --------------- */

  @Test
  void arrive_forkOfAHistory_countsItOnce() {
    run.acting("parent", 800);

    run.arriveFrom(inheriting("parent", 640), "child", 960);
    assertThat(run.used("b")).isEqualTo(800 + 320);
    run.arriveFrom(inheriting("parent", 640), "sibling", 960);
    assertThat(run.used("b")).isEqualTo(800 + 320 + 320);
  }

  @Test
  void arrive_parentsOfEachOther_countWhatTheyShareOnce() {
    run.apply(new Command.Inspected(engine -> engine.begin(new ProgramId("a")))); // owns something
    run.finish(run.arriveFrom(inheriting("a", 640), "b", 800), 800, 0);
    assertThat(run.program("b").forks)
        .as("inherited from one without a history")
        .isEmpty();

    run.arriveFrom(inheriting("b", 640), "a", 960);

    assertThat(run.used("b")).isEqualTo(800 + 320);
    assertThat(run.program("a").forks).hasSize(1);
  }

  @Test
  void arrive_forkBehindACommonPrompt_countsBothOnce() {
    run.finish(run.arrive("parent", 800, SYSTEM), 800, 0);
    run.arrive("stranger", 320, SYSTEM);

    run.arriveFrom(inheriting("parent", 640), "child", 960, SYSTEM);

    assertThat(run.used("b")).isEqualTo(800 + 160 + 320);
  }

  @Test
  void arrive_forkOfAFork_inheritsFromBoth() {
    run.acting("parent", 800);
    run.finish(run.arriveFrom(inheriting("parent", 640), "child", 960), 960, 0);

    run.arriveFrom(inheriting("child", 960), "grandchild", 1_120);

    assertThat(run.used("b")).isEqualTo(800 + 320 + 160);
  }

  @Test
  void arrive_secondForkFurtherOn_sharesMore() {
    run.acting("parent", 800);
    run.finish(run.arriveFrom(inheriting("parent", 640), "first", 960), 960, 0);
    run.finish(run.arrive("parent", 1_600), 1_600, 0);

    run.arriveFrom(inheriting("parent", 1_440), "second", 1_600);

    assertThat(run.used("b")).isEqualTo(1_600 + 320 + 160);
  }

  @Test
  void release_child_leavesTheParentAlone() {
    run.acting("parent", 800);
    run.arriveFrom(inheriting("parent", 640), "child", 960);

    run.release("child");

    assertThat(run.used("b")).isEqualTo(800);
    assertThat(run.program("parent").forks).isEmpty();
    assertThat(run.program("parent").prefixes).isEmpty();
  }

  @Test
  void release_parent_childrenStillShareItsHistory() {
    run.acting("parent", 800);
    run.arriveFrom(inheriting("parent", 640), "child", 960);
    run.arriveFrom(inheriting("parent", 640), "sibling", 960);

    run.release("parent");

    assertThat(run.used("b")).isEqualTo(640 + 320 + 320);
  }

  @Test
  void arrive_parentThatIsGone_inheritsNothing() {
    run.acting("parent", 800);
    run.release("parent");

    run.arriveFrom(inheriting("parent", 640), "child", 960);
    run.arriveFrom(inheriting("nobody", 640), "orphan", 960);
    run.arriveFrom(inheriting("own", 640), "own", 960);

    assertThat(run.used("b")).isEqualTo(3 * 960);
  }

  @Test
  void arrive_moreInheritedThanThereIs_sharesTheWholePromptAtMost() {
    run.acting("parent", 800);

    run.arriveFrom(inheriting("parent", 5_000), "child", 480);

    assertThat(run.used("b")).isEqualTo(800);
  }

  @Test
  void finish_historyKnownAsText_isMeasuredByTheFirstCount() {
    run.acting("parent", 1_600);
    TurnTicket turn = arriveText("child", ParentProgram.ofChars("parent", 6_400), 8_000);

    run.finish(turn, 1_000, 0); // eight characters per token

    assertThat(run.program("child").prefixes)
        .extracting(PromptPrefix::tokens)
        .containsExactly(800L);
    assertThat(run.program("parent").prefixes).isEqualTo(run.program("child").prefixes);
  }

  @Test
  void arrive_fork_goesWhereItsParentIs() {
    RecordedEngine two = RecordedEngine.of(policy().build(), 3_200);
    two.up("c", 3_200);
    two.acting("first", 160);
    two.acting("parent", 800);

    TurnTicket turn = two.arriveFrom(inheriting("parent", 640), "child", 960);

    assertThat(turn.admittedTo()).isNotNull();
    assertThat(two.program("child").backendId()).isEqualTo(two.program("parent").backendId());
  }

  @Test
  void arrive_policyWithoutSharing_countsTheForkInFull() {
    RecordedEngine each = RecordedEngine.of(policy().sharedPrefixes(false).build(), 3_200);
    each.acting("parent", 800);

    each.arriveFrom(inheriting("parent", 640), "child", 960);

    assertThat(each.used("b")).isEqualTo(800 + 960);
  }

  @Test
  void arrive_shorterForkThanBefore_takesNothingFromTheOthers() {
    run.finish(run.arrive("parent", 1_600), 1_600, 0);
    run.arriveFrom(inheriting("parent", 1_440), "first", 1_600);

    run.arriveFrom(inheriting("parent", 640), "second", 960);

    assertThat(run.used("b")).isEqualTo(1_600 + 160 + 960);
  }

  @Test
  void arrive_moreChildrenThanForksAreKept_costsNoMore() {
    RecordedEngine large = RecordedEngine.of(policy().build(), 3_200_000);
    for (long tokens = 1_600; tokens <= 160_000; tokens += 1_600) {
      large.finish(large.arrive("parent", tokens), tokens, 0);
      large.arriveFrom(inheriting("parent", tokens), "child" + tokens, tokens);
    }

    assertThat(large.program("parent").forks).hasSize(8);
    assertThat(large.program("child160000").forks).hasSize(8);
  }

  @Test
  void arrive_forkShorterThanWhatIsNamed_leavesWhatIsNotShared() {
    run.finish(run.arrive("parent", 1_600, SYSTEM, new PromptPrefix(7, 1_440)), 1_600, 0);

    run.arriveFrom(inheriting("parent", 160), "child", 960, SYSTEM, new PromptPrefix(8, 960));

    assertThat(run.program("parent").freedTokens()).isEqualTo(1_440);
    assertThat(run.program("child").freedTokens()).isEqualTo(800);
  }

  @Test
  void arrive_otherBeginning_sharesNoHistory() {
    run.finish(run.arrive("parent", 800, SYSTEM), 800, 0);

    run.arriveFrom(inheriting("parent", 640), "child", 960, new PromptPrefix(9, 160));

    assertThat(run.used("b")).isEqualTo(800 + 960);
  }

  @Test
  void arrive_historyCutBack_sharesNoMore() {
    run.finish(run.arrive("parent", 1_440), 1_440, 0);
    run.arriveFrom(inheriting("parent", 1_280), "child", 1_440);

    run.finish(run.arrive("parent", 320), 320, 0);
    assertThat(run.used("b")).isEqualTo(320 + 1_440);
    run.finish(run.arrive("parent", 1_440), 1_440, 0);
    assertThat(run.used("b")).as("grown again, otherwise").isEqualTo(1_440 + 1_440);
  }

  @Test
  void arrive_historyThatBeginsOtherwise_sharesNoMore() {
    run.finish(run.arrive("parent", 1_440, SYSTEM), 1_440, 0);
    run.arriveFrom(inheriting("parent", 1_280), "child", 1_440, SYSTEM);

    run.arrive("parent", 1_440, new PromptPrefix(9, 160));

    assertThat(run.used("b")).isEqualTo(1_440 + 1_440);
  }

  @Test
  void finish_parentNamedAgainAfterAFailedTurn_changesNothing() {
    run.finish(run.arrive("parent", 1_600), 1_600, 0);
    run.fail(arriveText("child", ParentProgram.ofChars("parent", 3_200), 4_000));

    TurnTicket turn = arriveText("child", ParentProgram.ofChars("nobody", 4_000), 4_000);
    run.finish(turn, 1_000, 0);

    assertThat(run.program("child").prefixes)
        .extracting(PromptPrefix::tokens)
        .containsExactly(800L);
  }

  @Test
  void arrive_textEstimatedLongerThanTheHistory_isTheWholeHistory() {
    run.finish(run.arrive("parent", 1_600), 1_600, 0);

    arriveText("child", ParentProgram.ofChars("parent", 7_200), 7_200);

    assertThat(run.program("parent").freedTokens()).isZero();
    assertThat(run.program("child").prefixes)
        .extracting(PromptPrefix::tokens)
        .containsExactly(1_600L);
  }

  @Test
  void withdraw_childThatNeverRan_leavesItsParentWhole() {
    run.finish(run.arrive("parent", 2_400), 2_400, 0);
    run.arrive("other", 800);
    TurnTicket turn = run.arriveFrom(inheriting("parent", 2_240), "child", 2_400);
    assertThat(turn.isDecided()).as("waits").isFalse();

    run.withdraw(turn, /* evenIfRunning= */ false);

    assertThat(run.program("parent").freedTokens()).isEqualTo(2_400);
  }

  private TurnTicket arriveText(String program, ParentProgram parent, long chars) {
    TurnTicket turn =
        new TurnTicket(++texts, new ProgramId(program), "", chars, 0, 0, List.of(), parent);
    run.apply(new Command.TurnArrived(turn));
    return turn;
  }

  /* --------------- Priority --------------- */

  @Test
  void fill_childOfAServedProgram_goesBeforeNewPrograms() {
    assertThat(firstAfterARelease(policy())).isEqualTo(ProgramState.REASONING);
    assertThat(firstAfterARelease(policy().arrivalOrderFor(Duration.ofMinutes(10))))
        .as("in order of arrival")
        .isEqualTo(ProgramState.REASONING);
  }

  @Test
  void fill_policyWithoutInheritance_childWaitsItsTurn() {
    assertThat(firstAfterARelease(policy().inheritPriority(false))).isEqualTo(ProgramState.WAITING);
  }

  /** Room for one comes up, for which a new program waits, and then one with a parent. */
  private static ProgramState firstAfterARelease(SchedulingPolicy.Builder policy) {
    RecordedEngine run = RecordedEngine.of(policy.build(), 3_200);
    run.finish(run.arrive("parent", 1_600), 1_600, 0);
    run.arrive("other", 1_600);
    run.arrive("new", 1_600);
    run.arriveFrom(ParentProgram.of("parent"), "child", 1_600);

    run.release("other");

    return run.state("child");
  }

  @Test
  void fill_childOfAProgramThatWaitsItself_isNew() {
    run.arrive("large", 3_200);
    run.arrive("parent", 1_600);
    run.arrive("new", 1_600);
    run.arriveFrom(ParentProgram.of("parent"), "child", 1_600);

    run.release("large");

    assertThat(run.state("parent")).isEqualTo(ProgramState.REASONING);
    assertThat(run.state("new")).isEqualTo(ProgramState.REASONING);
    assertThat(run.state("child")).isEqualTo(ProgramState.WAITING);
  }
}

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
    TurnTicket turn = new TurnTicket(
        100,
        new ProgramId("child"),
        "",
        8_000,
        0,
        0,
        List.of(),
        new ParentProgram(new ProgramId("parent"), 0, 6_400),
        null);
    run.apply(new Command.TurnArrived(turn));

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

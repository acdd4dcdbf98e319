package io.thunder.examples.simulator;

import static io.thunder.examples.simulator.ToolTime.logUniform;
import static io.thunder.examples.simulator.ToolTime.mixture;

/**
 * Tool times of the published workloads.
 *
 * <p>{@link #HLE} and {@link #SAB} are read from figure 9 of the ThunderAgent paper
 * (arXiv:2602.13692); {@link #SWE} and {@link #OPEN_HANDS} are assumed.
 */
final class ToolTimes {

  private static final ToolTime FILE_SYSTEM =
      mixture(Choice.of(.75, logUniform(.15, .45)).or(.25, logUniform(.3, 1.2)));

  private static final ToolTime TEST = mixture(
      Choice.of(.80, logUniform(.5, 3)).or(.18, logUniform(2, 12)).or(.02, logUniform(10, 60)));

  /** mini-SWE-agent: mostly file system commands, some test runs. */
  static final Choice<Tool> SWE =
      Choice.of(.86, new Tool("fs", FILE_SYSTEM)).or(.14, new Tool("test", TEST));

  private static final ToolTime SHELL = mixture(
      Choice.of(.80, logUniform(.2, 1.5)).or(.17, logUniform(1, 8)).or(.03, logUniform(6, 60)));

  /** OpenHands: shell commands and edits. */
  static final Choice<Tool> OPEN_HANDS =
      Choice.of(.55, new Tool("bash", SHELL)).or(.45, new Tool("edit", logUniform(.15, .6)));

  private static final ToolTime SEARCH = Histogram.of(
          1.5, 42.3, 42.1, 8.8, 2.1, 1.1, .6, .3, .2, .3, .2, .1, .1, .25, .1)
      .and(23, .25, .3, .44);

  private static final ToolTime ENHANCE = Histogram.of(
          3.75, 2.9, 35.7, 34.8, 15.2, 3.2, .8, .4, .1, .2, .2, .1, .2, 0, 0, 0, .25, .2, 1.97,
          1.56, .9)
      .and(31, .47, .28, .16);

  private static final ToolTime ANSWER = Histogram.of(
          6, 68.9, 15.5, 5.3, 3.2, 2.3, 1.7, .7, .4, .4, .3, .1, 0, .1)
      .and(18, .1, .1)
      .and(30, .24, .1, .41);

  /** ToolOrchestra on Humanity's Last Exam: search, enhance reasoning, answer. */
  static final Choice<Tool> HLE = Choice.of(.30, new Tool("search", SEARCH))
      .or(.35, new Tool("enhance", ENHANCE))
      .or(.35, new Tool("answer", ANSWER));

  private static final ToolTime BASH = Histogram.of(
      15, 83.4, 3.9, 4.6, 2.3, .8, 1.3, .5, .5, .6, .4, .2, .1, .3, .29, .27, .23, 0, 0, 0, 0, .26);

  private static final ToolTime IPYTHON = mixture(Choice.of(.95, logUniform(.1, 6.3))
      .or(.02, logUniform(6.3, 45))
      .or(.02, logUniform(45, 100))
      .or(.01, logUniform(100, 320)));

  private static final ToolTime EDIT =
      mixture(Choice.of(.95, logUniform(.012, .18)).or(.05, logUniform(.18, .7)));

  private static final ToolTime TRACKER = logUniform(.008, .04);

  /** ScienceAgentBench: shell, notebook, editor, task tracker. */
  static final Choice<Tool> SAB = Choice.of(.45, new Tool("bash", BASH))
      .or(.10, new Tool("ipython", IPYTHON))
      .or(.35, new Tool("edit", EDIT))
      .or(.10, new Tool("tracker", TRACKER));

  private ToolTimes() {}
}

package io.thunder.examples.simulator;

import static io.thunder.examples.simulator.ToolTime.logUniform;
import static io.thunder.examples.simulator.ToolTime.mixture;
import static io.thunder.examples.simulator.ToolTime.share;

/**
 * Tool times of the published workloads.
 *
 * <p>{@link #HLE} and {@link #SAB} are read from figure 9 of the ThunderAgent paper
 * (arXiv:2602.13692); {@link #SWE} and {@link #OPEN_HANDS} are assumed.
 */
final class ToolTimes {

  /** mini-SWE-agent: mostly file system commands, some test runs. */
  static final ToolTime SWE = mixture(
      share(.86, mixture(share(.75, logUniform(.15, .45)), share(.25, logUniform(.3, 1.2)))),
      share(
          .14,
          mixture(
              share(.80, logUniform(.5, 3)),
              share(.18, logUniform(2, 12)),
              share(.02, logUniform(10, 60)))));

  /** OpenHands: shell commands and edits. */
  static final ToolTime OPEN_HANDS = mixture(
      share(
          .55,
          mixture(
              share(.80, logUniform(.2, 1.5)),
              share(.17, logUniform(1, 8)),
              share(.03, logUniform(6, 60)))),
      share(.45, logUniform(.15, .6)));

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
  static final ToolTime HLE = mixture(share(.30, SEARCH), share(.35, ENHANCE), share(.35, ANSWER));

  private static final ToolTime BASH = Histogram.of(
      15, 83.4, 3.9, 4.6, 2.3, .8, 1.3, .5, .5, .6, .4, .2, .1, .3, .29, .27, .23, 0, 0, 0, 0, .26);

  private static final ToolTime IPYTHON = mixture(
      share(.95, logUniform(.1, 6.3)),
      share(.02, logUniform(6.3, 45)),
      share(.02, logUniform(45, 100)),
      share(.01, logUniform(100, 320)));

  private static final ToolTime EDIT =
      mixture(share(.95, logUniform(.012, .18)), share(.05, logUniform(.18, .7)));

  private static final ToolTime TRACKER = logUniform(.008, .04);

  /** ScienceAgentBench: shell, notebook, editor, task tracker. */
  static final ToolTime SAB =
      mixture(share(.45, BASH), share(.10, IPYTHON), share(.35, EDIT), share(.10, TRACKER));

  private ToolTimes() {}
}

package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.sweep.Rows;
import java.util.ArrayList;
import java.util.List;

/** Gives every policy the same colour everywhere; the page's style sheet has the colours. */
final class Palette {

  private static final List<String> FIXED =
      List.of(Rows.THUNDER, Rows.VLLM, Rows.PUBLISHED, Rows.REFERENCE);
  private static final int OTHERS = 8;

  private final List<String> others;

  Palette(List<String> policies) {
    others = new ArrayList<>(policies);
    others.removeAll(FIXED);
  }

  /** Returns the style class of a policy. */
  String css(String policy) {
    return FIXED.contains(policy)
        ? "p-" + policy
        : "p-" + Math.floorMod(others.indexOf(policy), OTHERS);
  }

  /** Returns the legend of some policies. */
  String legend(List<String> policies) {
    StringBuilder html = new StringBuilder("<ul class=\"legend\">");
    for (String policy : policies) {
      html.append("<li><i class=\"key ")
          .append(css(policy))
          .append("\"></i>")
          .append(Html.escape(policy))
          .append("</li>");
    }
    return html.append("</ul>\n").toString();
  }
}

package io.thunder.examples.simulator.lab.report;

import java.util.List;

/** The targets, met and missed. */
final class TargetsTable {

  private TargetsTable() {}

  static String html(List<Verdict> verdicts) {
    StringBuilder html = new StringBuilder("<div class=\"card\"><table class=\"words\"><thead><tr>"
        + "<th scope=\"col\">Target</th><th scope=\"col\">Verdict</th>"
        + "<th scope=\"col\">Measured</th></tr></thead><tbody>\n");
    for (Verdict verdict : verdicts) {
      String state = verdict.state().toString();
      html.append("<tr><th scope=\"row\">")
          .append(Html.escape(verdict.target()))
          .append("</th><td><span class=\"badge ")
          .append(state.replace(' ', '-'))
          .append("\">")
          .append(state)
          .append("</span></td><td>")
          .append(Html.escape(verdict.figure()))
          .append("</td></tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }
}

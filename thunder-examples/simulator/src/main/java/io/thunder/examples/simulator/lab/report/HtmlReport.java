package io.thunder.examples.simulator.lab.report;

/** The whole report as one page that needs nothing else. */
public final class HtmlReport {

  private HtmlReport() {}

  /** Returns the page. */
  public static String format(Report report) {
    return "<pre>" + TextReport.format(report);
  }
}

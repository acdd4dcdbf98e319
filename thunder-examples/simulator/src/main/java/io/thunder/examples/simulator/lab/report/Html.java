package io.thunder.examples.simulator.lab.report;

/** Pieces of a page. */
final class Html {

  private Html() {}

  /** Escapes plain text. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static String figure(String title, String note, String svg) {
    return "<figure><figcaption><b>" + escape(title) + "</b> <span>" + escape(note)
        + "</span></figcaption>\n" + svg + "</figure>\n";
  }

  static String section(String title, String intro, String body) {
    return "<section><h2>" + escape(title) + "</h2>\n<p>" + escape(intro) + "</p>\n" + body
        + "</section>\n";
  }

  static String charts(String figures) {
    return "<div class=\"charts\">\n" + figures + "</div>\n";
  }
}

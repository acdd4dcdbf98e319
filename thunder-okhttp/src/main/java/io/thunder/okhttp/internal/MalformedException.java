package io.thunder.okhttp.internal;

import java.io.IOException;
import java.util.Map;
import okhttp3.Headers;

/** An engine sent something that its protocol does not allow. */
final class MalformedException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Kept of what came, several times an excerpt, so that a credential is not cut at its end. */
  private static final int TEXT_CHARS_MAX = 8_192;

  private final String what;
  private final String text;

  MalformedException(String what) {
    this(what, "");
  }

  /**
   * Quotes the beginning of what came.
   *
   * @param what is wrong
   * @param text what came, of any length
   */
  MalformedException(String what, String text) {
    super(text.isEmpty() ? what : what + ": " + Excerpt.of(text));
    this.what = what;
    this.text = text.substring(0, Math.min(text.length(), TEXT_CHARS_MAX));
  }

  /** The same without anything that was sent in headers. */
  MalformedException clean(Headers headers, Map<String, String> more) {
    String cleanWhat = Redactor.redact(what, headers, more);
    String cleanText = Redactor.redact(text, headers, more);
    if (cleanWhat.equals(what) && cleanText.equals(text)) {
      return this;
    }
    MalformedException same = new MalformedException(cleanWhat, cleanText);
    same.setStackTrace(getStackTrace());
    return same;
  }
}

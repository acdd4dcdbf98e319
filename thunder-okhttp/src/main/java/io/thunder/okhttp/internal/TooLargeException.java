package io.thunder.okhttp.internal;

import java.io.IOException;

/** An engine sent more than may be held in memory. */
final class TooLargeException extends IOException {

  private static final long serialVersionUID = 1L;

  TooLargeException(String what, long bytesMax) {
    super(what + " is larger than " + bytesMax + " bytes");
  }
}

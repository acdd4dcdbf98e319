package io.thunder.okhttp.internal;

import java.io.IOException;

/** An engine sent something that its protocol does not allow. */
final class MalformedException extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message);
  }
}

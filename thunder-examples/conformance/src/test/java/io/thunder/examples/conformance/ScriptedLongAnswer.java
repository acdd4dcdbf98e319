package io.thunder.examples.conformance;

import java.io.IOException;
import java.io.InterruptedIOException;
import mockwebserver3.MockResponseBody;
import okio.BufferedSink;

/** A stream that stands still after its first token until its server is told something. */
final class ScriptedLongAnswer implements MockResponseBody {

  private final ScriptedAnswers answers;
  private final ScriptedState state;
  private final ScriptedState.Told before;
  private final int tokens;

  ScriptedLongAnswer(
      ScriptedAnswers answers, ScriptedState state, ScriptedState.Told before, int tokens) {
    this.answers = answers;
    this.state = state;
    this.before = before;
    this.tokens = tokens;
  }

  @Override
  public long getContentLength() {
    return -1;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    chunk(sink, answers.beginning() + answers.more());
    try {
      boolean aborted = state.awaitAbort(before);
      chunk(
          sink,
          aborted
              ? answers.end("abort", 2, /* cached= */ false)
              : answers.end("length", tokens, /* cached= */ false));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server was closed");
    }
    sink.writeUtf8("0\r\n"); // trailers, of which there are none, follow
  }

  private static void chunk(BufferedSink sink, String text) throws IOException {
    sink.writeUtf8(Integer.toHexString(text.length())).writeUtf8("\r\n");
    sink.writeUtf8(text).writeUtf8("\r\n").flush();
  }
}

package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.Mix;

/**
 * A cheap, deterministic stand-in for a tokenizer and a chat template.
 *
 * <p>Four UTF-16 characters are a token, a rest at the end of a text is one too. A message is a
 * header of three tokens, its texts, its other fields as JSON, and two end tokens; a prompt ends
 * with the header of the answer. The token stream is prefix-stable: messages that are appended leave
 * the tokens before them as they were.
 */
final class Tokenizer {

  /** Characters per token. */
  static final int TOKEN_CHARS = 4;

  private static final int BEGIN = 1;
  private static final int NEW_LINE = 2;
  private static final int END = 3;
  private static final String ANSWER_ROLE = "assistant";

  private Tokenizer() {}

  /** Tokenizes a whole chat prompt, up to where the answer begins. */
  static void prompt(ChatRequest request, TokenSink sink) {
    if (!request.tools().isEmpty()) {
      header("tools", sink);
      text(request.tools(), sink);
      end(sink);
    }
    for (ChatMessage message : request.messages()) {
      header(message.role(), sink);
      message.parts().forEach(part -> text(part, sink));
      message.extras().forEach(extra -> text(extra, sink));
      end(sink);
    }
    header(ANSWER_ROLE, sink);
  }

  /** Tokenizes a text. */
  static void text(String text, TokenSink sink) {
    int length = text.length();
    for (int start = 0; start < length; start += TOKEN_CHARS) {
      long chars = 0;
      for (int i = start; i < Math.min(length, start + TOKEN_CHARS); i++) {
        chars = chars << Character.SIZE | text.charAt(i);
      }
      sink.token(id(chars));
    }
  }

  /** Returns the token of up to four characters, packed with the first one highest. */
  static int id(long chars) {
    return (int) (Mix.hash(chars) & Integer.MAX_VALUE);
  }

  private static void header(String role, TokenSink sink) {
    sink.token(BEGIN);
    sink.token(role.hashCode() & Integer.MAX_VALUE);
    sink.token(NEW_LINE);
  }

  private static void end(TokenSink sink) {
    sink.token(END);
    sink.token(NEW_LINE);
  }
}

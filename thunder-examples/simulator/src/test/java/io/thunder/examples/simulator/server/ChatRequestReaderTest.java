package io.thunder.examples.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import org.junit.jupiter.api.Test;

final class ChatRequestReaderTest {

  @Test
  void read_knownFields_areTaken() {
    ChatRequest request = read("{'model':'m','messages':[{'role':'user','content':'a'}],"
        + "'max_tokens':7,'min_tokens':2,'ignore_eos':true,'stream':true,'cache_salt':'s',"
        + "'stream_options':{'include_usage':true,'continuous_usage_stats':true,'x':1},"
        + "'tools':[{'type':'function','n':1.50}]}");

    assertThat(request.model()).isEqualTo("m");
    assertThat(request.maxTokens()).hasValue(7);
    assertThat(request.minTokens()).isEqualTo(2);
    assertThat(request.ignoreEos()).isTrue();
    assertThat(request.stream()).isTrue();
    assertThat(request.includeUsage()).isTrue();
    assertThat(request.continuousUsage()).isTrue();
    assertThat(request.cacheSalt()).isEqualTo("s");
    assertThat(request.tools()).isEqualTo("[{\"type\":\"function\",\"n\":1.50}]");
  }

  @Test
  void read_unknownFields_areSkipped() {
    ChatRequest request = read("{'program_id':'p','extra_body':{'a':[1,{'b':null}]},'n':1,"
        + "'temperature':0.5,'messages':[{'role':'user','content':'a','name':'bob'}]}");

    assertThat(request.messages()).singleElement().satisfies(message -> assertThat(message.extras())
        .containsExactly("name\"bob\""));
    assertThat(request.maxTokens()).isEmpty();
  }

  @Test
  void read_bothLimits_prefersTheNewerName() {
    assertThat(read("{'max_completion_tokens':5,'max_tokens':9}").maxTokens()).hasValue(5);
    assertThat(read("{'max_completion_tokens':null,'max_tokens':9}").maxTokens())
        .hasValue(9);
  }

  private static ChatRequest read(String body) {
    return ChatRequestReader.read(new StringReader(body.replace('\'', '"')));
  }
}

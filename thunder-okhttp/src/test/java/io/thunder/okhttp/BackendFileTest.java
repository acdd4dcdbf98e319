package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backends that a file lists. */
final class BackendFileTest {

  @TempDir
  private Path folder;

  private Path file;
  private BackendSource source;

  @BeforeEach
  void name() {
    file = folder.resolve("backends.txt");
    source = BackendSources.file(file);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  @Test
  void backends_linesOfEveryKind_areRead() throws Exception {
    write("""
        # our engines
        vllm http://gpu1:8000

          SGLang\thttp://gpu2:30000/v1  capacity=900000 id=large#1 # the large one
        skyrl http://router:1\r
        slime http://router:2 id=s
        #openai http://off:1
        openai https://api.example.com/x
        """);

    assertThat(source.backends())
        .containsExactly(
            Backend.vllm("http://gpu1:8000"),
            Backend.sglang("http://gpu2:30000").withId("large#1").withCapacityTokens(900_000),
            Backend.skyrl("http://router:1"),
            Backend.slime("http://router:2").withId("s"),
            Backend.openAi("https://api.example.com/x"));
  }

  @Test
  void backends_ranks_areBackendsEach() throws Exception {
    write("vllm http://gpu1:8000 ranks=2 id=a capacity=100");

    assertThat(source.backends())
        .isEqualTo(
            Backend.vllm("http://gpu1:8000").withId("a").withCapacityTokens(100).ranks(2));
  }

  @Test
  void backends_fileChanges_areReadAgain() throws Exception {
    write("vllm http://gpu1:8000");
    assertThat(source.backends()).containsExactly(Backend.vllm("http://gpu1:8000"));

    write("vllm http://gpu2:8000");
    assertThat(source.backends()).containsExactly(Backend.vllm("http://gpu2:8000"));
  }

  @Test
  void backends_onlyComments_areNone() throws Exception {
    write("# nothing today\n");

    assertThat(source.backends()).isEmpty();
  }

  @Test
  void backends_fileVanishes_failsUntilItIsBack() throws Exception {
    write("vllm http://gpu1:8000");
    Files.delete(file);
    assertThatThrownBy(source::backends)
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("backends.txt");

    write("vllm http://gpu1:8000");
    assertThat(source.backends()).hasSize(1);
  }

  @Test
  void backends_emptyFile_isAnError() throws Exception {
    write("");

    assertThatThrownBy(source::backends)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("backends.txt is empty");
  }

  @Test
  void backends_hugeFile_isAnError() throws Exception {
    write("#".repeat((1 << 20) + 1));

    assertThatThrownBy(source::backends)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("backends.txt has more than");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vlm http://gpu1:8000 | must begin with one of [vllm, sglang, skyrl, slime, openai]",
        "http://gpu1:8000 | must begin with one of",
        "vllm | no URL after vllm",
        "vllm gpu1:8000 | not an absolute http(s) URL",
        "vllm http://gpu1:8000 capcity=1 | but there is capcity",
        "vllm http://gpu1:8000 large | NAME=VALUE",
        "vllm http://gpu1:8000 =1 | NAME=VALUE",
        "vllm http://gpu1:8000 id=a id=b | id is given twice",
        "vllm http://gpu1:8000 id= | must not be blank",
        "vllm http://gpu1:8000 capacity=0 | capacity must be a whole number from 1",
        "vllm http://gpu1:8000 capacity=1e6 | was 1e6",
        "vllm http://gpu1:8000 ranks=0 | ranks must be a whole number from 1 to 4096",
        "vllm http://gpu1:8000 ranks=5000 | was 5000",
        "sglang http://ok:8000 | id ok:8000 is that of line 2",
        "vllm http://gpu1 id=r#1 | id r#1 is that of line 3"
      })
  void backends_badLine_isNamedWithWhatIsWrong(String line, String words) throws IOException {
    write("# first\nvllm http://ok:8000\nvllm http://r id=r ranks=2\n" + line + "\n");

    assertThatThrownBy(source::backends)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ":4: ")
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource({"vllm http://u:secret@h", "http://u:secret@h", "vllm http://h u:secret@h"})
  void backends_credentialsByMistake_areNotRepeated(String line) throws IOException {
    write(line);

    assertThatThrownBy(source::backends).message().doesNotContain("secret");
  }
}

package io.thunder.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonReportTest {

  private static final Machine MACHINE =
      new Machine("Some CPU", 2, 23.456, "Some VM 17", "Linux 6", 0.256);

  @Test
  void text_machineAndFigures_asPromised() {
    Figure plain = new Figure("a.b", 1.5, "us", null);
    Figure kept = new Figure("a.c", 2.0, "x", Budget.atMost(2.5));
    Figure missed = new Figure("a.d", 3.0, "turns/s", Budget.atLeast(4));
    String text = JsonReport.text(MACHINE, List.of(plain, kept, missed));
    assertThat(JsonParser.parseString(text)).isEqualTo(JsonParser.parseString("""
        {"machine": {"cpu": "Some CPU", "cores": 2, "memoryGiB": 23.5, "jdk": "Some VM 17",
                     "os": "Linux 6", "loadAtStart": 0.26},
         "results": [
           {"name": "a.b", "value": 1.5, "unit": "us"},
           {"name": "a.c", "value": 2.0, "unit": "x", "atMost": 2.5, "ok": true},
           {"name": "a.d", "value": 3.0, "unit": "turns/s", "atLeast": 4.0, "ok": false}]}
        """));
    assertThat(text).endsWith("}\n");
  }

  @Test
  void modelIn_listOfProcessors_firstModel() {
    List<String> lines =
        List.of("processor : 0", "model : 2", "model name\t: Some CPU", "model name: B");
    assertThat(Machine.modelIn(lines)).isEqualTo("Some CPU");
  }

  @Test
  void line_loadUnknown_saysSo() {
    Machine machine = new Machine("Some CPU", 2, 4, "VM", "OS", -1);
    assertThat(machine.line())
        .isEqualTo("Some CPU, 2 cores, 4.0 GiB; VM; OS; load before the run unknown");
  }
}

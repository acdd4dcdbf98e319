package io.thunder.examples.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where figures were measured: nothing that tells whose machine it is.
 *
 * @param cpu the processor's model
 * @param cores processors this JVM may use
 * @param memoryGib the machine's memory
 * @param jdk the JVM's name and version
 * @param os the operating system's name and version
 * @param load runnable threads of the whole machine in the minute before, negative if unknown
 */
record Machine(String cpu, int cores, double memoryGib, String jdk, String os, double load) {

  private static final Path CPUS = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";
  private static final double GIB = 1L << 30;

  /** This machine, now. */
  static Machine current() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        cpuModel(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize() / GIB,
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        system.getSystemLoadAverage());
  }

  /** By what it is called in reports. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("cpu", cpu);
    fields.put("cores", cores);
    fields.put("memoryGiB", Math.round(memoryGib * 10) / 10.0);
    fields.put("jdk", jdk);
    fields.put("os", os);
    fields.put("loadAtStart", Math.round(load * 100) / 100.0);
    return fields;
  }

  /** One line for people. */
  String line() {
    String before = load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load);
    return String.format(
        Locale.ROOT,
        "%s, %d cores, %.1f GiB; %s; %s; load before the run %s",
        cpu,
        cores,
        memoryGib,
        jdk,
        os,
        before);
  }

  private static String cpuModel() {
    try {
      return modelIn(Files.readAllLines(CPUS, StandardCharsets.UTF_8));
    } catch (IOException noSuchFile) {
      return System.getProperty("os.arch", "unknown");
    }
  }

  /** The first model named in the lines of Linux's list of processors. */
  static String modelIn(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(MODEL))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseGet(() -> System.getProperty("os.arch", "unknown"));
  }
}

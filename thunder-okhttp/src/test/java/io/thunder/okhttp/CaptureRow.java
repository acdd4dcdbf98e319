package io.thunder.okhttp;

import io.thunder.backend.BackendKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A capture, the reader it is for, and what that must read.
 *
 * @param file below the folder of captures
 * @param kind which reader, as {@code captures.txt} explains
 * @param expected the reading, or {@link #UNKNOWN}
 */
record CaptureRow(String file, String kind, String expected) {

  /** The reading of a capture that nobody has seen: it must make sense, and that is all. */
  static final String UNKNOWN = "?";

  private static final Pattern STATUS = Pattern.compile("error-([45]\\d\\d)-.*");

  /** A row of a table of captures in the document that describes them, or the head of its section. */
  private static final Pattern DOCUMENTED =
      Pattern.compile("(#+) (?:captures/)?(\\S+).*|\\| (\\S+\\.\\w+) \\| \\d.*");

  /** The rows of {@code captures.txt}. */
  static List<CaptureRow> table() {
    try (InputStream table = CaptureRow.class.getResourceAsStream("/captures.txt")) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" \\| ", 3))
          .map(cells -> new CaptureRow(cells[0], cells[1], cells[2]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The captures in a folder that have no row, each with the reader that its name asks for. */
  static List<CaptureRow> without(Set<String> rows, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(file -> file.contains("/") && !rows.contains(file))
          .sorted()
          .map(file -> new CaptureRow(file, kindOf(file), UNKNOWN))
          .filter(row -> !row.kind.isEmpty())
          .toList();
    }
  }

  /** The captures that a document describes, in tables under {@code ### captures/FOLDER}. */
  static Set<String> documented(Path document) throws IOException {
    List<String> names = new ArrayList<>();
    String folder = "";
    for (String line : Files.readAllLines(document)) {
      Matcher row = DOCUMENTED.matcher(line);
      if (row.matches() && row.group(1) != null) {
        folder = line.startsWith("### captures/") ? row.group(2) : "";
      } else if (row.matches() && !folder.isEmpty()) {
        names.add(folder + '/' + row.group(3));
      }
    }
    return names.stream().collect(Collectors.toUnmodifiableSet());
  }

  /** The reader that a name asks for, empty for what is no capture. */
  static String kindOf(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    Matcher status = STATUS.matcher(name);
    if (name.endsWith(".sse")) {
      return "stream";
    } else if (name.endsWith(".jsonl")) {
      return "lines";
    } else if (name.endsWith(".http")) {
      return "http";
    } else if (name.startsWith("metrics") || name.endsWith(".txt")) {
      return "probe /metrics";
    } else if (!name.endsWith(".json") || name.endsWith(".meta.json")) {
      return "";
    } else if (status.matches()) {
      return "status " + status.group(1);
    } else if (name.startsWith("error")) {
      return "status 500";
    } else if (name.startsWith("models")) {
      return "models";
    } else if (name.startsWith("server_info")) {
      return "probe /server_info";
    } else if (name.startsWith("v1-loads")) {
      return "probe /v1/loads";
    }
    return name.startsWith("completion") ? "event" : "answer";
  }

  boolean isKnown() {
    return !expected.equals(UNKNOWN);
  }

  /** The first word of the kind. */
  String reader() {
    return kind.split(" ", 2)[0];
  }

  /** What follows it, empty if nothing does. */
  String argument() {
    return kind.substring(Math.min(kind.length(), reader().length() + 1));
  }

  /** The folder tells which engine sent it; what is no engine's own is sent as vLLM would. */
  BackendKind engine() {
    return switch (reader().equals("vllm") ? "vllm" : file.substring(0, file.indexOf('/'))) {
      case "sglang" -> BackendKind.SGLANG;
      case "skyrl" -> BackendKind.SKYRL;
      default -> BackendKind.VLLM;
    };
  }
}

package io.thunder.examples.simulator.trace;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads traces: one program per line as a JSON object, the file plain or compressed with gzip,
 * which its first bytes tell.
 *
 * <pre>{@code
 * {"id": "a-1", "source": "mini-swe-agent/...", "steps": [
 *   {"new_prompt_tokens": 1640, "output_tokens": 90, "tool_seconds": 0.96},
 *   {"new_prompt_tokens": 96, "output_tokens": 284, "tool_seconds": null}]}
 * }</pre>
 *
 * <p>The three fields of a step are required. {@code new_prompt_tokens} is the whole first prompt in
 * the first step, and later what the prompt holds besides the prompt and the answer before. With
 * {@code "reset": true} the context was rewritten: {@code kept_prefix_tokens} of it stay (0 if not
 * given) and {@code new_prompt_tokens} follow them. {@code tool_seconds} may be null; then, except
 * after the last step, {@link Trace#timed} draws a time. A step's {@code "tool": ["bash"]} names its
 * tool. A program's {@code "parent": "a-0", "parent_step": 3} make it a sub-agent, started during
 * the tool of the other's fourth step. All other fields are ignored. Programs with {@code overlaps} are skipped: most of their requests are in another program
 * too. Blank lines are skipped.
 */
public final class TraceReader {

  /** A hundred times the longest recorded program; parsed, a line takes up to 30 times its size. */
  private static final int LINE_BYTES_MAX = 8 << 20;

  /** What all lines hold, uncompressed. */
  private static final long BYTES_MAX = 4L << 30;

  private static final int STEPS_MAX = 5_000_000;

  /** Characters of all names that are kept. */
  private static final long NAME_CHARS_MAX = 50_000_000;

  private static final int GZIP_MAGIC = 0x1f8b;

  private final Path file;
  private final List<AgentProgram> programs = new ArrayList<>();
  private int steps;
  private long nameChars;
  private int overlapping;

  private TraceReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a trace.
   *
   * @param file the file
   * @return its programs
   * @throws TraceException if the file cannot be read, a line is malformed, or no program is left
   */
  public static Trace read(Path file) throws TraceException {
    TraceReader reader = new TraceReader(file);
    reader.readAll();
    return new Trace(reader.programs, reader.overlapping);
  }

  private void readAll() throws TraceException {
    if (Files.isDirectory(file)) {
      throw new TraceException(file, 0, "is a directory");
    }
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        InputStream plain = isGzip(bytes) ? new GZIPInputStream(bytes, 1 << 16) : bytes) {
      readLines(new BoundedLines(plain, LINE_BYTES_MAX, BYTES_MAX));
    } catch (NoSuchFileException e) {
      throw new TraceException(file, 0, "no such file");
    } catch (IOException e) {
      throw new TraceException(file, 0, "cannot be read: " + reason(e));
    }
    if (programs.isEmpty()) {
      throw new TraceException(file, 0, "holds no programs");
    }
  }

  private static boolean isGzip(InputStream bytes) throws IOException {
    bytes.mark(2);
    int first = bytes.read();
    int magic = first << 8 | bytes.read();
    bytes.reset();
    return magic == GZIP_MAGIC;
  }

  private void readLines(BoundedLines lines) throws TraceException {
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          add(TraceLine.parse(line), lines.number());
        }
      }
    } catch (TraceLine.Malformed e) {
      throw new TraceException(file, lines.number(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new TraceException(file, lines.number(), reason(e));
    }
  }

  private void add(@Nullable AgentProgram program, long line) throws TraceException {
    if (program == null) {
      overlapping++;
      return;
    }
    steps += program.steps().size();
    if (steps > STEPS_MAX) {
      throw new TraceException(file, line, "more than " + STEPS_MAX + " steps in the file");
    }
    nameChars += nameChars(program);
    if (nameChars > NAME_CHARS_MAX) {
      throw new TraceException(
          file, line, "more than " + NAME_CHARS_MAX + " characters of names in the file");
    }
    programs.add(program);
  }

  private static long nameChars(AgentProgram program) {
    AgentProgram.Parent parent = program.parent();
    return program.id().length()
        + program.source().length()
        + (parent == null ? 0 : parent.id().length())
        + program.steps().stream().mapToLong(step -> step.tool().length()).sum();
  }

  private static String reason(IOException e) {
    if (e instanceof EOFException) {
      return "the compressed data ends too early";
    }
    if (e instanceof ZipException) {
      return "the compressed data is damaged";
    }
    if (e instanceof CharacterCodingException) {
      return "not UTF-8";
    }
    return String.valueOf(e.getMessage());
  }
}

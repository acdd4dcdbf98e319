package io.thunder.concurrency;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Sees virtual threads that keep their carriers while they wait: in a monitor before JDK 24, in a
 * class initialiser or below native code ever since.
 */
public final class PinnedThreads implements AutoCloseable {

  private static final String EVENT = "jdk.VirtualThreadPinned";

  private final Recording recording = new Recording();

  /** Begins to look. */
  public PinnedThreads() {
    recording.enable(EVENT).withThreshold(Duration.ZERO).withStackTrace();
    recording.start();
  }

  /** Ends it; what was seen that has to do with us, as text. */
  public List<String> stop(Path file) throws IOException {
    recording.stop();
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(EVENT))
        .map(RecordedEvent::toString)
        .filter(text -> text.contains("io.thunder."))
        .toList();
  }

  @Override
  public void close() {
    recording.close();
  }
}

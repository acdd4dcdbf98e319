package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LargeWritesTest {

  private static final byte[] SEGMENT = new byte[8_192];

  private final Socket socket = new Socket();
  private final LargeWrites stream = new LargeWrites(socket);

  @Test
  void write_shortRequest_goesOutAtOnce() throws IOException {
    stream.write(new byte[100]);
    stream.write(1);
    assertThat(socket.lengths).containsExactly(100, 1);
  }

  @Test
  void write_segments_goOutEightAtATime() throws IOException {
    for (int i = 0; i < 17; i++) {
      stream.write(SEGMENT);
    }
    assertThat(socket.lengths).containsExactly(65_536, 65_536);
    stream.write(new byte[100]);
    stream.flush();
    assertThat(socket.lengths).containsExactly(65_536, 65_536, 8_292);
  }

  @Test
  void flush_nothingHeldBack_writesNothing() throws IOException {
    stream.flush();
    assertThat(socket.lengths).isEmpty();
    assertThat(socket.flushes).isEqualTo(1);
  }

  @Test
  void flush_afterwards_shortRequestsGoOutAtOnceAgain() throws IOException {
    stream.write(SEGMENT);
    stream.flush();
    stream.write(new byte[7]);
    assertThat(socket.lengths).containsExactly(8_192, 7);
  }

  @Test
  void write_anySizes_staysTheSameBytes() throws IOException {
    Random random = new Random(3);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(3) == 0 ? random.nextInt(200_000) : 8_192];
      random.nextBytes(bytes);
      int from = random.nextInt(10) == 0 ? bytes.length / 3 : 0;
      stream.write(bytes, from, bytes.length - from);
      expected.write(bytes, from, bytes.length - from);
      if (random.nextInt(5) == 0) {
        stream.flush();
        assertThat(socket.bytes.size()).as("nothing is held back").isEqualTo(expected.size());
      }
    }
    stream.flush();
    assertThat(socket.bytes.toByteArray()).isEqualTo(expected.toByteArray());
  }

  /** Two long requests at once, one of which has the spare block. */
  @Test
  void write_twoStreamsInTurn_doNotMix() throws IOException {
    Socket other = new Socket();
    LargeWrites second = new LargeWrites(other);
    byte[] ones = SEGMENT.clone();
    Arrays.fill(ones, (byte) 1);
    for (int i = 0; i < 3; i++) {
      stream.write(SEGMENT);
      second.write(ones);
    }
    stream.flush();
    second.flush();
    assertThat(socket.bytes.toByteArray()).hasSize(3 * 8_192).containsOnly(0);
    assertThat(other.bytes.toByteArray()).hasSize(3 * 8_192).containsOnly(1);
  }

  @Test
  void flush_socketFails_doesNotWriteAgain() throws IOException {
    stream.write(SEGMENT);
    socket.broken = true;
    assertThatThrownBy(stream::flush).isInstanceOf(IOException.class);
    socket.broken = false;
    stream.flush();
    assertThat(socket.lengths).isEmpty();
  }

  /** Notes what it is given. */
  private static final class Socket extends OutputStream {

    private final List<Integer> lengths = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int flushes;
    private boolean broken;

    @Override
    public void write(int oneByte) throws IOException {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] some, int offset, int length) throws IOException {
      if (broken) {
        throw new IOException("Broken pipe");
      }
      lengths.add(length);
      bytes.write(some, offset, length);
    }

    @Override
    public void flush() {
      flushes++;
    }
  }
}

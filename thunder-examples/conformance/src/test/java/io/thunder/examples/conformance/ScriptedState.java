package io.thunder.examples.conformance;

import java.util.HashSet;
import java.util.Set;

/** What a scripted server remembers of those who asked it, and of what it was told. Thread-safe. */
final class ScriptedState {

  private final Set<String> answered = new HashSet<>();
  private final Set<String> sessions = new HashSet<>();
  private boolean paused;
  private int resumes;
  private int aborts;
  private long finishedSessions;
  private boolean closed;

  /** How often it was told something by the time a request came. */
  record Told(int resumes, int aborts) {}

  synchronized Told told() {
    return new Told(resumes, aborts);
  }

  synchronized void pause() {
    paused = true;
  }

  synchronized void resume() {
    paused = false;
    resumes++;
    notifyAll();
  }

  synchronized void abort() {
    aborts++;
    notifyAll();
  }

  synchronized void flush() {
    answered.clear();
  }

  /** Notes an answer to somebody; returns whether there was one before, so that it is cached. */
  synchronized boolean isCached(String somebody) {
    return !answered.add(somebody);
  }

  synchronized void begin(String session) {
    sessions.add(session);
  }

  /** Notes the end of a session, if there is one of that name. */
  synchronized void finish(String session) {
    finishedSessions += sessions.remove(session) ? 1 : 0;
  }

  synchronized long finishedSessions() {
    return finishedSessions;
  }

  /** Waits as long as it is paused. */
  synchronized void awaitWork() throws InterruptedException {
    while (paused && !closed) {
      wait();
    }
  }

  /** Waits until it is resumed, or told to abort; returns whether it was that. */
  synchronized boolean awaitAbort(Told before) throws InterruptedException {
    while (told().equals(before) && !closed) {
      wait();
    }
    return aborts > before.aborts;
  }

  /** Lets all go that wait. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}

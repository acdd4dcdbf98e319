/** Schedules agentic LLM programs on the inference engines that serve them. */
module io.thunder {
  requires org.jctools.core;
  requires static transitive org.jspecify;

  exports io.thunder;
  exports io.thunder.backend;
  exports io.thunder.chat;
  exports io.thunder.error;
  exports io.thunder.event;
  exports io.thunder.program;
  exports io.thunder.scheduling;
  exports io.thunder.tokens;
  exports io.thunder.transport;
}

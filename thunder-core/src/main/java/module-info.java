/** Schedules agentic LLM programs on the inference engines that serve them. */
module io.thunder {
  requires org.jctools.core;
  requires static transitive org.jspecify;

  exports io.thunder;
}

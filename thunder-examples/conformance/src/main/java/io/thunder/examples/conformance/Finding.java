package io.thunder.examples.conformance;

/**
 * What was found out about one ability of a server.
 *
 * @param ability which
 * @param support how far it has it
 * @param seen what was seen, with the numbers
 * @param therefore what Thunder will do
 */
record Finding(String ability, Support support, String seen, String therefore) {}

package io.thunder.okhttp.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The shape of the module: which parts of the core and of other libraries it may use. */
final class ArchitectureTest {
  /** Fewer classes than this mean that the scan looked in the wrong place. */
  private static final int CLASSES_MIN = 1;

  private static final JavaClasses MAIN = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("io.thunder.okhttp");

  @Test
  void scan_ofModule_findsItsClasses() {
    assertThat(MAIN.size()).as("classes scanned").isGreaterThanOrEqualTo(CLASSES_MIN);
  }

  @Test
  void caffeine_inModule_isSeenFromInternalOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.thunder.okhttp.internal..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.github.benmanes..")
        .check(MAIN);
  }

  @Test
  void module_always_usesOnlyWhatTransportsNeed() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.thunder.okhttp..",
            "io.thunder.backend",
            "io.thunder.chat",
            "io.thunder.error",
            "io.thunder.program",
            "io.thunder.tokens",
            "io.thunder.transport",
            "java..",
            "javax.net..",
            "org.jspecify.annotations..",
            "com.github.benmanes.caffeine..",
            "com.google.gson..",
            "kotlin..",
            "okhttp3..",
            "okio..")
        .check(MAIN);
  }

  @Test
  void internalOfOkHttp_always_staysUnused() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("okhttp3.internal..")
        .check(MAIN);
  }

  @Test
  void packages_ofModule_haveNoCycles() {
    slices()
        .matching("io.thunder.(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(MAIN);
  }
}
